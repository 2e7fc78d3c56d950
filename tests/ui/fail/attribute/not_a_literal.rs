use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(number_of_shards = 1 + 2))]
struct Employee {
    name: String,
}

fn main() {}
