use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(id, routing)]
    id: String,
}

fn main() {}
