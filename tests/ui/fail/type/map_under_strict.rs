use esmodel::EsModel;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    labels: HashMap<String, String>,
}

fn main() {}
