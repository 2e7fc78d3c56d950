use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(keyword(analyzer = "english"))]
    name: String,
}

fn main() {}
