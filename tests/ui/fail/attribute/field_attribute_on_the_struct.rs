//! What is said of a field, said of the struct.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(index = "people", soft_delete)]
struct Person {
    name: String,
}

fn main() {}
