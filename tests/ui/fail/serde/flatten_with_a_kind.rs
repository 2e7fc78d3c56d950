use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[serde(flatten)]
    #[es(object)]
    address: Address,
}

fn main() {}
