//! Dates in every format: what is saved, what queries write and what buckets say is the same time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use esmodel::{
    Error,
    model::{Formatted, Millis, Range, formats},
    prelude::*,
    query::{IntoQuery, agg::CalendarInterval},
};
use esmodel_tests::Context;

esmodel_tests::tests![
    dates_in_named_formats_and_patterns_are_saved_found_and_grouped,
    a_date_whose_format_a_module_writes_is_compared_with_dates,
    types_that_serde_writes_in_a_format_need_no_wrapper,
    integers_are_times_since_1970_to_documents_queries_and_buckets,
    keys_of_buckets_come_from_the_number_whatever_the_format,
    years_before_the_first_and_after_9999_are_keys,
    bounds_of_histograms_are_dates_whatever_the_format_of_the_keys,
    dates_that_no_field_holds_are_refused_before_anything_is_sent,
    a_query_that_the_format_cannot_tell_is_refused,
    ranges_of_dates_are_written_in_their_format,
];

esmodel::date_format!(Swiss = "dd.MM.yyyy");
esmodel::date_format!(Mail = "EEE, d MMM yyyy HH:mm:ss Z");
esmodel::date_format!(Either = "yyyy-MM-dd||yyyy-MM-dd'T'HH:mm:ss.SSSX");

type Day<F> = Formatted<NaiveDate, F>;
type Time<F> = Formatted<DateTime<Utc>, F>;

/// The same time in many formats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "formats")]
struct Formats {
    #[es(id)]
    id: u32,
    swiss: Day<Swiss>,
    basic: Day<formats::BasicDate>,
    ordinal: Option<Day<formats::OrdinalDate>>,
    days: Vec<Day<Either>>,
    mail: Time<Mail>,
    either: Time<Either>,
    millis: Time<formats::EpochMillis>,
    second: Time<formats::EpochSecond>,
    minute: Time<formats::DateHourMinute>,
    full: Time<formats::DateTime>,
    #[es(date_nanos)]
    nanos: Time<formats::OptionalTime>,
    local: Formatted<NaiveDateTime, formats::DateHourMinuteSecondMillis>,
    clock: Formatted<NaiveTime, formats::HourMinute>,
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The leap day and the century of the days differ from what a beginner counts.
fn in_formats() -> Vec<Formats> {
    let texts = ["2024-02-29T10:20:00Z", "2021-01-03T23:59:00Z", "1999-12-31T00:00:00Z"];
    (1..)
        .zip(texts.map(at))
        .map(|(id, time)| {
            let (day, fine) = (time.date_naive(), time + TimeDelta::milliseconds(7));
            Formats {
                id,
                swiss: day.into(),
                basic: day.into(),
                ordinal: Some(day.into()),
                days: vec![day.into()],
                mail: time.into(),
                either: fine.into(),
                millis: fine.into(),
                second: time.into(),
                minute: time.into(),
                full: fine.into(),
                nanos: (fine + TimeDelta::nanoseconds(9)).into(),
                local: fine.naive_utc().into(),
                clock: time.time().into(),
            }
        })
        .collect()
}

async fn found<T: EsModel>(es: &Client, query: impl IntoQuery<T>) -> u64 {
    T::search().filter(query).count(es).await.unwrap()
}

async fn saved<T: EsModel + Clone>(es: &Client, values: &[T]) {
    es.schema::<T>().apply().await.unwrap();
    es.bulk_save(values.to_vec()).refresh(Refresh::Now).await.unwrap().all().unwrap();
}

async fn dates_in_named_formats_and_patterns_are_saved_found_and_grouped(context: Context) {
    let (es, f, all) = (context.es(), Formats::fields(), in_formats());
    saved(es, &all).await;
    for value in &all {
        assert_eq!(*Formats::get(es, value.id).await.unwrap(), *value);
        for query in [
            f.swiss().eq(*value.swiss),
            f.basic().eq(*value.basic),
            f.ordinal().eq(*value.swiss),
            f.days().eq(*value.swiss),
            f.mail().eq(*value.mail),
            f.either().eq(*value.either),
            f.millis().between(*value.millis, *value.millis),
            f.second().eq(*value.second),
            f.minute().any_of([*value.minute]),
            f.full().eq(*value.full),
            f.nanos().eq(*value.nanos),
            f.local().eq(*value.local),
            f.clock().eq(*value.clock),
        ] {
            let hits = Formats::search().filter(query.clone()).fetch(es).await.unwrap().hits;
            assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [value.id], "{query:?}");
        }
    }
    let aggs = (f.swiss().terms(5), f.ordinal().terms(5), f.mail().terms(5), f.full().terms(5), f.clock().terms(5));
    let (swiss, ordinal, mail, full, clock) = Formats::search().aggregate(aggs).fetch(es).await.unwrap().aggs;
    for value in &all {
        assert!(swiss.buckets.iter().any(|bucket| bucket.key == *value.swiss), "{swiss:?}");
        assert!(ordinal.buckets.iter().any(|bucket| bucket.key == *value.swiss), "{ordinal:?}");
        assert!(mail.buckets.iter().any(|bucket| bucket.key == *value.mail), "{mail:?}");
        assert!(full.buckets.iter().any(|bucket| bucket.key == *value.full), "{full:?}");
        assert!(clock.buckets.iter().any(|bucket| bucket.key == *value.clock), "{clock:?}");
    }
}

