use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[serde(rename(serialize = "login", deserialize = "name"))]
    name: String,
}

fn main() {}
