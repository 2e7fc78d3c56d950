//! A hook that is given nothing but the value.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(after_load = Self::fill)]
struct Person {
    name: String,
}

impl Person {
    fn fill(&mut self, name: &str) {
        self.name = name.into();
    }
}

fn main() {}
