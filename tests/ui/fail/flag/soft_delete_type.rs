//! A time of deletion that is always there, and one that is no time.
use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Person {
    name: String,
    #[es(soft_delete)]
    deleted_at: DateTime<Utc>,
}

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Pet {
    name: String,
    #[es(soft_delete)]
    deleted: bool,
}

fn main() {}
