//! What the model does not have, or no longer: a plan tells it, and `apply()` changes nothing that no plan told.

use esmodel::{
    Error,
    dialect::Version,
    index::{Applied, Mode, Plan},
    model::ModelDefinition,
    prelude::*,
    schema::{Analysis, Analyzer, Change, Needs, What},
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_devnode::Lack;
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    what_the_model_lost_is_told_and_left_alone,
    a_lost_fact_of_a_field_is_told_and_taken_away,
    what_servers_set_by_themselves_is_not_told,
    a_template_that_lost_a_parameter_is_told_before_it_is_sent,
    facts_that_only_the_index_has_are_told_before_they_are_overwritten,
    a_runtime_field_in_an_object_is_applied_once,
    a_changed_script_is_told_as_both_scripts,
    a_lost_runtime_field_is_told_and_stays,
    a_changed_kind_of_a_runtime_field_is_told_and_a_lost_one_stays,
    runtime_fields_that_documents_bring_are_no_difference,
    a_creation_lists_all_that_the_index_is_made_with,
    a_server_without_the_plugin_for_vectors_is_named,
    options_that_are_given_fit_once_they_are_applied,
    a_template_that_a_server_would_misread_is_refused,
];

async fn plan<T: ModelDefinition>(es: &Client) -> Plan {
    es.schema::<T>().plan().await.unwrap()
}

async fn apply<T: ModelDefinition>(es: &Client) -> Applied {
    es.schema::<T>().apply().await.unwrap()
}

/// The lines of the differences, each as it is printed.
fn lines(plan: &Plan) -> Vec<String> {
    plan.changes.iter().map(ToString::to_string).collect()
}

async fn put(es: &Client, path: &[&str], body: &Value) {
    let index = es.index_name("lost");
    let path = RequestPath::new(&[&[&*index], path].concat()).unwrap();
    let response = es.send(Request::new(Method::Put, path, Effect::Idempotent).json(body.to_string())).await.unwrap();
    assert!(response.is_success(), "{}", response.text().unwrap());
}

const FOLDED: Analysis =
    Analysis { analyzers: &[Analyzer::custom("folded", "standard", &["lowercase"])], ..Analysis::NONE };

/// With something of everything that belongs to no field.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "lost",
    analysis = FOLDED,
    meta(version = 1),
    settings(refresh_interval = "5s", max_result_window = 20000, codec = "best_compression"),
    source(excludes("secret")),
    index_sort = "number",
    date_detection = false,
    dynamic = "true",
    dynamic_templates(texts(match_mapping_type = "string", mapping(keyword)))
)]
struct Full {
    #[es(id)]
    id: u32,
    number: u32,
    #[serde(default)]
    secret: String,
}

/// The same fields, and nothing else.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost", dynamic = "true")]
struct Bare {
    #[es(id)]
    id: u32,
    number: u32,
    secret: String,
}

async fn what_the_model_lost_is_told_and_left_alone(context: Context) {
    let es = context.es();
    apply::<Full>(es).await;
    assert!(lines(&plan::<Full>(es).await).is_empty());
    let before = plan::<Bare>(es).await;
    let expected = [
        r#"- _source  {"excludes":["secret"]}"#,
        r#"- _meta  {"version":1}"#,
        r#"- dynamic_templates  [{"texts":{"mapping":{"type":"keyword"},"match_mapping_type":"string"}}]"#,
        "- date_detection  false",
        "- index.codec  best_compression",
        "- index.max_result_window  20000",
        "- index.refresh_interval  5s",
        "- index.sort.field  number",
        "- index.sort.order  asc",
        "- index.analysis.analyzer.folded  filter [lowercase], tokenizer standard, type custom",
    ];
    assert_eq!(lines(&before), expected, "{before}");
    assert!(before.changes.iter().all(|change| (change.what, change.needs) == (What::Removed, Needs::Nothing)));
    assert!(!before.needs_action(), "nothing accepts it");
    assert_eq!(apply::<Bare>(es).await, Applied::Unchanged);
    assert_eq!(es.schema::<Bare>().apply().mode(Mode::Validate).await.unwrap(), Applied::Unchanged);
    assert!(lines(&plan::<Full>(es).await).is_empty(), "something was changed");
}

/// With a fact about a field.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost")]
struct Measured {
    #[es(id)]
    id: u32,
    #[es(long(meta(unit = "ms")))]
    number: i64,
}

/// Without.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost")]
struct Unmeasured {
    #[es(id)]
    id: u32,
    number: i64,
}

