//! A function of the index that yields something else than a name.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "logs-*", index_for = Self::number)]
struct Line {
    text: String,
}

impl Line {
    fn number(&self) -> Option<u32> {
        None
    }
}

fn main() {}
