//! A schema that is applied fits: every parameter of every kind, in every spelling, and many of them together.
//!
//! The samples are made from the derive's tables (`esmodel-derive/src/validate/params/samples.rs`).

use std::collections::BTreeMap;

use esmodel::{
    Error,
    index::Applied,
    prelude::*,
    schema::{Dynamic, FieldType, Kind, ModelSchema, Param, ParamValue, Property, RootOptions},
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;
use serde::Deserialize;
use serde_json::{Map, Value, json};

esmodel_tests::tests![
    every_parameter_of_every_kind_is_the_same_after_it_was_applied_twice,
    many_parameters_together_are_the_same_after_they_were_applied_twice,
    spellings_that_servers_change_are_unchanged,
    unknown_fields_as_runtime_fields_are_refused_by_name_where_there_are_none,
];

type Object = Map<String, Value>;

/// What the tables have of one kind.
#[derive(Debug, Deserialize)]
struct Samples {
    /// The values of each parameter.
    params: BTreeMap<String, Vec<Value>>,
    /// The parameters without which there is no field.
    required: Object,
}

fn samples() -> BTreeMap<String, Samples> {
    serde_json::from_str(include_str!("../support/samples.json")).unwrap()
}

/// The const data that the derive would write.
fn value(json: &Value) -> ParamValue {
    match json {
        Value::String(text) => ParamValue::Str(text.clone().leak()),
        Value::Bool(truth) => ParamValue::Bool(*truth),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| ParamValue::Float(number.as_f64().unwrap()), ParamValue::Int)
        }
        Value::Array(list) => ParamValue::List(list.iter().map(value).collect::<Vec<_>>().leak()),
        Value::Object(map) => ParamValue::Map(params(map)),
        Value::Null => panic!("no sample is null"),
    }
}

fn params(map: &Object) -> &'static [Param] {
    map.iter().map(|(key, given)| Param::new(key.clone().leak(), value(given))).collect::<Vec<_>>().leak()
}

/// A field of the kind with those parameters.
fn property(name: String, kind: &str, mut given: Object) -> Property {
    let kind = Kind::ALL.iter().find(|known| known.name() == kind).unwrap();
    let (dynamic, enabled) = (given.remove("dynamic"), given.remove("enabled"));
    let mut property = Property::new(name.leak(), FieldType::scalar(*kind)).params(params(&given));
    if let Some(dynamic) = dynamic {
        property = property.dynamic(match dynamic.as_str() {
            Some("strict") => Dynamic::Strict,
            Some("true") => Dynamic::True,
            _ => Dynamic::False,
        });
    }
    if enabled == Some(Value::Bool(false)) { property.disabled() } else { property }
}

fn schema(properties: Vec<Property>) -> ModelSchema {
    ModelSchema {
        name: "Sampled",
        index: "sampled",
        properties: properties.leak(),
        dynamic: Dynamic::False,
        settings: &[],
        analysis: &[],
        root: RootOptions::NONE,
        routing_required: false,
        default_sort: &[],
        description: "",
        lock: None,
    }
}

/// What a server did with the fields.
#[derive(Debug, Default)]
struct Tried {
    /// What differs from what was declared.
    differences: Vec<String>,
    taken: usize,
    /// Those that the library refuses before it sends them.
    unsupported: usize,
    /// Those that the server refuses: its plugin is missing, or the values do not go together.
    refused: usize,
}

/// Applies each field, then all of them again, and says that the index has what is declared, both times.
async fn apply_twice(es: &Client, index: &str, fields: Vec<(String, Object)>) -> Tried {
    let mut tried = Tried::default();
    let name = es.index_name(index).into_owned();
    let send = async |method, path: &[&str], body: String| {
        let request = Request::new(method, RequestPath::new(path).unwrap(), Effect::Idempotent).json(body.clone());
        es.send(request).await.unwrap_or_else(|error| panic!("{error}: {body}"))
    };
    let settings = json!({ "number_of_shards": 1, "number_of_replicas": 0, "mapping.total_fields.limit": 5000 });
    let targets = json!({ "other": { "type": "text" }, "more": { "type": "text" } });
    let body = json!({ "settings": settings, "mappings": { "dynamic": "false", "properties": targets } });
    assert!(send(Method::Put, &[&name], body.to_string()).await.is_success());
    let text = || FieldType::scalar(Kind::Text);
    let mut taken = vec![Property::new("other", text()), Property::new("more", text())];
    let mut declared = Vec::new();
    for (number, (kind, mut given)) in fields.into_iter().enumerate() {
        // Each of an index has a priority of its own; Elasticsearch answers 500 to the same one twice.
        if kind == "passthrough" {
            given.insert("priority".to_owned(), (number + 1).into());
        }
        let field = property(format!("f{number}"), &kind, given);
        match schema(vec![field]).mapping(es.dialect()) {
            Ok(_) => declared.push(field),
            Err(_) => tried.unsupported += 1,
        }
    }
    let put = async |fields: &[Property]| {
        let mapping = schema(fields.to_vec()).mapping(es.dialect()).unwrap();
        send(Method::Put, &[&name, "_mapping"], mapping.to_string()).await.is_success()
    };
    // Servers refuse a mapping as a whole, and each request costs them a while.
    for several in declared.chunks(16) {
        if put(several).await {
            taken.extend(several);
            continue;
        }
        for one in several.chunks(1) {
            if put(one).await {
                taken.extend(one);
            } else {
                tried.refused += 1;
            }
        }
    }
    tried.taken = taken.len();
    let schema = schema(taken);
    let declared = schema.lock(es.dialect()).unwrap();
    for round in ["once", "twice"] {
        let deployed = es.index_named(index).lock().await.unwrap().unwrap();
        let told = declared.diff(&deployed);
        tried.differences.extend(told.iter().map(|change| format!("{index}, applied {round}: {change}")));
        let answer = send(Method::Put, &[&name, "_mapping"], schema.mapping(es.dialect()).unwrap().to_string()).await;
        if !answer.is_success() {
            tried.differences.push(format!("{index}, applied {round}: {}", answer.text().unwrap()));
        }
    }
    es.index_named(index).delete().await.unwrap();
    tried
}