async fn a_lost_fact_of_a_field_is_told_and_taken_away(context: Context) {
    let es = context.es();
    apply::<Measured>(es).await;
    assert_eq!(lines(&plan::<Unmeasured>(es).await), [r#"~ number  meta: {"unit":"ms"} -> none"#]);
    assert_eq!(apply::<Unmeasured>(es).await, Applied::Extended(vec!["number".into()]));
    assert!(lines(&plan::<Unmeasured>(es).await).is_empty());
    assert_eq!(lines(&plan::<Measured>(es).await), [r#"~ number  meta: none -> {"unit":"ms"}"#]);
    assert_eq!(apply::<Measured>(es).await, Applied::Extended(vec!["number".into()]));
    assert!(lines(&plan::<Measured>(es).await).is_empty());
}

/// What an operator sets for the cluster's sake is none of the model's either.
async fn what_servers_set_by_themselves_is_not_told(context: Context) {
    let es = context.es();
    apply::<Bare>(es).await;
    let settings = json!({ "number_of_replicas": 0, "blocks.write": false, "priority": 5,
        "routing.allocation.total_shards_per_node": 5 });
    put(es, &["_settings"], &settings).await;
    assert!(lines(&plan::<Bare>(es).await).is_empty());
}

/// A rule for unknown fields, with a limit.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "lost",
    dynamic = "true",
    dynamic_templates(texts(match_mapping_type = "string", mapping(keyword(ignore_above = 10))))
)]
struct Limited {
    #[es(id)]
    id: u32,
}

/// The rule without the limit.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost", dynamic = "true", dynamic_templates(texts(match_mapping_type = "string", mapping(keyword))))]
struct Unlimited {
    #[es(id)]
    id: u32,
}

async fn a_template_that_lost_a_parameter_is_told_before_it_is_sent(context: Context) {
    let es = context.es();
    apply::<Limited>(es).await;
    let plan = plan::<Unlimited>(es).await;
    let [change] = plan.changes.as_slice() else { panic!("{plan}") };
    assert_eq!((&*change.path, change.what, change.needs), ("dynamic_templates", What::Changed, Needs::InPlace));
    assert!(change.deployed.as_deref().unwrap().contains("ignore_above"), "{plan}");
    assert_eq!(apply::<Unlimited>(es).await, Applied::Extended(vec!["dynamic_templates".into()]));
    assert_eq!(apply::<Unlimited>(es).await, Applied::Unchanged);
}

/// `_meta` of its own, which is sent whole.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost", meta(version = 1))]
struct Versioned {
    #[es(id)]
    id: u32,
}

async fn facts_that_only_the_index_has_are_told_before_they_are_overwritten(context: Context) {
    let es = context.es();
    apply::<Versioned>(es).await;
    put(es, &["_mapping"], &json!({ "_meta": { "version": 1, "owner": "x" } })).await;
    let told = lines(&plan::<Versioned>(es).await);
    assert_eq!(told, [r#"~ _meta  {"owner":"x","version":1} -> {"version":1}"#]);
    assert_eq!(apply::<Versioned>(es).await, Applied::Extended(vec!["_meta".into()]));
    assert!(lines(&plan::<Versioned>(es).await).is_empty());
}

/// Worked out at the root and in objects.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost")]
struct Computing {
    #[es(id)]
    id: u32,
    number: u32,
    #[es(runtime(script = "emit(1)"))]
    one: Unstored<i64>,
    inner: Inner,
}

/// Holds one.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Inner {
    stored: u32,
    #[es(runtime(script = "emit(2)"))]
    two: Unstored<i64>,
    deep: Deep,
}

/// Holds another.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Deep {
    stored: u32,
    #[es(runtime(script = "emit(3)"))]
    three: Unstored<i64>,
}

/// One script is another, one is gone.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost")]
struct ComputingLater {
    #[es(id)]
    id: u32,
    number: u32,
    #[es(runtime(script = "emit(10)"))]
    one: Unstored<i64>,
    inner: InnerLater,
}

/// Holds none any more.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct InnerLater {
    stored: u32,
    deep: Deep,
}

async fn a_runtime_field_in_an_object_is_applied_once(context: Context) {
    let es = context.es();
    if context.engine().lacks(Lack::Painless) {
        return;
    }
    apply::<Computing>(es).await;
    assert!(lines(&plan::<Computing>(es).await).is_empty(), "{}", plan::<Computing>(es).await);
    assert_eq!(apply::<Computing>(es).await, Applied::Unchanged);
    let lock = es.index::<Computing>().lock().await.unwrap().unwrap();
    let lock: Value = serde_json::from_str(&lock.to_string()).unwrap();
    let names: Vec<&String> = lock["mappings"]["runtime"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["inner.deep.three", "inner.two", "one"]);
    assert!(!lock.to_string().contains("derived"), "{lock}");
}

async fn a_changed_script_is_told_as_both_scripts(context: Context) {
    let es = context.es();
    if context.engine().lacks(Lack::Painless) {
        return;
    }
    apply::<Computing>(es).await;
    let plan = plan::<ComputingLater>(es).await;
    let change = plan.changes.iter().find(|change| change.what == What::Changed).unwrap();
    assert_eq!(change.to_string(), "~ one  script: emit(1) -> emit(10)");
    assert_eq!(serde_json::to_value(change).unwrap()["param"], "script");
    let error = es.schema::<ComputingLater>().apply().mode(Mode::Validate).await.unwrap_err();
    assert!(
        error.to_string().contains("`one` has script `emit(1)` in the index and `emit(10)` in the model"),
        "{error}"
    );
    assert_eq!(apply::<ComputingLater>(es).await, Applied::Extended(vec!["one".into()]));
}

async fn a_lost_runtime_field_is_told_and_stays(context: Context) {
    let es = context.es();
    if context.engine().lacks(Lack::Painless) {
        return;
    }
    apply::<Computing>(es).await;
    apply::<ComputingLater>(es).await;
    let plan = plan::<ComputingLater>(es).await;
    assert_eq!(lines(&plan), ["- inner.two  long"]);
    assert_eq!(plan.changes[0].needs, Needs::Nothing);
    assert_eq!(apply::<ComputingLater>(es).await, Applied::Unchanged);
}

/// Looked up in the source: no script.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost")]
struct LookingUp {
    #[es(id)]
    id: u32,
    number: u32,
    #[es(runtime)]
    there: Unstored<i64>,
    #[es(date, runtime(format = "yyyy"))]
    day: Unstored<i64>,
}

/// With another kind.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost")]
struct LookingUpLater {
    #[es(id)]
    id: u32,
    number: u32,
    #[es(runtime)]
    there: Unstored<String>,
}

async fn a_changed_kind_of_a_runtime_field_is_told_and_a_lost_one_stays(context: Context) {
    let es = context.es();
    if es.dialect().is_opensearch() {
        return;
    }
    apply::<LookingUp>(es).await;
    assert_eq!(apply::<LookingUp>(es).await, Applied::Unchanged);
    assert_eq!(lines(&plan::<LookingUpLater>(es).await), ["~ there  long -> keyword", "- day  date"]);
    assert_eq!(apply::<LookingUpLater>(es).await, Applied::Extended(vec!["there".into()]));
    assert_eq!(lines(&plan::<LookingUpLater>(es).await), ["- day  date"]);
}

/// Unknown fields become runtime fields.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost", dynamic = "runtime")]
struct Growing {
    #[es(id)]
    id: u32,
}

async fn runtime_fields_that_documents_bring_are_no_difference(context: Context) {
    let es = context.es();
    if es.dialect().is_opensearch() {
        return;
    }
    apply::<Growing>(es).await;
    put(es, &["_doc", "1"], &json!({ "colour": "red" })).await;
    assert!(lines(&plan::<Growing>(es).await).is_empty());
}

async fn a_creation_lists_all_that_the_index_is_made_with(context: Context) {
    let plan = plan::<Full>(context.es()).await;
    let shown: Vec<&str> = plan.changes.iter().map(|change| &*change.path).collect();
    let expected = [
        "_source",
        "_meta",
        "dynamic_templates",
        "date_detection",
        "number",
        "secret",
        "index.codec",
        "index.max_result_window",
        "index.refresh_interval",
        "index.sort.field",
        "index.sort.order",
        "index.analysis.analyzer.folded",
    ];
    assert_eq!(shown, expected);
    let is_new = |change: &Change| change.what == What::Added && change.needs == Needs::InPlace;
    assert!(plan.changes.iter().all(is_new), "{plan}");
    if !context.engine().lacks(Lack::Painless) {
        let plan = self::plan::<Computing>(context.es()).await;
        assert!(lines(&plan).contains(&"+ inner.two  long".to_owned()), "{plan}");
    }
}

/// With a vector.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost")]
struct Embedded {
    #[es(id)]
    id: u32,
    vector: Vector<3>,
}

async fn a_server_without_the_plugin_for_vectors_is_named(context: Context) {
    if !context.engine().lacks(Lack::Vectors) || !context.es().dialect().is_opensearch() {
        return;
    }
    let error = context.es().schema::<Embedded>().apply().await.unwrap_err();
    assert!(matches!(error, Error::Unsupported(_)), "{error}");
    assert!(error.to_string().contains("without the k-NN plugin"), "{error}");
}

/// Each option and each part of a template that can be given, as a server takes it where it is not.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "lost",
    dynamic = "true",
    source(excludes("secret")),
    meta(version = 1, parts(a = true)),
    date_detection = true,
    numeric_detection = false,
    dynamic_date_formats("strict_date_optional_time", "yyyy/MM/dd HH:mm:ss Z||yyyy/MM/dd Z"),
    dynamic_templates(
        named(match = "a*", match_pattern = "simple", match_mapping_type = "*", mapping(keyword(index = true))),
        placed(path_match = "b.*", match_mapping_type = "*", mapping(keyword)),
        rest(match_mapping_type = "*", unmatch = "c*", match_pattern = "simple", mapping(text(norms = true)))
    )
)]
struct AtDefaults {
    #[es(id)]
    id: u32,
    #[serde(default)]
    secret: String,
}

