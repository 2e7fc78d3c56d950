use esmodel::EsValue;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsValue)]
enum Level {
    Junior,
    #[serde(rename = "Junior")]
    Young,
}

fn main() {}
