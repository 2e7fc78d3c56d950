use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Money {
    cents: i64,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    salaries: Option<Vec<Money>>,
}

fn main() {}
