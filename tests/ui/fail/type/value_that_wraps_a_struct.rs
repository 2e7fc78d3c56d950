use esmodel::{EsObject, EsValue};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Serialize, Deserialize, EsValue)]
struct Home(Address);

fn main() {}
