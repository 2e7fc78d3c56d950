use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[serde(skip_serializing, default)]
    name: String,
}

fn main() {}
