//! The hook runs on a copy, and there can be none.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(before_save = Self::tidy)]
struct Person {
    name: String,
}

impl Person {
    fn tidy(&mut self) {
        self.name.clear();
    }
}

fn main() {}
