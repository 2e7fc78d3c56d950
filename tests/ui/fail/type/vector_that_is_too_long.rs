use esmodel::model::Vector;
use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Person {
    face: Vector<5000>,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    person: Person,
}

fn main() {}
