use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(keyword(ignore_abov = 256))]
    name: String,
}

fn main() {}
