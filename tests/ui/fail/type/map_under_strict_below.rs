use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Serialize, Deserialize, EsObject)]
struct Meta {
    labels: HashMap<String, String>,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    meta: Meta,
}

fn main() {}
