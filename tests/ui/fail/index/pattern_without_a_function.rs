//! A pattern, and nothing that says where a document goes.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "logs-*")]
struct Line {
    text: String,
}

fn main() {}
