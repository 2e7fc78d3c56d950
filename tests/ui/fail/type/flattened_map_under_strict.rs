use esmodel::EsModel;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[serde(flatten)]
    rest: HashMap<String, String>,
}

fn main() {}
