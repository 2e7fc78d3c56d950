use chrono::{DateTime, Utc};
use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(created_at)]
    made: Option<DateTime<Utc>>,
    #[es(created_at)]
    born: Option<DateTime<Utc>>,
}

fn main() {}
