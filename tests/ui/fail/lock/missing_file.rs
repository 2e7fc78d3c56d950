use esmodel::{EsModel};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "employees", lock = "lock/no_such_file.json")]
struct Employee {
    name: String,
}

fn main() {}
