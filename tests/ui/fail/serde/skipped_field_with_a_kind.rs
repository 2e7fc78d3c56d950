use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    login: String,
    #[serde(skip)]
    #[es(keyword)]
    name: String,
}

fn main() {}
