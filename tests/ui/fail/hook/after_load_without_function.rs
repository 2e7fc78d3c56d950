//! A hook that is not named, but for a text.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(after_load = "fill")]
struct Person {
    name: String,
}

fn main() {}