/// The same at other values.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "lost",
    dynamic = "true",
    source(excludes("secret")),
    meta(version = 2),
    date_detection = false,
    numeric_detection = true,
    dynamic_date_formats = "yyyy",
    dynamic_templates(
        named(match = ".*_a", match_pattern = "regex", match_mapping_type = "string", mapping(keyword(index = false))),
        placed(path_match = ["b.*"], path_unmatch = "b.c", match_mapping_type = "long", mapping(long)),
        rest(match_mapping_type = "*", unmatch = ["d*"], mapping(text(norms = false)))
    )
)]
struct AtOthers {
    #[es(id)]
    id: u32,
    #[serde(default)]
    secret: String,
    #[es(alias = "secret")]
    other: Unstored<String>,
}

/// Worked out by a script, in the format that is taken anyway.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost", dynamic = "true")]
struct Scripted {
    #[es(id)]
    id: u32,
    #[es(date, runtime(script = "emit(1L)", format = "strict_date_optional_time||epoch_millis"))]
    day: Unstored<i64>,
}

/// Looked up in the source.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost", dynamic = "true")]
struct LookedUp {
    #[es(id)]
    id: u32,
    #[es(date, runtime(format = "strict_date_optional_time||epoch_millis"))]
    day: Unstored<i64>,
}

