//! Hooks of a part of a document.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsObject)]
#[es(before_save = Self::tidy, validate)]
struct Address {
    city: String,
}

impl Address {
    fn tidy(&mut self) {}
}

fn main() {}