/// The format as it was written by hand before.
mod by_hand {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&day.format("%d.%m.%Y"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        NaiveDate::parse_from_str(&String::deserialize(deserializer)?, "%d.%m.%Y").map_err(Error::custom)
    }
}

async fn a_date_whose_format_a_module_writes_is_compared_with_dates(context: Context) {
    /// Somebody.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "people")]
    struct Person {
        #[es(id)]
        id: u32,
        #[serde(with = "by_hand")]
        #[es(date(format = "dd.MM.yyyy"))]
        birth_date: NaiveDate,
        #[es(date(format = "dd/MM/yyyy||yyyy"))]
        text: String,
    }

    let (es, f) = (context.es(), Person::fields());
    let day = NaiveDate::from_ymd_opt(1990, 12, 31).unwrap();
    saved(es, &[Person { id: 1, birth_date: day, text: "31/12/1990".into() }]).await;
    assert_eq!(found(es, f.birth_date().eq(day)).await, 1);
    assert_eq!(found(es, f.birth_date().gt(day)).await, 0);
    assert_eq!(found(es, f.birth_date().eq("31.12.1990")).await, 1);
    assert_eq!(found(es, f.text().eq(day) & f.text().lt("1991")).await, 1);
    assert_eq!(found(es, f.text().range().gte("1990-12-31").format("yyyy-MM-dd")).await, 1);
    // A format that the query gives goes before the field's, for dates too.
    assert_eq!(found(es, f.birth_date().range().gte(day).lte(day).format("yyyy-MM-dd")).await, 1);
}

async fn types_that_serde_writes_in_a_format_need_no_wrapper(context: Context) {
    type Birthday = NaiveDate;

    /// A day of its own type.
    #[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, EsValue)]
    struct Due(NaiveDate);

    /// Days by other names.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "named")]
    struct Named {
        #[es(id)]
        id: u32,
        #[es(date(format = "dd.MM.yyyy||yyyy-MM-dd"))]
        born: Birthday,
        #[es(date(format = "basic_date||strict_date"))]
        due: Due,
        #[es(date(format = "yyyy-MM-dd||strict_date_optional_time"))]
        time: DateTime<Utc>,
        #[es(keyword, fields(day(date(format = "epoch_millis||strict_date_optional_time"))))]
        word: DateTime<Utc>,
    }

    let (es, f) = (context.es(), Named::fields());
    let time = at("2024-02-29T10:20:30.5Z");
    let named = Named { id: 1, born: time.date_naive(), due: Due(time.date_naive()), time, word: time };
    saved(es, std::slice::from_ref(&named)).await;
    for query in [
        f.born().eq(named.born),
        f.due().eq(named.due),
        f.time().eq(time),
        f.word().eq(time),
        f.word().day().eq(time),
        f.word().day().gte(time) & !f.word().day().gt(time),
    ] {
        assert_eq!(found(es, query.clone()).await, 1, "{query:?}");
    }
    let (born, due, word) = Named::search()
        .aggregate((f.born().terms(1), f.due().terms(1), f.word().day().terms(1)))
        .fetch(es)
        .await
        .unwrap()
        .aggs;
    assert_eq!((born.buckets[0].key, due.buckets[0].key, word.buckets[0].key), (named.born, named.due, time));
}

/// Numbers that are times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "numbers")]
struct Numbers {
    #[es(id)]
    id: u32,
    #[es(date)]
    millis: i64,
    #[es(date)]
    unsigned: u64,
    #[es(date)]
    second: i32,
    #[es(date)]
    unsigned_second: u32,
    #[es(date(format = "epoch_second"))]
    long_second: i64,
    #[es(date_nanos)]
    exact: i64,
    #[es(date)]
    many: Vec<i64>,
}

