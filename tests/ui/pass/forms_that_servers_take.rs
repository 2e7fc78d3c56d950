//! Forms that servers take: other views of numbers, places as arrays and texts, kinds and parameters that are not known.

use std::collections::BTreeMap;

use esmodel::{
    model::{EsObject, ModelDefinition},
    prelude::*,
};
use serde_json::Value;

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Forms {
    #[es(fields(raw(keyword), "raw-lower"(keyword), words(text), typed(search_as_you_type)))]
    price: f64,
    #[es(fields(raw(keyword), words(text)))]
    count: Option<u32>,
    #[es(fields(words(text)))]
    is_open: bool,
    #[es(fields(words(text)))]
    since: chrono::DateTime<chrono::Utc>,
    #[es(text)]
    number: i64,
    #[es(keyword)]
    ratio: Vec<f32>,
    #[es(nested(dynamic = "true"))]
    things: Vec<Value>,
    #[es(nested(dynamic = "true"))]
    maps: Vec<BTreeMap<String, u8>>,
    #[es(geo_point)]
    place: [f64; 2],
    #[es(geo_point)]
    places: Option<Vec<String>>,
    #[es(constant_keyword)]
    stage: String,
    #[es(raw = r#"{"type": "keyword", "on_new_thing": {"deep": [1, 2.5, "x", true]}}"#)]
    known: String,
    #[es(raw = r#"{"type": "colour", "depth": 24}"#)]
    unknown: Value,
    #[es(source = false)]
    note: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(enabled = false)]
struct Kept {
    #[es(id)]
    id: u32,
    anything: Value,
    #[es(updated_at)]
    changed: Option<chrono::DateTime<chrono::Utc>>,
}

fn main() {
    let f = Forms::fields();
    let _ = f.price().raw().eq("1.0") & f.price().raw_lower().prefix("1") & f.price().words().matches("1.0");
    let _ = f.price().gt(1.0) & f.count().raw().eq(7) & f.count().words().matches("7") & f.is_open().words().exists();
    let _ = f.number().matches("5") & f.ratio().eq("0.5") & f.since().words().matches("2024");
    let _ = f.things().exists() & f.maps().any(|_| Query::raw(serde_json::json!({"term": {"maps.a": 1}})));
    let _ = f.place().within(Distance::km(3.0), GeoPoint::new(1.0, 2.0)) & f.places().exists();
    let _ = f.unknown().exists() & f.known().eq("x") & f.stage().eq("prod");
    assert_eq!(f.price().raw_lower().path(), "price.raw-lower");
    assert_eq!(Forms::SCHEMA.root.source_excludes, ["note"]);
    assert_eq!(Kept::PROPERTIES.len(), 2);
    assert_eq!(Kept::SCHEMA.properties.len(), 0);
    let _ = Kept::fields().id().eq(1);
}
