use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "-joind")]
struct Employee {
    joined: String,
}

fn main() {}
