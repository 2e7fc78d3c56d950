use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use esmodel::{model::Formatted, prelude::*};

esmodel::date_format!(Swiss = "dd.MM.yyyy");

type Moment = DateTime<Utc>;

#[derive(Serialize, Deserialize, EsValue)]
struct Due(NaiveDate);

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
    #[es(date(format = "dd.MM.yyyy"))]
    birthday: NaiveDate,
    #[es(date(format = "strict_date_time_no_millis"))]
    paid: Moment,
    #[es(date(format = "HH:mm"))]
    opens: NaiveTime,
    #[es(date(format = "date_time||date_time_no_millis"))]
    zoned: DateTime<FixedOffset>,
    #[es(date(format = "yyyy-MM-dd'T'HH:mm:ss.SSSX||yyyy-MM-dd'T'HH:mm:ssX"))]
    fraction: Vec<DateTime<Utc>>,
    #[es(date(format = "date_hour_minute_second"))]
    local: NaiveDateTime,
    #[es(date(format = "dd.MM.yyyy"))]
    due: Due,
    #[es(date(format = "yyyy-MM-dd"))]
    swiss: Formatted<NaiveDate, Swiss>,
    #[es(date(format = "strict_date_optional_time||epoch_millis"))]
    number: i64,
    #[es(date(format = "epoch_second"))]
    second: i64,
}

fn main() {}