async fn integers_are_times_since_1970_to_documents_queries_and_buckets(context: Context) {
    let (es, f) = (context.es(), Numbers::fields());
    let numbers = |id, number: u32| Numbers {
        id,
        millis: number.into(),
        unsigned: number.into(),
        second: i32::try_from(number).unwrap(),
        unsigned_second: number,
        long_second: number.into(),
        exact: number.into(),
        many: vec![number.into()],
    };
    // A server takes small numbers for years where a format reads them so.
    let all = [numbers(1, 0), numbers(2, 5), numbers(3, 2024), numbers(4, 20_240_229), numbers(5, 1_700_000_000)];
    saved(es, &all).await;
    for value in &all {
        let number = value.millis;
        for query in [
            f.millis().eq(value.millis),
            f.unsigned().eq(value.unsigned),
            f.second().eq(value.second),
            f.unsigned_second().eq(value.unsigned_second),
            f.long_second().eq(number),
            f.exact().eq(value.exact),
            f.many().eq(number),
        ] {
            let hits = Numbers::search().filter(query.clone()).fetch(es).await.unwrap().hits;
            assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [value.id], "{query:?}");
        }
    }
    let second = f.millis().range().lt(date_math!("1970-01-01||+1s")).format("yyyy-MM-dd");
    assert_eq!(found(es, second).await, 2);
    assert_eq!(found(es, f.millis().lt(date_math!("1000||+1s"))).await, 2);
    let aggs = (f.millis().terms(9), f.second().terms(9), f.long_second().terms(9), f.exact().terms(9));
    let (millis, second, long_second, exact) = Numbers::search().aggregate(aggs).fetch(es).await.unwrap().aggs;
    for value in &all {
        assert!(millis.buckets.iter().any(|bucket| bucket.key == value.millis), "{millis:?}");
        assert!(second.buckets.iter().any(|bucket| bucket.key == value.second), "{second:?}");
        assert!(long_second.buckets.iter().any(|bucket| bucket.key == value.long_second), "{long_second:?}");
        assert!(exact.buckets.iter().any(|bucket| bucket.key == value.exact), "{exact:?}");
    }
    let (most, most_seconds) =
        Numbers::search().aggregate((f.millis().max(), f.second().max())).fetch(es).await.unwrap().aggs;
    assert_eq!((most, most_seconds), (Some(Millis(1_700_000_000)), Some(Millis(1_700_000_000_000))));
    let days = f.long_second().date_histogram(CalendarInterval::Year).min_doc_count(1).extended_bounds(0, 5);
    assert_eq!(Numbers::search().aggregate(days).fetch(es).await.unwrap().aggs[0].key, Millis(0));
}

/// A time in a format that says less than it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "visits")]
struct Visit {
    #[es(id)]
    id: u32,
    #[es(date(format = "yyyy-MM-dd||strict_date_optional_time"))]
    at: DateTime<Utc>,
    #[es(date_nanos(format = "yyyy||strict_date_optional_time_nanos"))]
    exact: Option<DateTime<Utc>>,
}

async fn visits(context: &Context) -> (Client, [DateTime<Utc>; 2]) {
    let times = [at("2024-02-29T10:20:30.5Z"), at("2024-03-01T00:00:00Z")];
    let visit = |id, at: DateTime<Utc>| Visit { id, at, exact: Some(at) };
    saved(context.es(), &[visit(1, times[0]), visit(2, times[1])]).await;
    (context.es().clone(), times)
}

