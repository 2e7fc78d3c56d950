use chrono::{DateTime, Utc};
use esmodel::EsObject;

#[derive(EsObject)]
struct Address {
    #[es(updated_at)]
    at: Option<DateTime<Utc>>,
}

fn main() {}
