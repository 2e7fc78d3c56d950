//! Searches could not leave out what they cannot find.
use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Person {
    name: String,
    #[es(soft_delete, index = false, doc_values = false)]
    deleted_at: Option<DateTime<Utc>>,
}

fn main() {}
