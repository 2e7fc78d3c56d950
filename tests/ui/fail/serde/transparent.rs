use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[serde(transparent)]
struct Employee {
    name: String,
}

fn main() {}
