//! A function is named by its path.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(validate = "check")]
struct Person {
    name: String,
}

fn main() {}
