//! Who wrote it is a text.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Person {
    name: String,
    #[es(created_by)]
    created_by: Option<u32>,
    #[es(updated_by)]
    updated_by: bool,
}

fn main() {}
