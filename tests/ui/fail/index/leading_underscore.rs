use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "_employees")]
struct Employee {
    name: String,
}

fn main() {}
