use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(analyzers(folded(tokenizer = "standard"), folded(tokenizer = "keyword")))]
struct Employee {
    name: String,
}

fn main() {}
