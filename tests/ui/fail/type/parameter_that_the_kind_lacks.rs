use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(index = false)]
    address: Address,
}

fn main() {}
