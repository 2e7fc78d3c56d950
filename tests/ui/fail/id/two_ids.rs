use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(id)]
    number: u64,
    #[es(id)]
    login: String,
}

fn main() {}
