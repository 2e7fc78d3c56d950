use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "our employees")]
struct Employee {
    name: String,
}

fn main() {}
