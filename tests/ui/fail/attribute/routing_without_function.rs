use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(routing)]
struct Employee {
    name: String,
}

fn main() {}
