//! A part of a document has no author of its own.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
    #[es(updated_by)]
    updated_by: Option<String>,
}

fn main() {}
