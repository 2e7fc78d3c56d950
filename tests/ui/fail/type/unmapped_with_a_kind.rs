use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Money {
    cents: i64,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(keyword)]
    salary: Money,
}

fn main() {}
