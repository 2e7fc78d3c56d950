//! The JSON of aggregations, and recorded results read back.

use std::marker::PhantomData;

use serde::de::DeserializeSeed;
use serde_json::{Value, json};

use super::{
    AggScope, Aggs, AggsSeed, Bucket, CalendarInterval, ExtendedStats, Filtered, FixedInterval, Percentiles, Stats,
    Terms, TermsOrder, filter, raw, write_aggs,
};
use crate::{
    date_math,
    model::Millis,
    query::{
        sample::{Employee, fields},
        sort::Order,
        written,
    },
};

fn body<A: Aggs<Employee>>(aggs: &A) -> Value {
    written(|json| json.object(|json| write_aggs::<Employee, A>(aggs, json, AggScope::ROOT)))
}

/// The JSON of a single aggregation.
fn one<A: Aggs<Employee>>(agg: &A) -> Value {
    body(agg)["aggs"]["a0"].clone()
}

fn read<A: Aggs<Employee>>(aggs: &A, reply: &Value) -> Result<A::Output, serde_json::Error> {
    let text = reply.to_string();
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let slots = AggsSeed { aggs, model: PhantomData::<fn() -> Employee> }.deserialize(&mut deserializer)?;
    aggs.finish(slots)
}

fn bucket<K, S>(key: K, text: Option<&str>, doc_count: u64, sub: S) -> Bucket<K, S> {
    Bucket { key, key_as_string: text.map(Into::into), doc_count, sub }
}

#[test]
fn metrics_name_their_field() {
    let f = fields();
    assert_eq!(one(&f.age().avg()), json!({"avg": {"field": "age"}}));
    assert_eq!(one(&f.joined().max()), json!({"max": {"field": "joined"}}));
    assert_eq!(one(&f.age().sum().missing(1.0)), json!({"sum": {"field": "age", "missing": 1.0}}));
    assert_eq!(one(&f.department().value_count()), json!({"value_count": {"field": "department"}}));
    assert_eq!(
        one(&f.name().raw().cardinality().precision_threshold(100)),
        json!({"cardinality": {"field": "name.raw", "precision_threshold": 100}})
    );
    assert_eq!(one(&f.age().extended_stats().sigma(3.0)), json!({"extended_stats": {"field": "age", "sigma": 3.0}}));
    assert_eq!(
        one(&f.age().percentiles([50.0, 99.0])),
        json!({"percentiles": {"field": "age", "percents": [50.0, 99.0]}})
    );
}

#[test]
fn a_tuple_is_named_by_position_and_comes_back_in_order() {
    let f = fields();
    let aggs = (f.age().stats(), f.department().terms(10).sub(f.age().avg()));
    assert_eq!(
        body(&aggs),
        json!({"aggs": {
            "a0": {"stats": {"field": "age"}},
            "a1": {"terms": {"field": "department", "size": 10}, "aggs": {"a0": {"avg": {"field": "age"}}}}
        }})
    );
    let reply = json!({
        "a1": {"doc_count_error_upper_bound": 1, "sum_other_doc_count": 7, "buckets": [
            {"key": "search", "doc_count": 3, "a0": {"value": 41.5}},
            {"key": "ops", "doc_count": 0, "a0": {"value": null}}
        ]},
        "a0": {"count": 3, "min": 20.0, "max": 60.0, "avg": 40.0, "sum": 120.0}
    });
    let (stats, departments) = read(&aggs, &reply).unwrap();
    assert_eq!(stats, Stats { count: 3, min: Some(20.0), max: Some(60.0), avg: Some(40.0), sum: 120.0 });
    let buckets = vec![bucket("search".to_owned(), None, 3, Some(41.5)), bucket("ops".to_owned(), None, 0, None)];
    assert_eq!(departments, Terms { buckets, other_docs: 7, error_bound: 1 });
}

#[test]
fn a_metric_of_no_documents_is_none_and_never_nan() {
    let f = fields();
    assert_eq!(read(&f.age().avg(), &json!({"a0": {"value": null}})).unwrap(), None);
    assert_eq!(read(&f.age().avg(), &json!({"a0": {"value": "NaN"}})).unwrap(), None);
    let empty = json!({"a0": {"count": 0, "min": null, "max": null, "avg": null, "sum": 0.0}});
    assert_eq!(read(&f.age().stats(), &empty).unwrap(), Stats { count: 0, min: None, max: None, avg: None, sum: 0.0 });
    let extended = json!({"a0": {"count": 0, "min": null, "max": null, "avg": null, "sum": 0.0,
        "sum_of_squares": null, "variance": "NaN", "std_deviation": null, "std_deviation_bounds": {"upper": null}}});
    let extended: ExtendedStats = read(&f.age().extended_stats(), &extended).unwrap();
    assert_eq!((extended.stats.count, extended.variance), (0, None));
    let percentiles = json!({"a0": {"values": {"50.0": 3.5, "50.0_as_string": "x", "99.0": null}}});
    assert_eq!(
        read(&f.age().percentiles([50.0, 99.0]), &percentiles).unwrap(),
        Percentiles(vec![(50.0, Some(3.5)), (99.0, None)])
    );
}

