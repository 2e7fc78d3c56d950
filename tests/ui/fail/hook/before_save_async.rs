//! A hook that would have to be awaited.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(before_save = Self::tidy)]
struct Person {
    name: String,
}

impl Person {
    async fn tidy(&mut self) {
        self.name.clear();
    }
}

fn main() {}
