//! What a lock file lets pass: what can be added or changed in a live index, and what is pending.

use std::collections::BTreeMap;

use esmodel::{model::{ModelDefinition, Vector}, prelude::*};

/// Fits, and has more than the index: a field, a field inside, a multi-field, another `ignore_above`.
#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/employee.json")]
struct Employee {
    joined: String,
    skills: Vec<Skill>,
    #[es(text(analyzer = "english", search_analyzer = "simple"), fields(raw(keyword), words(text)))]
    name: String,
    address: Address,
    age: u8,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Skill {
    since: Option<i64>,
    name: String,
    #[serde(rename = "level")]
    rank: i32,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    zip: String,
    geo: Geo<f32>,
    city: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Geo<F> {
    lat: F,
    lon: f32,
}

/// Differs where that is pending.
#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/employee_pending.json")]
struct Renewed {
    #[es(text(analyzer = "english"))]
    name: String,
    address: NewAddress,
    age: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct NewAddress {
    city: String,
    geo: Geo<f64>,
}

/// Nothing is deployed yet, so anything fits.
#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/nothing_deployed.json")]
struct First {
    name: String,
}

/// Flattened structs, maps that documents fill, and what servers write in other words.
#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic = "false", lock = "lock/tolerant.json")]
struct Tolerant {
    #[es(date(format = "strict_date"))]
    at: String,
    #[serde(flatten)]
    place: Flat,
    #[es(object(enabled = false))]
    kept: BTreeMap<String, String>,
    #[es(object(dynamic = "true"))]
    labels: BTreeMap<String, String>,
    #[es(text(norms = false, copy_to("all")))]
    name: String,
    #[es(text)]
    all: Option<String>,
    #[es(keyword(index = true, store = false))]
    note: String,
    #[es(integer(null_value = 7))]
    number: i32,
    vector: Vector<3>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Flat {
    zip: String,
    #[es(geo_point(null_value = "1.5,2.5"))]
    place: GeoPoint,
    city: String,
}

/// Each value is as the file has it, though not in the same form.
#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/values.json", source(excludes("digest", "inner.*")))]
struct Valued {
    #[serde(default)]
    digest: String,
    #[serde(default)]
    inner: Inner,
    kin: Join<Kin>,
    #[es(geo_point(null_value = "-1.50, 2.25"))]
    place: Option<GeoPoint>,
    #[es(scaled_float(scaling_factor = 100))]
    price: f64,
    #[es(completion(contexts(lang(category), near(geo(precision = 4)))))]
    suggest: Option<Completion>,
    #[es(text(fielddata = true, fielddata_frequency_filter(min = 0.01, max = 0.5, min_segment_size = 10), index_prefixes(min_chars = 2, max_chars = 5)))]
    text: String,
}

#[derive(Default, Serialize, Deserialize, EsObject)]
struct Inner {
    a: String,
    #[es(alias = "a")]
    b: Unstored<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize, EsValue)]
enum Kin {
    Author,
    #[es(parent = Author)]
    Book,
    #[es(parent = Author)]
    Letter,
}

fn main() {
    let lock = Renewed::SCHEMA.lock.unwrap();
    assert_eq!(lock.path, "lock/employee_pending.json");
    assert_eq!(lock.pending, ["address.geo.lat", "age", "name.raw", "skills"]);
    assert!(Employee::SCHEMA.lock.unwrap().pending.is_empty());
    assert!(First::SCHEMA.lock.is_some() && Tolerant::SCHEMA.lock.is_some());
}
