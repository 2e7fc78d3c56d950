use esmodel::EsModel;
use esmodel::model::Vector;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    face: Vector<0>,
}

fn main() {}