async fn keys_of_buckets_come_from_the_number_whatever_the_format(context: Context) {
    let (es, times) = visits(&context).await;
    let f = Visit::fields();
    let aggs = (
        f.at().terms(5),
        f.exact().terms(5),
        f.at().date_histogram(CalendarInterval::Month),
        f.at().ranges().below(times[1]).from(times[1]),
        f.at().min(),
    );
    let (terms, exact, months, ranges, first) = Visit::search().aggregate(aggs).fetch(&es).await.unwrap().aggs;
    assert_eq!(terms.buckets.iter().map(|bucket| bucket.key).collect::<Vec<_>>(), times);
    assert_eq!(terms.buckets[0].key_as_string.as_deref(), Some("2024-02-29"));
    assert_eq!(exact.buckets.iter().map(|bucket| bucket.key).collect::<Vec<_>>(), times);
    let begin = |text: &str| Millis(at(text).timestamp_millis());
    let months: Vec<_> = months.iter().map(|bucket| (bucket.key, bucket.doc_count)).collect();
    assert_eq!(months, [(begin("2024-02-01T00:00:00Z"), 1), (begin("2024-03-01T00:00:00Z"), 1)]);
    assert_eq!(ranges.iter().map(|bucket| bucket.doc_count).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(first, Some(Millis(times[0].timestamp_millis())));
}

async fn years_before_the_first_and_after_9999_are_keys(context: Context) {
    /// A very old or very distant time.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "ages")]
    struct Age {
        #[es(id)]
        id: u32,
        at: Option<DateTime<Utc>>,
        far: Option<Time<formats::EpochSecond>>,
    }

    let (es, f) = (context.es(), Age::fields());
    let before: DateTime<Utc> = NaiveDate::from_ymd_opt(-44, 3, 15).unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc();
    let zero: DateTime<Utc> = NaiveDate::from_ymd_opt(0, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let last = at("9999-12-31T00:00:00Z");
    let age = |(id, time): (u32, DateTime<Utc>)| Age { id, at: Some(time), far: Some(time.into()) };
    let ages: Vec<_> = (1..).zip([before, zero, last]).map(age).collect();
    saved(es, &ages).await;
    for age in &ages {
        assert_eq!(*Age::get(es, age.id).await.unwrap(), *age);
        assert_eq!(found(es, f.at().eq(age.at.unwrap()) & f.far().eq(age.at.unwrap())).await, 1, "{age:?}");
    }
    let results = (f.at().terms(5), f.far().terms(5), f.at().min(), f.at().max());
    let (terms, far, first, latest) = Age::search().aggregate(results).fetch(es).await.unwrap().aggs;
    assert_eq!(terms.buckets.iter().map(|bucket| bucket.key).collect::<Vec<_>>(), [before, zero, last]);
    assert_eq!(far.buckets.iter().map(|bucket| bucket.key).collect::<Vec<_>>(), [before, zero, last]);
    assert_eq!(first, Some(Millis(before.timestamp_millis())));
    assert_eq!(latest, Some(Millis(last.timestamp_millis())));
}

async fn bounds_of_histograms_are_dates_whatever_the_format_of_the_keys(context: Context) {
    let (es, times) = visits(&context).await;
    let f = Visit::fields();
    let months = f
        .at()
        .date_histogram(CalendarInterval::Month)
        .format("yyyy-MM")
        .extended_bounds(times[0] - TimeDelta::days(31), times[1] + TimeDelta::days(31));
    let months = Visit::search().aggregate(months).fetch(&es).await.unwrap().aggs;
    let texts: Vec<_> = months.iter().filter_map(|bucket| bucket.key_as_string.as_deref()).collect();
    assert_eq!(texts, ["2024-01", "2024-02", "2024-03", "2024-04"]);
    let missing = f.exact().date_histogram(CalendarInterval::Year).min_doc_count(1).missing(times[0]);
    assert_eq!(Visit::search().aggregate(missing).fetch(&es).await.unwrap().aggs[0].doc_count, 2);
    let missing = f.at().terms(5).missing(times[0]);
    assert_eq!(Visit::search().aggregate(missing).fetch(&es).await.unwrap().aggs.buckets.len(), 2);
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, Error>, words: &[&str]) {
    let error = result.unwrap_err();
    assert!(matches!(error, Error::Encode { .. } | Error::Invalid(_)), "{error:?}");
    let told = error.to_string();
    assert!(words.iter().all(|word| told.contains(word)), "{told}");
}

async fn dates_that_no_field_holds_are_refused_before_anything_is_sent(context: Context) {
    /// When something is.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "limits")]
    struct Limits {
        #[es(id)]
        id: u32,
        at: DateTime<Utc>,
        day: Option<NaiveDate>,
        clock: Option<NaiveTime>,
        #[es(date_nanos)]
        exact: Vec<DateTime<Utc>>,
        #[es(date_nanos)]
        number: Option<i64>,
        note: String,
    }

    let (es, f) = (context.es(), Limits::fields());
    es.schema::<Limits>().apply().await.unwrap();
    let now = at("2024-02-29T10:20:30Z");
    let good =
        Limits { id: 1, at: now, day: None, clock: None, exact: vec![], number: None, note: "+12023-01-01".into() };
    let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
    for (bad, words) in [
        (Limits { at: DateTime::<Utc>::MIN_UTC, ..good.clone() }, ["`at`", "-262143-01-01"]),
        (Limits { at: DateTime::<Utc>::MAX_UTC, ..good.clone() }, ["`at`", "+262142-12-31"]),
        (Limits { day: NaiveDate::from_ymd_opt(12_023, 1, 1), ..good.clone() }, ["`day`", "+12023-01-01"]),
        (Limits { clock: Some(leap), ..good.clone() }, ["`clock`", "23:59:60"]),
        (Limits { exact: vec![now, at("1969-12-31T23:59:59Z")], ..good.clone() }, ["`exact`", "1969-12-31"]),
        (Limits { exact: vec![at("2262-04-12T00:00:00Z")], ..good.clone() }, ["`exact`", "2262-04-12"]),
        (Limits { number: Some(-1), ..good.clone() }, ["`number`", "-1"]),
    ] {
        assert_refused(bad.clone().save(es).await, &words);
        let outcome = es.bulk_save([bad, good.clone()]).refresh(Refresh::Now).await.unwrap();
        assert!(outcome.all().is_err());
        assert_eq!(*Limits::get(es, 1).await.unwrap(), good);
    }
    for (query, words) in [
        (f.at().gte(DateTime::<Utc>::MIN_UTC), ["`at`", "-262143-01-01"]),
        (f.at().lt(DateTime::<Utc>::MAX_UTC), ["`at`", "+262142-12-31"]),
        (f.day().eq(NaiveDate::from_ymd_opt(12_023, 1, 1).unwrap()), ["`day`", "+12023-01-01"]),
        (f.clock().any_of([leap]), ["`clock`", "23:59:60"]),
        (f.exact().eq(at("1969-12-31T23:59:59Z")), ["`exact`", "1969-12-31"]),
        (f.exact().between(now, at("2262-04-12T00:00:00Z")), ["`exact`", "2262-04-12"]),
    ] {
        assert_refused(Limits::search().filter(query).count(es).await, &words);
    }
}

async fn a_query_that_the_format_cannot_tell_is_refused(context: Context) {
    /// A minute.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "minutes")]
    struct Minute {
        #[es(id)]
        id: u32,
        at: Time<formats::DateHourMinute>,
    }

    let (es, f) = (context.es(), Minute::fields());
    let time = at("2024-02-29T10:20:00Z");
    saved(es, &[Minute { id: 1, at: time.into() }]).await;
    assert_eq!(found(es, f.at().eq(time)).await, 1);
    assert_refused(
        Minute::search().filter(f.at().gte(time + TimeDelta::seconds(1))).count(es).await,
        &["`at`", "2024-02-29T10:20:01.000Z", "strict_date_hour_minute"],
    );
    // What the format lacks is cut off when it is saved.
    let finer = Minute { id: 2, at: (time + TimeDelta::seconds(90)).into() };
    finer.save(es).refresh(Refresh::Now).await.unwrap();
    assert_eq!(*Minute::get(es, 2).await.unwrap().at, time + TimeDelta::seconds(60));
}

async fn ranges_of_dates_are_written_in_their_format(context: Context) {
    /// How long something holds.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "offers")]
    struct Offer {
        #[es(id)]
        id: u32,
        valid: Range<Day<Swiss>>,
        #[es(date_range(format = "yyyy-MM-dd||strict_date_optional_time"))]
        open: Range<DateTime<Utc>>,
    }

    let (es, f) = (context.es(), Offer::fields());
    let day = |day| Day::<Swiss>::new(NaiveDate::from_ymd_opt(2024, 2, day).unwrap());
    let open = (at("2024-02-01T08:00:00Z")..at("2024-02-01T18:00:00Z")).into();
    let offer = Offer { id: 1, valid: (day(1)..=day(28)).into(), open };
    saved(es, std::slice::from_ref(&offer)).await;
    assert_eq!(*Offer::get(es, 1).await.unwrap(), offer);
    for (query, count) in [
        (f.valid().contains(day(28)), 1),
        (f.valid().contains(day(29)), 0),
        (f.valid().inside(day(1)..=day(28)), 1),
        (f.open().contains(at("2024-02-01T17:59:59.999Z")), 1),
        (f.open().contains(at("2024-02-01T18:00:00Z")), 0),
        (f.open().intersects(at("2024-02-01T17:00:00Z")..at("2024-02-02T00:00:00Z")), 1),
    ] {
        assert_eq!(found(es, query.clone()).await, count, "{query:?}");
    }
}
