//! Each model of the golden files, on each engine that has its kinds: accepted, and read back as it was sent.

use esmodel::{
    Error,
    index::Applied,
    model::ModelDefinition,
    prelude::*,
    schema::Kind,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_devnode::Lack;
use esmodel_tests::{
    Context,
    locked::misfit,
    models::{
        Alert, Blobs, Collated, Columnar, Counted, Distributions, Dotted, Flat, FlatParams, Keywords, Kinds,
        LateInteraction, LightWords, LogLines, LookedUp, Meanings, Measured, Nanos, Neural, NumbersExtra, Opened,
        Params, Passed, Plane, Ranges, Rooted, Scripted, Semantic, SemanticOptions, Shapes, Sketched, Suggestions,
        Summaries, Thread, Tree, Unsigned, VectorOptions, Vectors, VectorsOnDisk, Versions, Weights, Words, WordsExtra,
        WordsPlugin, WorkedOut,
    },
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
    text_in_every_form_is_accepted,
    keywords_and_versions_are_accepted_where_the_module_is,
    numbers_and_times_are_accepted,
    what_only_elasticsearch_has_is_accepted_there,
    ranges_bytes_and_suggestions_are_accepted,
    shapes_are_accepted_where_the_module_is,
    vector_options_and_weights_are_accepted_where_the_server_has_them,
    families_and_stored_queries_are_accepted_where_the_module_is,
    options_of_the_root_and_aliases_are_accepted,
    runtime_fields_are_accepted,
    kinds_of_plugins_are_refused_by_servers_without_them,
    what_one_product_has_is_accepted_there,
];

/// The mapping of `T` in the index.
async fn deployed<T: EsModel>(es: &Client) -> Value {
    let index = es.index_name(T::SCHEMA.index);
    let request = Request::new(Method::Get, RequestPath::new(&[&index, "_mapping"]).unwrap(), Effect::Read);
    let response = es.send(request).await.unwrap();
    let mut reply: Value = serde_json::from_slice(response.body()).unwrap();
    reply[&*index]["mappings"].take()
}

/// Creates the index, and compares what it has with what was sent. The model compiles against the lock file of it.
async fn is_accepted<T: EsModel>(es: &Client) {
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Unchanged);
    let sent = T::SCHEMA.mapping(es.dialect()).unwrap();
    let (mut sent, mut found) = (sent, deployed::<T>(es).await);
    normalise(&mut sent);
    normalise(&mut found);
    let mut differences = Vec::new();
    differ(&sent, &found, "", &mut differences);
    assert!(differences.is_empty(), "{}:\n{}", T::SCHEMA.name, differences.join("\n"));
    let lock = es.index_named(T::SCHEMA.index).lock().await.unwrap().unwrap();
    assert_eq!(misfit::<T>(&lock.to_string()), None, "{}", T::SCHEMA.name);
}

/// Where two mappings differ, as sentences.
fn differ(sent: &Value, found: &Value, path: &str, differences: &mut Vec<String>) {
    match (sent, found) {
        (Value::Object(sent), Value::Object(found)) => {
            for key in sent.keys().chain(found.keys().filter(|key| !sent.contains_key(*key))) {
                let [sent, found] = [sent, found].map(|entries| entries.get(key).unwrap_or(&Value::Null));
                differ(sent, found, &format!("{path}.{key}"), differences);
            }
        }
        _ if sent == found => {}
        _ => differences.push(format!("{path}: sent {sent}, found {found}")),
    }
}

