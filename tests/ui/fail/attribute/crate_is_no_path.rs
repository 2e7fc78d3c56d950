use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(crate = "not a path")]
struct Employee {
    name: String,
}

fn main() {}
