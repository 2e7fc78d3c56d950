use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[serde(skip_deserializing)]
    name: String,
}

fn main() {}
