use esmodel::{EsModel};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/others.json")]
struct Other {
    a: String,
    b: String,
    c: i32,
    d: String,
}

fn main() {}