async fn options_that_are_given_fit_once_they_are_applied(context: Context) {
    async fn fits<T: ModelDefinition>(es: &Client) {
        apply::<T>(es).await;
        let plan = plan::<T>(es).await;
        assert_eq!(lines(&plan), Vec::<String>::new(), "{plan}");
        assert_eq!(apply::<T>(es).await, Applied::Unchanged);
        assert_eq!(es.schema::<T>().apply().mode(Mode::Validate).await.unwrap(), Applied::Unchanged);
    }
    let es = context.es();
    fits::<AtDefaults>(es).await;
    fits::<AtOthers>(es).await;
    fits::<AtDefaults>(es).await;
    es.index::<AtDefaults>().delete().await.unwrap();
    if es.dialect().is_opensearch() {
        fits::<Scripted>(es).await;
    } else {
        fits::<LookedUp>(es).await;
    }
}

/// A template for several names.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lost", dynamic = "true", dynamic_templates(texts(match = ["a*", "b*"], mapping(keyword))))]
struct SeveralNames {
    #[es(id)]
    id: u32,
}

/// A template for all but some.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "lost",
    dynamic = "true",
    dynamic_templates(
        texts(match = "a*", unmatch_mapping_type = ["object", "long"], mapping(keyword)),
        numbers(match_mapping_type = ["long", "double"], mapping(long))
    )
)]
struct SeveralTypes {
    #[es(id)]
    id: u32,
}

/// Servers without lists take one for a single pattern in brackets.
async fn a_template_that_a_server_would_misread_is_refused(context: Context) {
    let es = context.es();
    let applied = [es.schema::<SeveralNames>().apply().await, es.schema::<SeveralTypes>().apply().await];
    if es.dialect().is_opensearch() || es.dialect().version() < Version::new(8, 13, 0) {
        let [names, types] = applied.map(|applied| applied.unwrap_err().to_string());
        assert!(names.contains("a list as `match`, which `texts` needs"), "{names}");
        assert!(types.contains("`unmatch_mapping_type`, which `texts` needs"), "{types}");
        return;
    }
    assert_eq!(applied.map(Result::unwrap)[0], Applied::Created);
    assert!(lines(&plan::<SeveralTypes>(es).await).is_empty());
    apply::<SeveralNames>(es).await;
    assert!(lines(&plan::<SeveralNames>(es).await).is_empty());
}
