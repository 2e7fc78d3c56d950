use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    #[es(text(search_analyzer = "folded"))]
    city: String,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    address: Address,
}

fn main() {}