/// What servers write in another way than they are told: numbers as fractions, one name as a list of one, truth values
/// as text, places as objects, and some of their defaults, which differ between versions.
fn normalise(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            if entries.get("type") == Some(&json!("search_as_you_type")) {
                entries.entry("doc_values").or_insert(json!(false));
                entries.entry("max_shingle_size").or_insert(json!(3));
            }
            match entries.get("type").and_then(Value::as_str) {
                Some("wildcard") => drop(entries.remove("doc_values")),
                Some("version" | "geo_shape") => drop(entries.remove("index")),
                Some("completion") => {
                    for (key, default) in [
                        ("analyzer", json!("simple")),
                        ("max_input_length", json!(50)),
                        ("preserve_position_increments", json!(true)),
                        ("preserve_separators", json!(true)),
                    ] {
                        entries.entry(key).or_insert(default);
                    }
                }
                _ => {}
            }
            for (key, value) in entries.iter_mut() {
                match (key.as_str(), &*value) {
                    ("copy_to", Value::String(name)) => *value = json!([name]),
                    ("null_value" | "scaling_factor" | "boost", Value::Number(number)) => {
                        *value = json!(number.as_f64());
                    }
                    ("null_value", Value::String(text)) if text.contains(',') => {
                        let (lat, lon) = text.split_once(',').unwrap();
                        *value = json!({ "lat": lat.parse::<f64>().unwrap(), "lon": lon.parse::<f64>().unwrap() });
                    }
                    ("type" | "orientation", Value::String(word)) => *value = json!(word.to_lowercase()),
                    ("dynamic", Value::Bool(truth)) => *value = json!(truth.to_string()),
                    _ => normalise(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(normalise),
        _ => {}
    }
}

/// Accepted, unless the engine lacks the module: then the server, or esmodel for it, refuses.
async fn is_accepted_unless<T: EsModel>(context: &Context, lacks: bool) {
    if lacks {
        return is_refused::<T>(context.es()).await;
    }
    is_accepted::<T>(context.es()).await;
}

async fn is_refused<T: EsModel>(es: &Client) {
    let error = es.schema::<T>().apply().await.unwrap_err();
    assert!(matches!(error, Error::Server(_) | Error::Unsupported(_)), "{error:?}");
    assert!(!es.index::<T>().exists().await.unwrap());
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

async fn text_in_every_form_is_accepted(context: Context) {
    is_accepted::<Words>(context.es()).await;
    is_accepted_unless::<WordsExtra>(&context, context.engine().lacks(Lack::MapperExtras)).await;
}

async fn keywords_and_versions_are_accepted_where_the_module_is(context: Context) {
    let lacks = context.engine().lacks(Lack::KeywordFamily);
    is_accepted_unless::<Keywords>(&context, lacks).await;
    is_accepted_unless::<Versions>(&context, lacks || !Kind::Version.is_in(context.es().dialect())).await;
}

async fn numbers_and_times_are_accepted(context: Context) {
    is_accepted::<Nanos>(context.es()).await;
    is_accepted_unless::<NumbersExtra>(&context, context.engine().lacks(Lack::MapperExtras)).await;
}

async fn what_only_elasticsearch_has_is_accepted_there(context: Context) {
    let dialect = context.es().dialect();
    let is_recent = !dialect.is_opensearch() && dialect.version().major >= 8;
    is_accepted_unless::<Measured>(&context, !is_recent).await;
    // The kinds come in a module, and scripts in another, which no dev node has.
    is_accepted_unless::<Summaries>(
        &context,
        dialect.is_opensearch() || context.engine().lacks(Lack::AnalyticsAggregations),
    )
    .await;
    is_accepted_unless::<Scripted>(&context, dialect.is_opensearch() || context.engine().lacks(Lack::Painless)).await;
}

async fn ranges_bytes_and_suggestions_are_accepted(context: Context) {
    is_accepted::<Ranges>(context.es()).await;
    is_accepted::<Blobs>(context.es()).await;
    is_accepted::<Suggestions>(context.es()).await;
}

/// Shapes in a plane come in a module or a plugin, which no dev node has; the golden files hold the request.
async fn shapes_are_accepted_where_the_module_is(context: Context) {
    is_accepted_unless::<Shapes>(&context, context.engine().lacks(Lack::GeoShape)).await;
    is_refused::<Plane>(context.es()).await;
}

async fn families_and_stored_queries_are_accepted_where_the_module_is(context: Context) {
    is_accepted_unless::<Thread>(&context, context.engine().lacks(Lack::ParentJoin)).await;
    is_accepted_unless::<Alert>(&context, context.engine().lacks(Lack::Percolator)).await;
}

async fn options_of_the_root_and_aliases_are_accepted(context: Context) {
    is_accepted::<Rooted>(context.es()).await;
    let dialect = context.es().dialect();
    is_accepted_unless::<Dotted>(&context, dialect.is_opensearch() || dialect.version().major < 8).await;
}

async fn runtime_fields_are_accepted(context: Context) {
    let dialect = context.es().dialect();
    is_accepted_unless::<WorkedOut>(&context, context.engine().lacks(Lack::Painless)).await;
    is_accepted_unless::<LookedUp>(&context, dialect.is_opensearch()).await;
}

async fn vector_options_and_weights_are_accepted_where_the_server_has_them(context: Context) {
    let lacks = context.engine().lacks(Lack::Vectors);
    is_accepted_unless::<VectorOptions>(&context, lacks).await;
    is_accepted_unless::<Weights>(&context, !Kind::SparseVector.is_in(context.es().dialect())).await;
    // The module is on no dev node; the golden files hold the request.
    is_refused::<Semantic>(context.es()).await;
    is_refused::<SemanticOptions>(context.es()).await;
}

async fn what_one_product_has_is_accepted_there(context: Context) {
    let dialect = context.es().dialect();
    let is_os3 = dialect.is_opensearch() && dialect.version().major >= 3;
    is_accepted_unless::<Opened>(&context, !is_os3).await;
    is_accepted_unless::<Sketched>(&context, !is_os3).await;
    is_accepted_unless::<LightWords>(&context, !dialect.is_opensearch()).await;
    let is_recent = !dialect.is_opensearch() && dialect.version().major >= 8;
    if is_recent {
        let es = context.es();
        assert_eq!(es.schema::<Passed>().apply().await.unwrap(), Applied::Created);
        assert_eq!(es.schema::<Passed>().apply().await.unwrap(), Applied::Unchanged);
    } else {
        is_refused::<Passed>(context.es()).await;
    }
    // No dev node has the modules; the golden files hold the requests.
    is_refused::<Counted>(context.es()).await;
    is_refused::<LateInteraction>(context.es()).await;
    is_refused::<LogLines>(context.es()).await;
    is_refused::<Columnar>(context.es()).await;
    is_refused::<Distributions>(context.es()).await;
    is_refused::<VectorsOnDisk>(context.es()).await;
    is_refused::<Meanings>(context.es()).await;
    is_refused::<Neural>(context.es()).await;
}

/// No distribution bundles the plugins; the golden files hold the request.
async fn kinds_of_plugins_are_refused_by_servers_without_them(context: Context) {
    is_refused::<WordsPlugin>(context.es()).await;
    is_refused::<Collated>(context.es()).await;
}
