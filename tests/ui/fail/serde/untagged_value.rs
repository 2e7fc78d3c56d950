use esmodel::EsValue;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsValue)]
#[serde(untagged)]
enum Level {
    Junior,
}

fn main() {}
