//! A hook that is not named.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(before_save)]
struct Person {
    name: String,
}

fn main() {}
