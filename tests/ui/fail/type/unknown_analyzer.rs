use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(text(analyzer = "folded"))]
    name: String,
}

fn main() {}
