use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(indx = "employees")]
struct Employee {
    name: String,
}

fn main() {}
