//! A text where a function belongs.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "logs-*", index_for = "logs-{month}")]
struct Line {
    text: String,
}

fn main() {}
