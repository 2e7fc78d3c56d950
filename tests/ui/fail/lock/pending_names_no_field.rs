use esmodel::{EsModel};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/pending_unknown.json")]
struct Employee {
    name: String,
}

fn main() {}
