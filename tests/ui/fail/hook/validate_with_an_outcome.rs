//! Rules are told to a list, so that all that are broken show.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(validate = Self::check)]
struct Person {
    name: String,
}

impl Person {
    fn check(&self) -> Result<(), String> {
        if self.name.is_empty() { Err("no name".into()) } else { Ok(()) }
    }
}

fn main() {}
