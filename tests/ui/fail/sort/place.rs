use esmodel::EsModel;
use esmodel::model::GeoPoint;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "place")]
struct Employee {
    place: GeoPoint,
}

fn main() {}
