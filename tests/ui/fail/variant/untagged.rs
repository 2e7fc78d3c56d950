use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(untagged)]
enum Value {
    Text { text: String },
    Number { number: f64 },
}

fn main() {}
