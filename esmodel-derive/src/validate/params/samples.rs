//! Values of every parameter of every kind, made from the tables: as an attribute has them, and as the derive writes
//! them. The live test `apply_twice` tries each on real servers; it reads them from `tests/support/samples.json`.
//!
//! After a change to the tables: `ESMODEL_WRITE_SAMPLES=1 cargo test -p esmodel-derive samples`, and read the difference.

use proc_macro2::Span;
use serde_json::{Map, Value as Json, json};

use super::{ALGORITHMS, CONTEXT, Literal, Takes, Value, spelled};
use crate::kinds::KINDS;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/support/samples.json");

/// Two spellings of one place, or of one precision, are two samples.
const PLACES: &[&str] =
    &["1.5,2.5", "POINT (2.5 1.5)", "POINT(2.5 1.5 100)", " -1.5 , 2.25", "drm3btev3e86", "u0", "1e1,2"];
const POINTS: &[&str] = &["1.5,2.5", "POINT (200 -1000)"];
const LOCALES: &[&str] = &["de-DE", "de_DE", "DE", "en-us", "en", "ROOT", "root", "", "zh-TW", "de-CH-1996"];
const DISTANCES: &[&str] = &["5km", "5 km", "5000m", "1mi", "10NM", "100", "1cm", "0.5m", "20000km", "0.001m"];
const FORMATS: &[&str] = &[
    "yyyy-MM-dd",
    "yyyy-MM-dd||epoch_millis",
    "epoch_second",
    "strict_date_optional_time",
    "strict_date_optional_time||epoch_millis",
    "strict_date_optional_time_nanos||strict_date_optional_time||epoch_millis",
];

fn texts(key: &str, kind: &str) -> &'static [&'static str] {
    match (key, kind) {
        ("analyzer" | "search_analyzer" | "search_quote_analyzer", _) => &["standard", "simple", "default"],
        ("similarity", _) => &["BM25", "boolean"],
        ("normalizer", _) => &["lowercase"],
        ("null_value", "ip") => &["192.168.0.1", "::1", "2001:DB8::1"],
        ("language", _) => &["de"],
        ("country", _) => &["DE"],
        ("path", _) => &["other"],
        ("script", _) => &["emit(1)"],
        _ => &["x", "1", ""],
    }
}

fn scalars(key: &str, kind: &str) -> Vec<Json> {
    match (key, kind) {
        ("dynamic", _) => vec![json!("strict"), json!("true"), json!("false"), json!(true), json!(false)],
        (_, "date" | "date_nanos") => {
            vec![json!("2024-01-01"), json!("2024-01-01T00:00:00Z"), json!(1_704_067_200_000_i64)]
        }
        _ => vec![json!("x"), json!(7), json!(1.5), json!(true), json!("true")],
    }
}

/// As many values as are of use, as an attribute has them.
fn samples(key: &str, kind: &str, takes: Takes) -> Vec<Json> {
    let strings = |list: &[&str]| list.iter().map(|text| json!(text)).collect();
    match takes {
        Takes::Str => strings(texts(key, kind)),
        Takes::Int if key == "dims" => vec![json!(64)],
        Takes::Int => vec![json!(1), json!(10), json!(14)],
        Takes::Within(least, most) => vec![json!(least), json!(most.min(least + 2)), json!(most.min(100)), json!(most)],
        Takes::Number if kind == "unsigned_long" => vec![json!(1), json!(9_007_199_254_740_993_i64)],
        Takes::Number => vec![json!(1), json!(1.0), json!(0.1), json!(16_777_217), json!(100)],
        Takes::Bool => vec![json!(true), json!(false)],
        Takes::Scalar => scalars(key, kind),
        Takes::Names => vec![json!("other"), json!(["other"]), json!(["other", "more"])],
        Takes::Strs => vec![json!("x"), json!(["x", "y"])],
        Takes::OneOf(words) | Takes::SomeOf(words) => strings(words),
        Takes::Words(words) => vec![json!(words), json!(words.get(..2).unwrap_or(words))],
        Takes::Format => strings(FORMATS),
        Takes::Precision => (1..=12).map(Json::from).chain(DISTANCES.iter().map(|text| json!(text))).collect(),
        Takes::Locale => strings(LOCALES),
        Takes::Place => strings(PLACES),
        Takes::PlanePoint => strings(POINTS),
        Takes::Duration => vec![json!("30s"), json!(-1)],
        Takes::Keys(table) => groups(kind, table),
        Takes::BoolOr(table) => [json!(true), json!(false)].into_iter().chain(groups(kind, table)).collect(),
        Takes::Chunking => {
            ALGORITHMS.iter().map(|(name, _)| json!([{ "algorithm": name }])).chain([json!(true)]).collect()
        }
        Takes::Texts => vec![json!({ "unit": "ms" }), json!({ "b": "1", "a": "2" })],
        Takes::Contexts => contexts(kind),
    }
}

