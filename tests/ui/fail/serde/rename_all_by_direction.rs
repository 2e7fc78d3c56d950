use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
struct Employee {
    name: String,
}

fn main() {}
