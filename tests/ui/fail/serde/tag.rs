use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[serde(tag = "type")]
struct Employee {
    name: String,
}

fn main() {}
