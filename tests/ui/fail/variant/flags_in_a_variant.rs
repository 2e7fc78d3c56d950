use chrono::{DateTime, Utc};
use esmodel::{EsObject, model::Computed};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Event {
    Sent {
        to: String,
        #[es(computed)]
        label: Computed<String>,
    },
    Paid {
        #[serde(skip_serializing)]
        #[es(stored)]
        number: String,
        #[es(updated_at)]
        at: Option<DateTime<Utc>>,
    },
}

fn main() {}