#[test]
fn numbers_beyond_the_doubles_are_infinite_and_what_is_no_number_is_none() {
    let f = fields();
    let value = |text: &str| json!({"a0": {"value": text}});
    let sum = |text: &str| read(&f.age().sum(), &value(text)).unwrap();
    assert!(sum("Infinity").is_infinite() && sum("Infinity").is_sign_positive());
    assert!(sum("-Infinity").is_infinite() && sum("-Infinity").is_sign_negative());
    assert!(sum("NaN").is_nan());
    assert_eq!(read(&f.age().sum(), &json!({"a0": {"value": null}})).unwrap().to_bits(), 0.0_f64.to_bits());
    assert_eq!(read(&f.age().avg(), &value("Infinity")).unwrap(), Some(f64::INFINITY));
    assert_eq!(read(&f.joined().max(), &value("Infinity")).unwrap(), None);
    let stats = json!({"a0": {"count": 2, "min": 1.0, "max": 2.0, "avg": "Infinity", "sum": "Infinity"}});
    let (avg, sum) = (Some(f64::INFINITY), f64::INFINITY);
    let expected = Stats { count: 2, min: Some(1.0), max: Some(2.0), avg, sum };
    assert_eq!(read(&f.age().stats(), &stats).unwrap(), expected);
    let percentiles = json!({"a0": {"values": {"1.0": "-Infinity", "50.0": "NaN"}}});
    let percentiles = read(&f.age().percentiles([1.0, 50.0]), &percentiles).unwrap();
    assert_eq!(percentiles, Percentiles(vec![(1.0, Some(f64::NEG_INFINITY)), (50.0, None)]));
    let buckets = json!({"a0": {"buckets": [{"key": "-Infinity", "doc_count": 1}]}});
    let buckets = read(&f.age().histogram(1e308), &buckets).unwrap();
    assert_eq!(buckets, [bucket(f64::NEG_INFINITY, None, 1, ())]);
}

#[test]
fn dates_are_measured_in_milliseconds() {
    let reply = json!({"a0": {"value": 1.7e12, "value_as_string": "2023-11-14T22:13:20.000Z"}});
    assert_eq!(read(&fields().joined().max(), &reply).unwrap(), Some(Millis(1_700_000_000_000)));
}

#[test]
fn keys_are_of_the_fields_type_whatever_the_server_writes() {
    let f = fields();
    let keys = |agg: Value| json!({"a0": {"buckets": agg}});
    let ages = read(&f.age().terms(3), &keys(json!([{"key": 30, "doc_count": 2}]))).unwrap();
    assert_eq!(ages.buckets, [bucket(30_u8, None, 2, ())]);
    let active = keys(
        json!([{"key": 1, "key_as_string": "true", "doc_count": 2}, {"key": 0, "key_as_string": "false", "doc_count": 1}]),
    );
    let active = read(&f.active().terms(2), &active).unwrap();
    assert_eq!(active.buckets, [bucket(true, Some("true"), 2, ()), bucket(false, Some("false"), 1, ())]);
    let days =
        keys(json!([{"key": 1_700_000_000_000_i64, "key_as_string": "2023-11-14T22:13:20.000Z", "doc_count": 1}]));
    let days = read(&f.joined().terms(2), &days).unwrap();
    assert_eq!(days.buckets[0].key, "2023-11-14T22:13:20.000Z");
    let scores = read(&f.score().terms(2), &keys(json!([{"key": 1.5, "doc_count": 1}]))).unwrap();
    assert_eq!(scores.buckets, [bucket(1.5, None, 1, ())]);
}

