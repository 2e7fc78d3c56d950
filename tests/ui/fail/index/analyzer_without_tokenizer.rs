use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(analyzers(folded(filter("lowercase"))))]
struct Employee {
    #[es(text(analyzer = "folded"))]
    name: String,
}

fn main() {}
