use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Boss {
    name: String,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    boss: Boss,
}

fn main() {}
