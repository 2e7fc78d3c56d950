//! The requests that create indices, against files: settings, analysis and mapping in each product's words.

use std::{fs, path::Path};

use esmodel::{
    Error,
    dialect::{Dialect, Product, Version},
    model::ModelDefinition,
    prelude::*,
    schema::{Change, Lock, Needs, What},
    transport::mock::MockTransport,
};
use esmodel_tests::locked::misfit;
use esmodel_tests::models::{
    Alert, Analysed, Blobs, CharacterParts, Collated, Columnar, ConditionParts, CoreParts, Counted, Distributions,
    Dotted, ElsewhereParts, Film, Flat, FlatParams, HyphenationParts, Invoice, Keywords, Kinds, LateInteraction,
    LightWords, LogLines, LookedUp, Meanings, Measured, ModuleParts, Nanos, Neural, NumbersExtra, OpenSearchParts,
    Opened, Params, Passed, Plane, Ranges, Rooted, Scripted, Semantic, SemanticOptions, Shapes, Sketched, Suggestions,
    Summaries, Thread, Tree, Unsigned, VectorOptions, Vectors, VectorsOnDisk, Versions, Weights, Words, WordsExtra,
    WordsPlugin, WorkedOut,
};
use serde_json::{Value, json};

const ES8: Dialect = Dialect::new(Product::Elasticsearch, Version::new(8, 19, 0));
/// Newer than any that runs here.
const ES9: Dialect = Dialect::new(Product::Elasticsearch, Version::new(9, 6, 0));
const OS3: Dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));

/// The body with which an index of `T` is created.
async fn created<T: EsModel>(dialect: Dialect) -> Value {
    let mock = MockTransport::new();
    let es = mock.client(dialect).await.unwrap();
    mock.json(404, json!({ "error": { "type": "index_not_found_exception" } }))
        .json(200, json!({ "acknowledged": true }));
    es.schema::<T>().apply().await.unwrap();
    let sent = mock.sent();
    let create = sent.last().unwrap();
    assert_eq!(create.line(), format!("PUT /{}", T::SCHEMA.index));
    create.json()
}

/// Compares with `mapping/NAME.es8.json` and `mapping/NAME.os3.json`.
async fn matches_its_files<T: EsModel>(name: &str) {
    for engine in [ES8, OS3] {
        matches_its_file::<T>(name, engine).await;
    }
}

/// Compares with one file; the panic holds what should be in it.
async fn matches_its_file<T: EsModel>(name: &str, engine: Dialect) {
    let actual = created::<T>(engine).await;
    assert_eq!(T::SCHEMA.mapping(engine).unwrap(), actual["mappings"]);
    let family = if engine.is_opensearch() { "os" } else { "es" };
    let suffix = format!("{family}{}", engine.version().major);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("golden/mapping/{name}.{suffix}.json"));
    let text = serde_json::to_string_pretty(&actual).unwrap();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{text}\n")).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected.trim_end() == text, "{} should be:\n{text}\n", path.display());
    fits_its_lock_file::<T>(name, engine, &actual["mappings"]).await;
}

