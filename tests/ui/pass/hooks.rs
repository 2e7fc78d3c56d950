//! Hooks, rules, authors and soft deletes in every legal form.
use chrono::{DateTime, Utc};
use esmodel::{error::Violations, model::Author, prelude::*};

/// Whose hooks are functions of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(before_save = Self::tidy, after_load = Self::fill, validate = Self::check)]
struct Person {
    #[es(id)]
    id: u32,
    r#type: String,
    #[es(created_by)]
    created_by: String,
    #[es(updated_by)]
    updated_by: Option<User>,
    #[es(soft_delete, date(format = "date_time||date_time_no_millis"))]
    deleted_at: Option<DateTime<Utc>>,
    /// Methods of the same names are the user's.
    prepared: bool,
}

impl Person {
    fn tidy(&mut self) -> Result<(), esmodel::Error> {
        self.r#type.clear();
        Ok(())
    }

    fn fill(&mut self) {}

    fn check(&self, violations: &mut Violations) {
        violations.unless(self.id > 0, "id", "must not be 0");
    }

    fn prepared(&self) -> bool {
        self.prepared
    }

    fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }
}

/// A name that is no plain text.
#[derive(Debug, Clone, Serialize, Deserialize, EsValue)]
struct User(String);

impl Author for User {
    fn by(actor: Option<&str>) -> Option<Self> {
        actor.map(|actor| Self(actor.to_owned()))
    }

    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whose hooks stand elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(before_save = hooks::tidy, after_load = hooks::fill, validate = hooks::check)]
struct Pet {
    name: String,
}

mod hooks {
    use super::{Pet, Violations};

    pub fn tidy(_: &mut Pet) {}

    pub fn fill(pet: &mut Pet) -> Result<(), &'static str> {
        if pet.name.is_empty() { Err("it has no name") } else { Ok(()) }
    }

    pub fn check(_: &Pet, _: &mut Violations) {}
}

fn main() {
    let person = Person {
        id: 1,
        r#type: "x".into(),
        created_by: String::new(),
        updated_by: None,
        deleted_at: None,
        prepared: true,
    };
    assert!(person.prepared() && !person.is_deleted());
    let deleted = Person::search().only_deleted().filter(Person::fields().deleted_at().exists());
    drop((deleted, Pet::search()));
}
