//! A part of a document cannot be deleted softly.
use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
    #[es(soft_delete)]
    deleted_at: Option<DateTime<Utc>>,
}

fn main() {}