#[cfg(feature = "chrono")]
#[test]
fn date_keys_are_read_as_dates_with_and_without_time_and_zone() {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

    use super::bucket::{Key, KeyDeserializer, ServerKey};
    use crate::schema::Kind;

    fn key<V: serde::de::DeserializeOwned>(millis: i64, text: &'static str) -> V {
        let key = ServerKey { key: Key::Int(millis), text: Some(text.into()), format: None };
        KeyDeserializer::read(key, Kind::Date).unwrap()
    }
    // The text has another format, and says less.
    for text in ["2023-11-14T22:13:20.000Z", "14.11.2023", "2023"] {
        let millis = 1_700_000_000_000;
        assert_eq!(key::<DateTime<Utc>>(millis, text).timestamp(), 1_700_000_000);
        assert_eq!(key::<NaiveDate>(millis, text), NaiveDate::from_ymd_opt(2023, 11, 14).unwrap());
        assert_eq!(key::<NaiveDateTime>(millis, text).and_utc().timestamp(), 1_700_000_000);
        assert_eq!(key::<i64>(millis, text), millis);
        assert_eq!(key::<String>(millis, text), text);
    }
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 2).unwrap();
    for year in [-9999, -1, 0, 12_023] {
        let millis = day(year).and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_millis();
        assert_eq!(key::<NaiveDate>(millis, "?"), day(year));
        assert_eq!(key::<DateTime<Utc>>(millis, "?").date_naive(), day(year));
    }
}

#[test]
fn numbers_in_date_fields_have_the_unit_of_the_format() {
    use super::bucket::{Key, KeyDeserializer, ServerKey};
    use crate::schema::Kind;

    let key = |format| ServerKey { key: Key::Int(1_700_000_000_999), text: None, format };
    assert_eq!(KeyDeserializer::read::<i32>(key(Some("epoch_second")), Kind::Date).unwrap(), 1_700_000_000);
    assert_eq!(KeyDeserializer::read::<u64>(key(Some("epoch_millis")), Kind::Date).unwrap(), 1_700_000_000_999);
}

#[test]
fn a_key_that_is_no_such_value_is_an_error() {
    let reply = json!({"a0": {"buckets": [{"key": 300, "doc_count": 2}]}});
    let error = read(&fields().age().terms(3), &reply).unwrap_err();
    assert!(error.to_string().contains("a bucket's key"), "{error}");
}

#[test]
fn terms_take_order_missing_and_a_minimum() {
    let f = fields();
    let agg = f
        .department()
        .terms(5)
        .missing("none")
        .min_doc_count(0)
        .order(TermsOrder::Count(Order::Asc))
        .order(TermsOrder::Sub { position: 0, order: Order::Desc })
        .sub(f.age().avg());
    assert_eq!(
        one(&agg),
        json!({"terms": {"field": "department", "size": 5, "missing": "none", "min_doc_count": 0,
            "order": [{"_count": "asc"}, {"a0": "desc"}]}, "aggs": {"a0": {"avg": {"field": "age"}}}})
    );
}

#[test]
fn histograms_have_numbers_or_times_as_keys() {
    let f = fields();
    assert_eq!(
        one(&f.age().histogram(10.0).min_doc_count(1).extended_bounds(0.0, 100.0)),
        json!({"histogram": {"field": "age", "interval": 10.0, "min_doc_count": 1,
            "extended_bounds": {"min": 0.0, "max": 100.0}}})
    );
    assert_eq!(
        one(&f
            .joined()
            .date_histogram(CalendarInterval::Month)
            .format("yyyy-MM")
            .time_zone("Europe/Zurich")
            .missing("2000-01-01")
            .extended_bounds(date_math!("now-1y"), date_math!("now"))),
        json!({"date_histogram": {"field": "joined", "calendar_interval": "month", "format": "yyyy-MM",
            "time_zone": "Europe/Zurich", "missing": "2000-01-01",
            "extended_bounds": {"min": "now-1y", "max": "now"}}})
    );
    assert_eq!(
        one(&f.joined().date_histogram(FixedInterval::Hours(6))),
        json!({"date_histogram": {"field": "joined", "fixed_interval": "6h"}})
    );
    let reply = json!({"a0": {"buckets": [
        {"key_as_string": "2023-11", "key": 1_698_796_800_000_i64, "doc_count": 4}]}});
    assert_eq!(
        read(&f.joined().date_histogram(CalendarInterval::Month), &reply).unwrap(),
        [bucket(Millis(1_698_796_800_000), Some("2023-11"), 4, ())]
    );
    assert_eq!(
        read(&f.age().histogram(10.0), &json!({"a0": {"buckets": [{"key": 20.0, "doc_count": 1}]}})).unwrap(),
        [bucket(20.0, None, 1, ())]
    );
}

