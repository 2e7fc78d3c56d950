use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type", content = "data")]
enum Value {
    Text(String),
    Number(f64),
    Both { text: String },
}

fn main() {}
