use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(text(analyzer = "english"), text(analyzer = "german"))]
    name: String,
}

fn main() {}
