//! A hook that may change nothing.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(before_save = Self::tidy)]
struct Person {
    name: String,
}

impl Person {
    fn tidy(&self) {
        assert!(!self.name.is_empty());
    }
}

fn main() {}
