use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(analysis(analyzer(folded(tokenizer = "standard")))))]
struct Employee {
    name: String,
}

fn main() {}
