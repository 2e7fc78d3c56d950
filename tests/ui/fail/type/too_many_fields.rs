use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(index.mapping.total_fields.limit = 3))]
struct Employee {
    a: Address,
    b: Address,
}

fn main() {}