#[test]
fn ranges_are_between_bounds() {
    let f = fields();
    let agg = f.age().ranges().below(18).from_to(18, 65).from(65);
    assert_eq!(
        one(&agg),
        json!({"range": {"field": "age", "ranges": [{"to": 18}, {"from": 18, "to": 65}, {"from": 65}]}})
    );
    let reply = json!({"a0": {"buckets": [{"key": "*-18.0", "to": 18.0, "doc_count": 1},
        {"key": "18.0-65.0", "from": 18.0, "to": 65.0, "doc_count": 2}, {"key": "65.0-*", "from": 65.0, "doc_count": 0}]}});
    let counts: Vec<u64> = read(&agg, &reply).unwrap().iter().map(|bucket| bucket.doc_count).collect();
    assert_eq!(counts, [1, 2, 0]);
    assert_eq!(
        one(&f.joined().ranges().from(date_math!("now-1M"))),
        json!({"date_range": {"field": "joined", "ranges": [{"from": "now-1M"}]}})
    );
}

#[test]
fn a_nested_field_is_entered_once_and_left_for_fields_around_it() {
    let f = fields();
    let agg = f.skills().name().terms(3).sub((
        f.skills().level().avg(),
        f.age().max(),
        f.skills().tools().name().cardinality(),
    ));
    assert_eq!(
        one(&agg),
        json!({"nested": {"path": "skills"}, "aggs": {"n": {
            "terms": {"field": "skills.name", "size": 3},
            "aggs": {
                "a0": {"avg": {"field": "skills.level"}},
                "a1": {"reverse_nested": {}, "aggs": {"n": {"max": {"field": "age"}}}},
                "a2": {"nested": {"path": "skills.tools"}, "aggs": {"n": {"cardinality": {"field": "skills.tools.name"}}}}
            }
        }}})
    );
    let reply = json!({"a0": {"doc_count": 5, "n": {"buckets": [{"key": "rust", "doc_count": 2,
        "a0": {"value": 3.5}, "a1": {"doc_count": 2, "n": {"value": 60.0}}, "a2": {"n": {"value": 4}, "doc_count": 9}}]}}});
    let skills = read(&agg, &reply).unwrap();
    assert_eq!(skills.buckets, [bucket("rust".to_owned(), None, 2, (Some(3.5), Some(60.0), 4))]);
    assert_eq!(
        one(&f.skills().tools().name().terms(1).sub(f.skills().level().avg()))["aggs"]["n"]["aggs"]["a0"],
        json!({"reverse_nested": {"path": "skills"}, "aggs": {"n": {"avg": {"field": "skills.level"}}}})
    );
}

#[test]
fn a_filter_counts_what_matches_and_aggregates_it() {
    let f = fields();
    let agg = filter(f.age().gte(60)).sub(f.age().avg());
    assert_eq!(
        one(&agg),
        json!({"filter": {"range": {"age": {"gte": 60}}}, "aggs": {"a0": {"avg": {"field": "age"}}}})
    );
    let reply = json!({"a0": {"doc_count": 2, "a0": {"value": 61.0}, "meta": {}}});
    assert_eq!(read(&agg, &reply).unwrap(), Filtered { doc_count: 2, sub: Some(61.0) });
}

#[test]
fn raw_aggregations_are_read_as_any_type() {
    #[derive(Debug, serde::Deserialize, PartialEq)]
    struct Deviation {
        value: f64,
    }
    let f = fields();
    let aggs = (raw::<_, Deviation>(json!({"median_absolute_deviation": {"field": "age"}})), f.age().sum());
    assert_eq!(body(&aggs)["aggs"]["a0"], json!({"median_absolute_deviation": {"field": "age"}}));
    let read = read(&aggs, &json!({"a0": {"value": 2.5}, "a1": {"value": 5.0}})).unwrap();
    assert_eq!(read, (Deviation { value: 2.5 }, 5.0));
}

#[test]
fn a_result_that_is_missing_is_an_error_and_one_that_is_unknown_is_passed_over() {
    let f = fields();
    let aggs = (f.age().sum(), f.age().value_count());
    let error = read(&aggs, &json!({"a0": {"value": 1.0}})).unwrap_err();
    assert_eq!(error.to_string(), "the answer has no result of aggregation 1");
    let reply = json!({"a7": {}, "other": [1], "a0": {"value": 1.0}, "a1": {"value": 2}});
    assert_eq!(read(&aggs, &reply).unwrap(), (1.0, 2));
}
