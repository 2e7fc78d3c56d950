use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "Employees")]
struct Employee {
    name: String,
}

fn main() {}
