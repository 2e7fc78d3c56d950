//! Every attribute, on a model that uses all of them, and the schema that comes of it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use esmodel::{
    EsModel, EsObject, EsValue,
    model::{Computed, EsObject, GeoPoint, ModelDefinition, Vector},
    query::path::Root,
    schema::{Dynamic, Kind, ParamValue},
};
use serde::{Deserialize, Serialize};

/// Somebody at work.
///
/// Two paragraphs.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "staff-1.0",
    dynamic = "false",
    default_sort = "-joined, name.raw, home.city, _doc",
    settings(
        number_of_shards = 3,
        refresh_interval = "30s",
        index.mapping.total_fields.limit = 2000,
        blocks.write = false,
        "sort.field" = ["joined"],
        merge(policy(floor_segment = "2mb", ratio = -0.5)),
    ),
    analyzers(folded(tokenizer = "grams", filter("lowercase", "short"), char_filter("dashes")), plain(type = "standard")),
    normalizers(lower(filter("lowercase"))),
    tokenizers(grams(type = "edge_ngram", min_gram = 2, max_gram = 10)),
    filters(short(type = "length", max = 10)),
    char_filters(dashes(type = "mapping", mappings("- => _"))),
    description = "Instead of the comment"
)]
struct Staff {
    #[es(id)]
    number: Option<u64>,
    #[es(
        text(analyzer = "folded", search_analyzer = "plain", norms = false, copy_to("all", "home.all")),
        fields(
            raw(keyword(ignore_above = 256, normalizer = "lower")),
            auto(text(analyzer = "simple")),
            r#type(keyword)
        )
    )]
    name: String,
    #[es(keyword(null_value = "none"), index = false)]
    login: Option<String>,
    #[es(byte)]
    grade: i8,
    #[es(short)]
    desk: u8,
    #[es(integer(coerce = false))]
    floor: i16,
    #[es(long(null_value = -1))]
    bytes: u64,
    #[es(unsigned_long)]
    total: u64,
    #[es(half_float)]
    ratio: f32,
    #[es(float)]
    share: f64,
    #[es(double)]
    weight: f32,
    #[es(boolean)]
    active: bool,
    #[es(date(format = "yyyy-MM-dd"))]
    born: NaiveDate,
    #[es(ip)]
    address: std::net::IpAddr,
    #[es(binary(store = true))]
    photo: String,
    #[es(geo_point(ignore_malformed = true))]
    place: GeoPoint,
    #[es(dense_vector(similarity = "cosine", index = true))]
    face: Vector<3>,
    home: Home,
    #[es(object(dynamic = "true"))]
    labels: HashMap<String, String>,
    #[es(object(enabled = false))]
    payload: serde_json::Value,
    #[es(object)]
    former_homes: Vec<Home>,
    #[es(nested(include_in_parent = true, dynamic = "runtime"))]
    second_home: Home,
    skills: Vec<Skill>,
    #[es(flattened(depth_limit = 5))]
    notes: HashMap<String, serde_json::Value>,
    #[es(routing, description = "Decides the shard")]
    region: Region,
    #[es(index = false, doc_values = false, store = true, copy_to = "all")]
    note: String,
    #[es(text)]
    all: String,
    joined: DateTime<Utc>,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at, date(format = "epoch_millis||strict_date_optional_time"))]
    updated_at: Option<DateTime<Utc>>,
    #[es(computed)]
    label: Computed<String>,
}

impl Staff {
    fn label(&self) -> String {
        self.name.clone()
    }
}

/// A place to live.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Home {
    /// An id of its own is a field like any other here.
    id: u32,
    city: String,
    #[es(text)]
    all: Option<String>,
    #[es(flattened)]
    parts: Vec<Home>,
    #[es(computed)]
    line: Computed<String>,
}

impl Home {
    fn line(&self) -> String {
        format!("{} {}", self.id, self.city)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Skill {
    name: String,
    homes: Vec<Home>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "kebab-case")]
enum Region {
    NorthWest,
    #[serde(rename = "south", alias = "s")]
    South,
}

fn main() {
    let f = <Staff as EsObject>::fields_at::<Root<Staff>>();
    assert_eq!(f.number().path(), "_id");
    assert_eq!(f.name().r#type().path(), "name.type");
    assert_eq!(f.home().city().path(), "home.city");
    assert_eq!(f.former_homes().city().path(), "former_homes.city");
    assert_eq!(f.skills().homes().city().path(), "skills.homes.city");
    assert_eq!(f.second_home().id().path(), "second_home.id");
    assert_eq!(f.labels().path(), "labels");
    assert_eq!(f.notes().path(), "notes");

    let schema = Staff::SCHEMA;
    assert_eq!((schema.name, schema.index), ("Staff", "staff-1.0"));
    assert_eq!(schema.dynamic, Dynamic::False);
    assert_eq!(schema.description, "Instead of the comment");
    assert!(schema.routing_required);
    assert_eq!(schema.settings[2].key, "index.mapping.total_fields.limit");
    assert_eq!(schema.settings[4].value, ParamValue::List(&[ParamValue::Str("joined")]));
    assert_eq!(schema.analysis[0].analysis.analyzers[0].component().params().next().map(|param| param.value), Some(ParamValue::Str("custom")));
    assert_eq!(schema.default_sort.len(), 4);
    assert!(schema.default_sort[0].descending && !schema.default_sort[1].descending);
    let property = |name: &str| schema.properties.iter().find(|property| property.name == name).copied();
    let kind = |name: &str| property(name).map(|property| property.of_kind());
    assert_eq!(kind("former_homes"), Some(Kind::Object));
    assert_eq!(kind("second_home"), Some(Kind::Nested));
    assert_eq!(kind("skills"), Some(Kind::Nested));
    assert_eq!(kind("region"), Some(Kind::Keyword));
    assert_eq!(kind("notes"), Some(Kind::Flattened));
    assert_eq!(property("region").map(|property| property.description), Some("Decides the shard"));
    assert_eq!(property("face").map(|property| property.field_type.params.len()), Some(1));
    assert_eq!(Staff::OMIT.keys, ["number", "label"]);
    assert_eq!(Staff::OMIT.inside.iter().map(|(name, _)| *name).collect::<Vec<_>>().len(), 6);
    const { assert!(Staff::COMPUTES) };
    const { assert!(Skill::COMPUTES) };
}
