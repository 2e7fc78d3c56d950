use esmodel::{EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[es(lock = "lock/employee.json")]
struct Address {
    city: String,
}

fn main() {}
