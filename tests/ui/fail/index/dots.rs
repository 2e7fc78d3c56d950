use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "..")]
struct Employee {
    name: String,
}

fn main() {}
