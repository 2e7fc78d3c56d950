use esmodel::EsModel;
use esmodel::model::Vector;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(doc_values = false)]
    face: Vector<3>,
}

fn main() {}
