//! Each model of the golden files, on each engine that has its kinds: accepted, and read back as it was sent.

use esmodel::{
    Error,
    index::Applied,
    model::ModelDefinition,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_devnode::Lack;
use esmodel_tests::{
    Context,
    models::{Flat, FlatParams, Kinds, Params, Tree, Unsigned, Vectors},
};
use serde_json::{Value, json};

esmodel_tests::tests![
    each_kind_is_accepted,
    each_parameter_is_accepted,
    objects_and_lists_are_accepted_to_every_depth,
    settings_are_applied,
    flattened_objects_are_accepted,
    parameters_of_flattened_objects_are_elasticsearchs,
    unsigned_numbers_are_accepted_where_the_module_is,
    vectors_are_accepted_where_the_server_has_them,
];

/// The mapping of `T` in the index.
async fn deployed<T: EsModel>(es: &Client) -> Value {
    let index = es.index_name(T::SCHEMA.index);
    let request = Request::new(Method::Get, RequestPath::new(&[&index, "_mapping"]).unwrap(), Effect::Read);
    let response = es.send(request).await.unwrap();
    let mut reply: Value = serde_json::from_slice(response.body()).unwrap();
    reply[&*index]["mappings"].take()
}

/// Creates the index, and compares what it has with what was sent.
async fn is_accepted<T: EsModel>(es: &Client) {
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Unchanged);
    let sent = T::SCHEMA.mapping(es.dialect()).unwrap();
    let (mut sent, mut found) = (sent, deployed::<T>(es).await);
    normalise(&mut sent);
    normalise(&mut found);
    assert!(sent == found, "sent:\n{sent:#}\nfound:\n{found:#}");
}

/// What servers write in another way than they are told: numbers as fractions, one name as a list of one, truth values
/// as text, places as objects.
fn normalise(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                match (key.as_str(), &*value) {
                    ("copy_to", Value::String(name)) => *value = json!([name]),
                    ("null_value", Value::Number(number)) => *value = json!(number.as_f64()),
                    ("null_value", Value::String(text)) if text.contains(',') => {
                        let (lat, lon) = text.split_once(',').unwrap();
                        *value = json!({ "lat": lat.parse::<f64>().unwrap(), "lon": lon.parse::<f64>().unwrap() });
                    }
                    ("dynamic", Value::Bool(truth)) => *value = json!(truth.to_string()),
                    _ => normalise(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(normalise),
        _ => {}
    }
}

async fn each_kind_is_accepted(context: Context) {
    is_accepted::<Kinds>(context.es()).await;
}

async fn each_parameter_is_accepted(context: Context) {
    is_accepted::<Params>(context.es()).await;
}

async fn objects_and_lists_are_accepted_to_every_depth(context: Context) {
    is_accepted::<Tree>(context.es()).await;
}

async fn settings_are_applied(context: Context) {
    let es = context.es();
    es.schema::<Tree>().apply().await.unwrap();
    let index = es.index_name("tree");
    let path = RequestPath::new(&[&index, "_settings"]).unwrap();
    let response = es.send(Request::new(Method::Get, path, Effect::Read)).await.unwrap();
    let reply: Value = serde_json::from_slice(response.body()).unwrap();
    let settings = &reply[&*index]["settings"]["index"];
    assert_eq!(
        (&settings["number_of_shards"], &settings["refresh_interval"]),
        (&json!("2"), &json!("5s")),
        "{settings}"
    );
    assert_eq!(settings["mapping"]["total_fields"]["limit"], "2000");
}

async fn flattened_objects_are_accepted(context: Context) {
    is_accepted::<Flat>(context.es()).await;
}

async fn parameters_of_flattened_objects_are_elasticsearchs(context: Context) {
    if context.es().dialect().is_opensearch() {
        let error = context.es().schema::<FlatParams>().apply().await.unwrap_err();
        assert!(matches!(error, Error::Server(_) | Error::Unsupported(_)), "{error:?}");
        return;
    }
    is_accepted::<FlatParams>(context.es()).await;
}

/// In Elasticsearch the kind is a module, which no dev node has; the golden files hold the request.
async fn unsigned_numbers_are_accepted_where_the_module_is(context: Context) {
    if context.engine().lacks(Lack::UnsignedLong) {
        assert!(matches!(context.es().schema::<Unsigned>().apply().await.unwrap_err(), Error::Server(_)));
        return;
    }
    is_accepted::<Unsigned>(context.es()).await;
}

/// In OpenSearch the kind is a plugin, which no dev node has; the golden files hold the request.
async fn vectors_are_accepted_where_the_server_has_them(context: Context) {
    if context.engine().lacks(Lack::Vectors) {
        let error = context.es().schema::<Vectors>().apply().await.unwrap_err();
        assert!(matches!(error, Error::Server(_) | Error::Unsupported(_)), "{error:?}");
        return;
    }
    let es = context.es();
    assert_eq!(es.schema::<Vectors>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<Vectors>().apply().await.unwrap(), Applied::Unchanged);
    let sent = Vectors::SCHEMA.mapping(es.dialect()).unwrap();
    let found = deployed::<Vectors>(es).await;
    for (name, field) in sent["properties"].as_object().unwrap() {
        for (key, value) in field.as_object().unwrap() {
            // The server adds how it keeps the vectors, and takes nothing away.
            assert_eq!(&found["properties"][name][key], value, "`{key}` of `{name}` in {found:#}");
        }
    }
}
