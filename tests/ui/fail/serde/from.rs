use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[serde(from = "String")]
struct Employee {
    name: String,
}

impl From<String> for Employee {
    fn from(name: String) -> Self {
        Self { name }
    }
}

fn main() {}
