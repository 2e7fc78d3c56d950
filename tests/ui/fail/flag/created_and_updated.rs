use chrono::{DateTime, Utc};
use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(created_at, updated_at)]
    at: Option<DateTime<Utc>>,
}

fn main() {}