async fn every_parameter_of_every_kind_is_the_same_after_it_was_applied_twice(context: Context) {
    let es = context.es();
    let mut all = Tried::default();
    for (kind, samples) in samples() {
        let mut fields = vec![(kind.clone(), samples.required.clone())];
        for (key, values) in &samples.params {
            for value in values {
                let mut given = samples.required.clone();
                given.insert(key.clone(), value.clone());
                fields.push((kind.clone(), given));
            }
        }
        let tried = apply_twice(es, &kind, fields).await;
        all.differences.extend(tried.differences);
        all.taken += tried.taken;
        all.unsupported += tried.unsupported;
        all.refused += tried.refused;
    }
    assert!(all.differences.is_empty(), "{:#?}", all.differences);
    assert!(all.taken >= 300, "{all:?}");
}

async fn many_parameters_together_are_the_same_after_they_were_applied_twice(context: Context) {
    const SEED: u64 = 11;
    const OF_EACH_KIND: usize = 8;
    let es = context.es();
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut all = Tried::default();
    for (kind, samples) in samples() {
        let mut fields = Vec::new();
        for _ in 0..OF_EACH_KIND {
            let mut given = samples.required.clone();
            for (key, values) in &samples.params {
                if random.u8(..3) == 0 && !values.is_empty() {
                    given.insert(key.clone(), values[random.usize(..values.len())].clone());
                }
            }
            fields.push((kind.clone(), given));
        }
        let tried = apply_twice(es, &kind, fields).await;
        all.differences.extend(tried.differences);
        all.taken += tried.taken;
    }
    assert!(all.differences.is_empty(), "{:#?}", all.differences);
    assert!(all.taken >= 40, "of the sets of parameters, this server takes only {}", all.taken);
}

/// As a user writes them.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "spelled")]
struct Spelled {
    #[es(id)]
    id: u32,
    #[es(date(locale = "de-DE", format = "d MMM yyyy||epoch_millis"))]
    day: String,
    #[es(geo_point(null_value = "POINT (2.5 1.5)"))]
    home: Option<GeoPoint>,
    #[es(geo_point(null_value = "drm3btev3e86"))]
    work: Option<GeoPoint>,
    #[es(completion(contexts(place(geo(precision = "5km")))))]
    name: String,
    #[es(float(null_value = 16777217))]
    share: Option<f32>,
    #[es(text(index_prefixes(min_chars = 3)))]
    title: String,
}

async fn spellings_that_servers_change_are_unchanged(context: Context) {
    let es = context.es();
    assert_eq!(es.schema::<Spelled>().apply().await.unwrap(), Applied::Created);
    for _ in 0..2 {
        assert_eq!(es.schema::<Spelled>().apply().await.unwrap(), Applied::Unchanged);
    }
    // Somebody's raw mapping in the other words is the same index.
    let raw = json!({ "mappings": { "dynamic": "strict", "properties": {
        "day": { "type": "date", "locale": "de_DE", "format": "d MMM yyyy||epoch_millis" },
        "home": { "type": "geo_point", "null_value": { "lat": 1.5, "lon": 2.5 } },
        "work": { "type": "geo_point", "null_value": "drm3btev3e86" },
        "name": { "type": "completion", "contexts": [{ "name": "place", "type": "geo", "precision": "5km" }] },
        "share": { "type": "float", "null_value": "16777216" },
        "title": { "type": "text", "index_prefixes": { "min_chars": 3, "max_chars": 5 } } } } });
    let index = es.index_name("spelled-raw").into_owned();
    let request = Request::new(Method::Put, RequestPath::new(&[&index]).unwrap(), Effect::Idempotent);
    let answer = es.send(request.json(raw.to_string())).await.unwrap();
    assert!(answer.is_success(), "{}", answer.text().unwrap());
    assert_eq!(es.schema::<Spelled>().index("spelled-raw").apply().await.unwrap(), Applied::Unchanged);
}

/// Unknown fields become runtime fields.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "runtime", dynamic = "runtime")]
struct Runtime {
    #[es(id)]
    id: u32,
    name: String,
}

async fn unknown_fields_as_runtime_fields_are_refused_by_name_where_there_are_none(context: Context) {
    let es = context.es();
    let applied = es.schema::<Runtime>().apply().await;
    if es.dialect().is_opensearch() {
        let error = applied.unwrap_err();
        assert!(matches!(error, Error::Unsupported(_)), "{error}");
        assert!(error.to_string().contains("`dynamic = \"runtime\"`, which the mapping has"), "{error}");
        assert!(!es.index::<Runtime>().exists().await.unwrap(), "something was sent");
    } else {
        assert_eq!(applied.unwrap(), Applied::Created);
        assert_eq!(es.schema::<Runtime>().apply().await.unwrap(), Applied::Unchanged);
    }
}
