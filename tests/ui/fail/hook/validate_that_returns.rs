//! Rules are told to a list, not by what the function returns.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(validate = Self::check)]
struct Person {
    name: String,
}

impl Person {
    fn check(&self, violations: &mut Violations) -> Result<(), String> {
        violations.unless(!self.name.is_empty(), "name", "must not be empty");
        Ok(())
    }
}

fn main() {}
