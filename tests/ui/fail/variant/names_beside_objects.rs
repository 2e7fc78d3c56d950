use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(rename_all = "lowercase")]
enum Payment {
    Cash,
    Card { number: String },
    Both(String, f64),
}

fn main() {}
