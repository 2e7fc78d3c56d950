//! An object has no index.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
#[es(index_for = Self::name)]
struct Part {
    text: String,
}

fn main() {}
