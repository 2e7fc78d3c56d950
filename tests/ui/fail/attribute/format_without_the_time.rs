use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(date(format = "yyyy-MM-dd"))]
    joined: DateTime<Utc>,
    #[es(keyword, fields(day(date(format = "year||epoch_millis"))))]
    left: Option<DateTime<Utc>>,
    #[es(date(format = "yyyy-MM-dd||date_optional_time"))]
    seen: DateTime<Utc>,
    #[es(date(format = "yyyy-MM-dd", ignore_malformed = true))]
    ignored: NaiveDateTime,
    #[es(date(format = "yyyy-MM-dd"))]
    born: NaiveDate,
}

fn main() {}
