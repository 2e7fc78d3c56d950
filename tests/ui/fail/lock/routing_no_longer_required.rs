use esmodel::{EsModel};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/routing.json")]
struct Message {
    name: String,
}

fn main() {}