/// Each key alone, and each with the first value of the others.
fn groups(kind: &str, table: &[(&'static str, Takes)]) -> Vec<Json> {
    let full: Map<String, Json> = table
        .iter()
        .filter_map(|(key, takes)| Some(((*key).to_owned(), written(key, kind, *takes).into_iter().next()?)))
        .collect();
    let alone = table
        .iter()
        .flat_map(|(key, takes)| written(key, kind, *takes).into_iter().map(move |value| json!({ *key: value })));
    let mut groups: Vec<Json> = alone.collect();
    // An index of vectors needs its type.
    if let Some(kind) = full.get("type").filter(|_| full.len() > 2) {
        let with_type = |group: &Json| {
            let mut group = group.as_object().cloned().unwrap_or_default();
            group.entry("type").or_insert_with(|| kind.clone());
            Json::Object(group)
        };
        let typed: Vec<Json> = groups.iter().map(with_type).collect();
        groups.extend(typed);
    }
    groups.push(Json::Object(full));
    groups
}

fn contexts(kind: &str) -> Vec<Json> {
    let alone = CONTEXT.iter().flat_map(|(name, table)| {
        let bare = json!([{ "name": "c", "type": name }]);
        let params = table.iter().flat_map(move |(key, takes)| {
            written(key, kind, *takes).into_iter().map(move |value| json!([{ "name": "c", "type": name, *key: value }]))
        });
        [bare].into_iter().chain(params)
    });
    alone.chain([json!([{ "name": "a", "type": "geo" }, { "name": "b", "type": "category" }])]).collect()
}

/// The samples as the derive writes them.
fn written(key: &str, kind: &str, takes: Takes) -> Vec<Json> {
    let mut written: Vec<Json> = Vec::new();
    for sample in samples(key, kind, takes) {
        let sample = kept(key, takes, sample);
        if !written.contains(&sample) {
            written.push(sample);
        }
    }
    written
}

fn kept(key: &str, takes: Takes, sample: Json) -> Json {
    let Json::String(text) = &sample else { return sample };
    let literal = Literal { value: Value::Str(text.clone()), span: Span::call_site() };
    match spelled(key, takes, &literal).value {
        Value::Str(text) => text.into(),
        Value::Int(number) => number.into(),
        Value::Float(number) => number.into(),
        Value::Bool(truth) => truth.into(),
    }
}

/// A line for each kind.
fn all() -> String {
    let lines = KINDS.iter().map(|kind| {
        let params = kind.params.iter().map(|(key, takes)| ((*key).to_owned(), json!(written(key, kind.name, *takes))));
        let required = kind.required.iter().filter_map(|(key, _)| {
            let (_, takes) = kind.params.iter().find(|(name, _)| name == key)?;
            Some(((*key).to_owned(), written(key, kind.name, *takes).into_iter().next()?))
        });
        let [params, required] = [params.collect::<Map<_, _>>(), required.collect()];
        format!("\"{}\": {}", kind.name, json!({ "params": params, "required": required }))
    });
    format!("{{\n{}\n}}\n", lines.collect::<Vec<_>>().join(",\n"))
}

#[test]
fn the_samples_of_the_live_test_are_those_of_the_tables() {
    let text = all();
    if std::env::var_os("ESMODEL_WRITE_SAMPLES").is_some() {
        std::fs::write(FILE, &text).unwrap();
    }
    let file = std::fs::read_to_string(FILE).unwrap();
    assert!(file == text, "run `ESMODEL_WRITE_SAMPLES=1 cargo test -p esmodel-derive samples`");
}
