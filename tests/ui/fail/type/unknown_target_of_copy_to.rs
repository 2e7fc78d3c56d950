use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(copy_to = "al")]
    name: String,
    #[es(text)]
    all: String,
}

fn main() {}
