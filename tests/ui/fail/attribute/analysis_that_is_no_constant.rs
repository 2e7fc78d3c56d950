use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(analysis = "folded")]
struct Employee {
    name: String,
}

fn main() {}
