//! Hooks that return what is no outcome.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(before_save = Self::tidy, after_load = Self::fill)]
struct Person {
    name: String,
}

impl Person {
    fn tidy(&mut self) -> bool {
        self.name.is_empty()
    }

    fn fill(&mut self) -> Option<String> {
        None
    }
}

fn main() {}
