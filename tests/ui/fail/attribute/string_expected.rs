use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = 5)]
struct Employee {
    name: String,
}

fn main() {}
