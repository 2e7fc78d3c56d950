use chrono::{DateTime, Utc, serde::ts_milliseconds};
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[serde(with = "ts_milliseconds")]
    #[es(updated_at, date)]
    changed: DateTime<Utc>,
    #[serde(serialize_with = "seconds", deserialize_with = "date")]
    #[es(soft_delete, date)]
    gone: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date")]
    #[es(created_at, date)]
    made: Option<DateTime<Utc>>,
}

fn seconds<S: serde::Serializer>(date: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.timestamp()).serialize(serializer)
}

fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Option::deserialize(deserializer)
}

fn main() {}
