//! Forms that servers take beside those that a Rust type has by itself: other views of a value, places as arrays and texts,
//! lists of maps, models that are only kept, mappings as JSON.

use std::collections::BTreeMap;

use esmodel::{Error, index::Applied, prelude::*, query::IntoQuery as _};
use esmodel_devnode::Lack;
use serde_json::{Value, json};

use esmodel_tests::Context;

esmodel_tests::tests![
    a_number_is_found_by_its_text_in_a_multi_field,
    a_place_is_an_array_or_a_text_and_found_as_a_place,
    a_nested_list_of_maps_is_asked_by_element,
    a_model_that_is_only_kept_is_read_and_not_searched,
    a_mapping_as_json_is_applied_once,
    a_field_that_says_so_is_found_and_not_kept,
    a_constant_keyword_without_a_value_is_refused_where_the_server_wants_one,
    what_is_in_no_document_is_not_asked_for,
    a_document_stands_for_its_id,
    a_refused_document_without_an_id_is_said_to_have_none,
];

/// Whether a second `apply` finds nothing to do.
async fn applied<T: EsModel>(es: &Client) {
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Unchanged);
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-views")]
struct Views {
    #[es(id)]
    id: u32,
    #[es(fields("raw-text"(keyword), words(text)))]
    price: f64,
    #[es(fields(words(text)))]
    is_open: bool,
    #[es(text)]
    number: i64,
    #[es(keyword)]
    ratios: Vec<f32>,
}

async fn a_number_is_found_by_its_text_in_a_multi_field(context: Context) {
    let es = context.es();
    applied::<Views>(es).await;
    for (id, price) in [(1, 1.0), (2, 1e16)] {
        let value = Views { id, price, is_open: id == 1, number: 7, ratios: vec![0.5, 0.25] };
        value.save(es).refresh(Refresh::Now).await.unwrap();
    }
    let f = Views::fields();
    let found = [
        (f.price().raw_text().eq("1.0"), 1),
        (f.price().raw_text().eq("1e+16"), 2),
        (f.price().words().matches("1.0").into_query(), 1),
        (f.is_open().words().matches("false").into_query(), 2),
        (f.number().matches("7") & f.price().gt(2.0), 2),
        (f.ratios().eq("0.25") & f.price().lt(2.0), 1),
    ];
    for (query, id) in found {
        let hits = Views::search().filter(query).fetch(es).await.unwrap();
        assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [id]);
    }
    assert_eq!(Views::get(es, 2).await.unwrap().price.to_bits(), 1e16_f64.to_bits());
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-places")]
struct Places {
    #[es(id)]
    id: u32,
    #[es(geo_point)]
    array: [f64; 2],
    #[es(geo_point)]
    text: Option<String>,
    #[es(geo_point)]
    pairs: Vec<(f64, f64)>,
}

