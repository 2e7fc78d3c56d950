use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Value {
    Text(String),
    Lines(Vec<Line>),
}

#[derive(Serialize, Deserialize, EsObject)]
struct Line {
    text: String,
}

fn main() {}