/// The model compiles against the lock file that is written from its own mapping, and against none in which a plan would
/// see what takes a rebuild.
async fn fits_its_lock_file<T: EsModel>(name: &str, engine: Dialect, mapping: &Value) {
    let lock = locked(engine, mapping).await;
    let mut wrong: Vec<String> = misfit::<T>(&lock.to_string()).into_iter().collect();
    for other in others(mapping) {
        let deployed = locked(engine, &other).await;
        let changes = lock.diff(&deployed);
        if changes.iter().any(is_unknown) {
            continue;
        }
        let told: Vec<_> = changes.iter().filter(|change| is_refused(change)).map(ToString::to_string).collect();
        let found = misfit::<T>(&deployed.to_string());
        if told.is_empty() != found.is_none() {
            wrong.push(format!("a plan says {told:?} and the compiler {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{name}, {engine}:\n{}", wrong.join("\n"));
}

/// What a live index does not take over, and a field that the struct no longer has.
fn is_refused(change: &Change) -> bool {
    change.needs == Needs::Rebuild || (change.what == What::Removed && !change.path.starts_with('_'))
}

/// What no file tells the compiler.
fn is_unknown(change: &Change) -> bool {
    // A file from Elasticsearch has neither for a vector, and does not say where it is from; no server has bits with
    // another measure.
    matches!(
        (&*change.path, change.param.as_deref()),
        ("trained", Some("store" | "doc_values")) | ("bits", Some("similarity"))
    )
}

/// What `schema lock` writes where an index has that mapping.
async fn locked(engine: Dialect, mapping: &Value) -> Lock {
    let mock = MockTransport::new();
    let es = mock.client(engine).await.unwrap();
    mock.json(200, json!({ "any": { "mappings": mapping, "aliases": {}, "settings": {} } }));
    es.index_named("any").lock().await.unwrap().unwrap()
}

/// The JSON with another value at each place, one by one.
fn others(at: &Value) -> Vec<Value> {
    match at {
        Value::Object(map) => {
            let inside = map.iter().flat_map(|(key, value)| {
                others(value).into_iter().map(move |other| {
                    let mut map = map.clone();
                    map.insert(key.clone(), other);
                    Value::Object(map)
                })
            });
            inside.collect()
        }
        Value::Array(list) => list.split_last().map(|(_, rest)| json!(rest)).into_iter().collect(),
        Value::Bool(truth) => vec![json!(!truth)],
        Value::Number(number) => vec![json!(number.as_f64().unwrap() + 1.5)],
        Value::String(text) => vec![json!(format!("{text}x"))],
        Value::Null => vec![],
    }
}

#[tokio::test]
async fn each_kind_has_its_word() {
    matches_its_files::<Kinds>("kinds").await;
}

#[tokio::test]
async fn each_parameter_is_written() {
    matches_its_files::<Params>("params").await;
}

#[tokio::test]
async fn an_index_holds_the_analyses_that_its_model_and_the_objects_inside_use() {
    matches_its_files::<Analysed>("analysed").await;
    matches_its_files::<Film>("film").await;
}

#[tokio::test]
async fn each_part_that_is_built_in_is_written_with_what_is_set() {
    matches_its_file::<CoreParts>("core_parts", ES8).await;
    matches_its_file::<ModuleParts>("module_parts", ES8).await;
    matches_its_file::<OpenSearchParts>("opensearch_parts", OS3).await;
    matches_its_file::<CharacterParts>("character_parts", ES8).await;
    matches_its_file::<ElsewhereParts>("elsewhere_parts", ES8).await;
    matches_its_file::<HyphenationParts>("hyphenation_parts", ES8).await;
    matches_its_file::<ConditionParts>("condition_parts", ES8).await;
}

#[tokio::test]
async fn objects_and_lists_are_written_to_every_depth() {
    matches_its_files::<Tree>("tree").await;
}

#[tokio::test]
async fn the_variants_of_an_enum_have_one_level_of_fields() {
    matches_its_files::<Invoice>("invoice").await;
}

#[tokio::test]
async fn flattened_objects_have_each_products_word() {
    matches_its_files::<Flat>("flat").await;
    // OpenSearch takes no parameters there.
    matches_its_file::<FlatParams>("flat_params", ES8).await;
}

#[tokio::test]
async fn unsigned_numbers_have_a_kind_of_their_own() {
    matches_its_files::<Unsigned>("unsigned").await;
}

#[tokio::test]
async fn vectors_differ_in_every_word() {
    matches_its_files::<Vectors>("vectors").await;
}

#[tokio::test]
async fn text_has_many_forms() {
    matches_its_files::<Words>("words").await;
    matches_its_files::<WordsExtra>("words_extra").await;
    matches_its_files::<WordsPlugin>("words_plugin").await;
}

#[tokio::test]
async fn keywords_numbers_and_times_have_families() {
    matches_its_files::<Keywords>("keywords").await;
    matches_its_files::<Versions>("versions").await;
    matches_its_files::<NumbersExtra>("numbers_extra").await;
    matches_its_files::<Nanos>("nanos").await;
}

#[tokio::test]
async fn ranges_shapes_bytes_and_suggestions_are_written() {
    matches_its_files::<Ranges>("ranges").await;
    matches_its_files::<Shapes>("shapes").await;
    matches_its_files::<Plane>("plane").await;
    matches_its_files::<Blobs>("blobs").await;
    matches_its_files::<Suggestions>("suggestions").await;
}

#[tokio::test]
async fn families_stored_queries_and_options_of_the_root_are_written() {
    matches_its_files::<Thread>("thread").await;
    matches_its_files::<Alert>("alert").await;
    matches_its_files::<Rooted>("rooted").await;
    matches_its_files::<WorkedOut>("worked_out").await;
    matches_its_file::<LookedUp>("looked_up", ES8).await;
    matches_its_file::<Dotted>("dotted", ES8).await;
}

#[tokio::test]
async fn vectors_weights_and_meaning_are_written_in_each_products_words() {
    matches_its_files::<VectorOptions>("vector_options").await;
    matches_its_files::<Weights>("weights").await;
    matches_its_files::<Semantic>("semantic").await;
    matches_its_file::<SemanticOptions>("semantic_options", ES8).await;
}

#[tokio::test]
async fn kinds_and_parameters_of_one_product_are_written_for_it_and_refused_for_the_other() {
    matches_its_file::<Counted>("counted", ES8).await;
    matches_its_file::<Passed>("passed", ES8).await;
    matches_its_file::<LateInteraction>("late_interaction", ES8).await;
    matches_its_file::<LogLines>("log_lines", ES9).await;
    matches_its_file::<Columnar>("columnar", ES9).await;
    matches_its_file::<Distributions>("distributions", ES9).await;
    matches_its_file::<VectorsOnDisk>("vectors_on_disk", ES9).await;
    matches_its_file::<Meanings>("meanings", ES9).await;
    matches_its_files::<Collated>("collated").await;
    for (name, result) in [
        ("Sketched", Sketched::SCHEMA.mapping(ES9)),
        ("Opened", Opened::SCHEMA.mapping(ES9)),
        ("LightWords", LightWords::SCHEMA.mapping(ES9)),
        ("Neural", Neural::SCHEMA.mapping(ES9)),
        ("Counted", Counted::SCHEMA.mapping(OS3)),
        ("Passed", Passed::SCHEMA.mapping(OS3)),
        ("LateInteraction", LateInteraction::SCHEMA.mapping(OS3)),
        ("LogLines", LogLines::SCHEMA.mapping(OS3)),
        ("LogLines", LogLines::SCHEMA.mapping(ES8)),
        ("Columnar", Columnar::SCHEMA.mapping(ES8)),
        ("Distributions", Distributions::SCHEMA.mapping(ES8)),
        ("VectorsOnDisk", VectorsOnDisk::SCHEMA.mapping(ES8)),
        ("Meanings", Meanings::SCHEMA.mapping(OS3)),
    ] {
        assert!(matches!(result, Err(Error::Unsupported(_))), "{name}: {result:?}");
    }
    matches_its_file::<Sketched>("sketched", OS3).await;
    matches_its_file::<Opened>("opened", OS3).await;
    matches_its_file::<LightWords>("light_words", OS3).await;
    matches_its_file::<Neural>("neural", OS3).await;
}

#[tokio::test]
async fn an_index_of_vectors_that_has_no_counterpart_is_refused() {
    /// Quantised, for Elasticsearch only.
    #[derive(Serialize, Deserialize, EsModel)]
    struct Quantised {
        #[es(dense_vector(index_options(type = "int8_hnsw")))]
        vector: Vector<3>,
    }

    let error = Quantised::SCHEMA.mapping(OS3).unwrap_err();
    assert!(matches!(&error, Error::Unsupported(_)), "{error:?}");
    assert!(error.to_string().contains("index of type `int8_hnsw` for vectors, which `vector` has"), "{error}");
}

/// Shapes that are kept and not searched.
#[derive(Debug, Serialize, Deserialize, EsModel)]
#[es(index = "unsearched-shapes")]
struct UnsearchedShapes {
    #[es(geo_shape(index = false))]
    area: GeoShape,
}

#[tokio::test]
async fn some_parameters_and_kinds_are_elasticsearchs() {
    matches_its_file::<Measured>("measured", ES8).await;
    matches_its_file::<Scripted>("scripted", ES8).await;
    matches_its_file::<Summaries>("summaries", ES8).await;
    let os3 = MockTransport::new().client(OS3).await.unwrap();
    for (result, words) in [
        (
            os3.schema::<Measured>().apply().await,
            "parameter `time_series_dimension` of kind `keyword`, which `host` has",
        ),
        (os3.schema::<Scripted>().apply().await, "parameter `on_script_error` of kind `long`, which `twice` has"),
        (os3.schema::<UnsearchedShapes>().apply().await, "parameter `index` of kind `geo_shape`, which `area` has"),
        (os3.schema::<Summaries>().apply().await, "field kind `histogram`, which `latencies` has"),
        (os3.schema::<LookedUp>().apply().await, "runtime field without a script, which `plain` is"),
        (os3.schema::<Dotted>().apply().await, "dynamic template for runtime fields, which `any` needs"),
        (os3.schema::<FlatParams>().apply().await, "of kind `flattened`, which `labels` has"),
    ] {
        let error = result.unwrap_err();
        assert!(matches!(&error, Error::Unsupported(_)) && error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_kind_that_a_version_lacks_is_refused_before_anything_is_sent() {
    let es7 = MockTransport::new().client(Dialect::new(Product::Elasticsearch, Version::new(7, 9, 3))).await.unwrap();
    let error = es7.schema::<Unsigned>().apply().await.unwrap_err();
    assert!(matches!(&error, Error::Unsupported(_)) && error.to_string().contains("unsigned_long"), "{error:?}");
    let error = es7.schema::<Vectors>().apply().await.unwrap_err();
    assert!(matches!(&error, Error::Unsupported(_)) && error.to_string().contains("`cosine`"), "{error:?}");
    let os2 = MockTransport::new().client(Dialect::new(Product::OpenSearch, Version::new(2, 6, 0))).await.unwrap();
    let error = os2.schema::<Flat>().apply().await.unwrap_err();
    assert!(matches!(&error, Error::Unsupported(_)) && error.to_string().contains("labels"), "{error:?}");
}
