//! A time that every write sets does not say what is deleted.
use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Person {
    name: String,
    #[es(updated_at, soft_delete)]
    at: Option<DateTime<Utc>>,
}

fn main() {}
