use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    #[es(updated_at)]
    at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    again: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Phone {
    #[es(created_at, updated_at)]
    at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Mail {
    #[es(updated_at)]
    at: Option<String>,
}

fn main() {}