async fn a_place_is_an_array_or_a_text_and_found_as_a_place(context: Context) {
    let es = context.es();
    applied::<Places>(es).await;
    for (id, text) in [(1, "47.25,8.5"), (2, "POINT (8.5 47.25)"), (3, "u0qm")] {
        let value =
            Places { id, array: [8.5, 47.25], text: Some(text.to_owned()), pairs: vec![(8.5, 47.25), (1.0, 2.0)] };
        let saved = value.clone().save(es).refresh(Refresh::Now).await.unwrap();
        assert_eq!(*Places::get(es, &saved).await.unwrap(), value);
    }
    let (f, here, near) = (Places::fields(), GeoPoint::new(47.25, 8.5), Distance::km(100.0));
    for query in [f.array().within(near, here), f.text().within(near, here), f.pairs().within(near, here)] {
        assert_eq!(Places::search().filter(query).count(es).await.unwrap(), 3);
    }
    let wrong = Places { id: 4, array: [8.5, 47.25], text: Some("nowhere at all".to_owned()), pairs: Vec::new() };
    assert!(matches!(wrong.save(es).await.unwrap_err(), Error::Server(_)));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-maps")]
struct Listed {
    #[es(id)]
    id: u32,
    #[es(nested(dynamic = "true"))]
    maps: Vec<BTreeMap<String, u32>>,
    #[es(nested(dynamic = "true"))]
    anything: Value,
}

async fn a_nested_list_of_maps_is_asked_by_element(context: Context) {
    let es = context.es();
    applied::<Listed>(es).await;
    let map = |a, b| BTreeMap::from([("a".to_owned(), a), ("b".to_owned(), b)]);
    let both = Listed { id: 1, maps: vec![map(1, 2)], anything: json!([{ "x": 1 }]) };
    let apart = Listed { id: 2, maps: vec![map(1, 3), map(4, 2)], anything: json!([]) };
    for value in [&both, &apart] {
        value.clone().save(es).refresh(Refresh::Now).await.unwrap();
    }
    let f = Listed::fields();
    let together = || f.maps().any(|_| json!({"bool": {"filter": [{"term": {"maps.a": 1}}, {"term": {"maps.b": 2}}]}}));
    let ids = async |query: Query<Listed>| -> Vec<u32> {
        let page = Listed::search().filter(query).fetch(es).await.unwrap();
        page.iter().map(|hit| hit.id).collect()
    };
    assert_eq!(ids(together()).await, [1]);
    assert_eq!(ids(!together()).await, [2]);
    assert_eq!(ids(f.anything().exists()).await, [1]);
    assert_eq!(ids(f.anything().missing()).await, [2]);
    assert_eq!(*Listed::get(es, 2).await.unwrap(), apart);
    assert_eq!(es.schema::<Listed>().apply().await.unwrap(), Applied::Unchanged);
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-kept", enabled = false)]
struct Kept {
    #[es(id)]
    id: u32,
    anything: Value,
    #[es(updated_at)]
    changed: Option<chrono::DateTime<chrono::Utc>>,
}

async fn a_model_that_is_only_kept_is_read_and_not_searched(context: Context) {
    let es = context.es();
    applied::<Kept>(es).await;
    // What no mapping would take: one name as an object and as a number.
    for (id, anything) in [(1, json!({ "x": { "y": 1 } })), (2, json!({ "x": 5 }))] {
        let kept = Kept { id, anything, changed: None }.save(es).refresh(Refresh::Now).await.unwrap();
        assert!(kept.changed.is_some());
        assert_eq!(Kept::get(es, id).await.unwrap().into_value(), kept.into_value());
    }
    let f = Kept::fields();
    assert_eq!(Kept::search().filter(f.id().eq(2)).count(es).await.unwrap(), 1);
    let by_name = Kept::search().filter(json!({ "exists": { "field": "x" } })).count(es).await.unwrap();
    assert_eq!(by_name, 0);
    assert_eq!(es.schema::<Kept>().apply().await.unwrap(), Applied::Unchanged);
}

trait IntoValue<T> {
    fn into_value(self) -> T;
}

impl<T> IntoValue<T> for Doc<T> {
    fn into_value(self) -> T {
        Self::into_inner(self)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-raw")]
struct AsJson {
    #[es(id)]
    id: u32,
    #[es(raw = r#"{"type": "keyword", "ignore_above": 3, "meta": {"unit": "ms"}}"#)]
    short: String,
    // A kind that is known by another name.
    #[es(raw = r#"{"type": "half_float", "doc_values": false}"#)]
    small: f32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-unknown")]
struct UnknownKind {
    #[es(raw = r#"{"type": "colour", "depth": 24}"#)]
    colour: Value,
}

async fn a_mapping_as_json_is_applied_once(context: Context) {
    let es = context.es();
    applied::<AsJson>(es).await;
    for (id, short) in [(1, "abc"), (2, "abcd")] {
        AsJson { id, short: short.to_owned(), small: 0.5 }.save(es).refresh(Refresh::Now).await.unwrap();
    }
    let f = AsJson::fields();
    assert_eq!(AsJson::search().filter(f.short().any_of(["abc", "abcd"])).count(es).await.unwrap(), 1);
    // What is sent is what was written, so it is the server that knows no such kind.
    let refused = es.schema::<UnknownKind>().apply().await.unwrap_err();
    assert!(refused.to_string().contains("colour"), "{refused}");
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-excluded", source(excludes("other")))]
struct Excluded {
    #[es(id)]
    id: u32,
    #[es(source = false)]
    fingerprint: Option<String>,
    #[serde(default)]
    other: String,
    name: String,
}

async fn a_field_that_says_so_is_found_and_not_kept(context: Context) {
    let es = context.es();
    applied::<Excluded>(es).await;
    let value = Excluded { id: 1, fingerprint: Some("f".to_owned()), other: "o".to_owned(), name: "n".to_owned() };
    value.save(es).refresh(Refresh::Now).await.unwrap();
    let f = Excluded::fields();
    let found =
        Excluded::search().filter(f.fingerprint().eq("f") & f.other().eq("o")).first(es).await.unwrap().unwrap();
    assert_eq!((found.fingerprint.as_deref(), &*found.other, &*found.name), (None, "", "n"));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-constant")]
struct Constant {
    #[es(constant_keyword)]
    stage: String,
}

async fn a_constant_keyword_without_a_value_is_refused_where_the_server_wants_one(context: Context) {
    let es = context.es();
    let refused = es.schema::<Constant>().apply().await.unwrap_err();
    if es.dialect().is_opensearch() {
        assert!(matches!(refused, Error::Unsupported(_)), "{refused}");
        assert!(refused.to_string().contains("without a `value`"), "{refused}");
    } else {
        // Dev nodes of Elasticsearch lack the whole kind, and the mapping reaches them.
        assert!(context.engine().lacks(Lack::KeywordFamily));
        assert!(refused.to_string().contains("constant_keyword"), "{refused}");
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-parts")]
struct Parts {
    #[serde(default)]
    #[es(text, fields(raw(keyword)))]
    name: String,
    #[serde(default)]
    inside: Inside,
    #[serde(default)]
    #[es(alias = "inside.city", keyword)]
    town: Unstored<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, EsObject)]
struct Inside {
    #[es(fields(words(text)))]
    city: String,
}

async fn what_is_in_no_document_is_not_asked_for(context: Context) {
    let es = context.es();
    applied::<Parts>(es).await;
    let value = Parts { name: "Ada".to_owned(), inside: Inside { city: "Bern".to_owned() }, town: Unstored::HERE };
    value.save(es).refresh(Refresh::Now).await.unwrap();
    let f = Parts::fields();
    let search = Parts::search;
    let refused = [
        (search().include(f.name().raw()), "`include` names `name.raw`", "name that"),
        (search().include(f.inside().city().words()), "`inside.city.words`", "second view of `inside.city`"),
        (search().exclude(f.name().raw()), "`exclude` names `name.raw`", "second view of `name`"),
        (search().include(f.town()), "`town`", "the server works it out"),
    ];
    for (search, what, why) in refused {
        let error = search.fetch(es).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        assert!(error.to_string().contains(what) && error.to_string().contains(why), "{error}");
    }
    let hit = search().include(f.name()).first(es).await.unwrap().unwrap();
    assert_eq!((&*hit.name, &*hit.inside.city), ("Ada", ""));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-ids")]
struct WithoutId {
    name: String,
    #[es(lazy)]
    same: Lazy<Vec<Hit<WithoutId>>>,
}

impl WithoutId {
    async fn same(&self, cx: &LazyCx) -> esmodel::Result<Vec<Hit<WithoutId>>> {
        Ok(Self::search().filter(Self::fields().name().eq(&self.name)).fetch(cx).await?.hits)
    }
}

async fn a_document_stands_for_its_id(context: Context) {
    let es = context.es();
    applied::<WithoutId>(es).await;
    let doc = WithoutId { name: "Ada".to_owned(), same: Lazy::default() }.save(es).refresh(Refresh::Now).await.unwrap();
    let read = WithoutId::get(es, &doc).await.unwrap();
    assert_eq!(Doc::meta(&read).id(), Doc::meta(&doc).id());
    let same = read.same.value().unwrap();
    assert_eq!(Doc::meta(&same[0]).id(), Doc::meta(&doc).id());
    assert_eq!(Hit::score(&same[0]), Some(0.0));
    // Through JSON and back: it can be looked at, and not saved over what is stored.
    let json = serde_json::to_string(&read).unwrap();
    let mut back: WithoutId = serde_json::from_str(&json).unwrap();
    let Lazy::Loaded(hits) = &mut back.same else { panic!("{json}") };
    let refused = hits[0].save(es).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)), "{refused}");
    WithoutId::delete(es, &same[0]).await.unwrap();
    assert!(!WithoutId::exists(es, &doc).await.unwrap());
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "forms-refused")]
struct Refused {
    #[es(date)]
    at: String,
}

async fn a_refused_document_without_an_id_is_said_to_have_none(context: Context) {
    let es = context.es();
    applied::<Refused>(es).await;
    let value = Refused { at: "never".to_owned() };
    let refused = value.clone().save(es).await.unwrap_err().to_string();
    assert!(refused.contains("a write of a document without an id yet of index `"), "{refused}");
    let outcome = es.bulk_save([value]).await.unwrap();
    let failed = outcome.rejected[0].operation.to_string();
    assert!(failed.starts_with("position 0, a document without an id yet, in index `"), "{failed}");
}
