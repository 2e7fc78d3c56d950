//! There are no rules to run.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(validate)]
struct Person {
    name: String,
}

fn main() {}
