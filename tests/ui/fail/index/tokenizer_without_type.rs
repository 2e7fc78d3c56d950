use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(tokenizers(grams(min_gram = 2)))]
struct Employee {
    name: String,
}

fn main() {}
