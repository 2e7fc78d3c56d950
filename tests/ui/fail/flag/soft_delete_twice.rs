//! Two times of deletion.
use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Person {
    #[es(soft_delete)]
    deleted_at: Option<DateTime<Utc>>,
    #[es(soft_delete)]
    archived_at: Option<DateTime<Utc>>,
}

fn main() {}
