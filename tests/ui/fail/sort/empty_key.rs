use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "age,")]
struct Employee {
    age: u8,
}

fn main() {}
