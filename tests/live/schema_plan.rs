//! What a schema change takes: plans against real servers, and the modes of applying them.

use esmodel::{
    Error,
    index::{Applied, Mode, Plan, Verdict},
    model::ModelDefinition,
    prelude::*,
    schema::{Change, Needs, What},
    wire::{Effect, Method, Request, RequestPath, Response},
};
use esmodel_tests::{Context, models};
use serde_json::{Value, json};

esmodel_tests::tests![
    a_plan_says_create_then_in_sync,
    what_servers_echo_in_other_words_is_no_difference,
    each_difference_has_its_path_and_what_it_takes,
    a_field_that_the_model_lost_is_told_and_stays,
    validating_changes_nothing,
    refusing_makes_an_index_and_never_changes_one,
    extending_changes_parameters_and_settings_and_lost_ones_go_back_to_their_defaults,
    a_new_analyzer_waits_until_closing_is_allowed,
    a_changed_analyzer_loses_what_is_no_longer_declared,
    what_is_pending_in_the_lock_file_is_left_for_the_rebuild,
    every_index_behind_an_alias_is_compared,
    each_parameter_changes_as_the_plan_says,
    each_setting_changes_as_the_plan_says,
];

/// The first release.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "books", settings(number_of_shards = 1, refresh_interval = "1s"))]
struct First {
    #[es(id)]
    id: u32,
    #[es(text)]
    title: String,
    #[es(keyword(ignore_above = 100))]
    isbn: String,
    pages: u32,
    author: Person,
    old: Option<bool>,
}

/// The second release.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "books", settings(number_of_shards = 2, refresh_interval = "5s"))]
struct Second {
    #[es(id)]
    id: u32,
    #[es(text(analyzer = "simple"), fields(raw(keyword)))]
    title: String,
    #[es(keyword)]
    isbn: String,
    pages: String,
    author: PersonWithMail,
}

/// As much of the second as can be had without a rebuild.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "books", settings(refresh_interval = "5s"))]
struct Extended {
    #[es(id)]
    id: u32,
    #[es(text(search_analyzer = "simple"), fields(raw(keyword)))]
    title: String,
    #[es(keyword)]
    isbn: String,
    author: PersonWithMail,
}

/// Who wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Person {
    name: String,
}

/// And how to reach them.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct PersonWithMail {
    name: String,
    mail: String,
}

async fn plan<T: ModelDefinition>(es: &Client) -> Plan {
    es.schema::<T>().plan().await.unwrap()
}

fn told(plan: &Plan) -> Vec<(&str, Option<&str>, What, Needs)> {
    plan.changes.iter().map(|change| (&*change.path, change.param.as_deref(), change.what, change.needs)).collect()
}

async fn send(es: &Client, method: Method, path: &[&str], body: &Value) -> Response {
    let request = Request::new(method, RequestPath::new(path).unwrap(), Effect::Idempotent);
    es.send(if body.is_null() { request } else { request.json(body.to_string()) }).await.unwrap()
}

async fn a_plan_says_create_then_in_sync(context: Context) {
    let es = context.es();
    let before = plan::<First>(es).await;
    assert_eq!((before.verdict, before.needs_action()), (Verdict::Create, true));
    assert!(before.changes.iter().all(|change| change.what == What::Added), "{before}");
    assert_eq!(before.changes.len(), 7, "{before}");
    assert!(!es.index::<First>().exists().await.unwrap());

    es.schema::<First>().apply().await.unwrap();
    let after = plan::<First>(es).await;
    assert_eq!((after.verdict, after.needs_action()), (Verdict::InSync, false));
    assert_eq!(after.indices, [es.index_name("books")]);
    assert_eq!(after.to_string(), format!("First: index `{}` is in sync", es.index_name("books")));
}

/// The models of the golden files have every kind and every parameter.
async fn what_servers_echo_in_other_words_is_no_difference(context: Context) {
    async fn is_in_sync<T: ModelDefinition>(es: &Client) {
        es.schema::<T>().apply().await.unwrap();
        let plan = plan::<T>(es).await;
        assert_eq!(plan.verdict, Verdict::InSync, "{plan}");
    }

    let es = context.es();
    is_in_sync::<models::Kinds>(es).await;
    is_in_sync::<models::Params>(es).await;
    is_in_sync::<models::Tree>(es).await;
    is_in_sync::<models::Flat>(es).await;
}

async fn each_difference_has_its_path_and_what_it_takes(context: Context) {
    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    let plan = plan::<Second>(es).await;
    let expected = [
        ("author.mail", None, What::Added, Needs::InPlace),
        ("isbn", Some("ignore_above"), What::Changed, Needs::InPlace),
        ("pages", None, What::Changed, Needs::Rebuild),
        ("title", Some("analyzer"), What::Changed, Needs::Rebuild),
        ("title.raw", None, What::Added, Needs::InPlace),
        ("old", None, What::Removed, Needs::Nothing),
        ("index.number_of_shards", None, What::Changed, Needs::Rebuild),
        ("index.refresh_interval", None, What::Changed, Needs::DynamicSettings),
    ];
    assert_eq!(told(&plan), expected, "{plan}");
    assert_eq!(plan.verdict, Verdict::Changes(Needs::Rebuild));
    assert_eq!(plan.changes[1].to_string(), "~ isbn  ignore_above: 100 -> no limit");
    let Change { deployed, declared, reason, .. } = &plan.changes[2];
    assert_eq!((deployed.as_deref(), declared.as_deref()), (Some("long"), Some("keyword")));
    assert!(!reason.is_empty());

    let json = serde_json::to_value(&plan).unwrap();
    assert_eq!(json["verdict"], json!({ "changes": "rebuild" }));
    assert_eq!(json["changes"][0]["needs"], "in_place");

    let error = es.schema::<Second>().apply().await.unwrap_err();
    let Error::MappingMismatch(mismatch) = &error else { panic!("{error}") };
    let named: Vec<_> = mismatch.fields().iter().map(|field| &*field.path).collect();
    assert_eq!(named, ["pages", "title", "index.number_of_shards"]);
    let lines = error.to_string();
    let title = "    `title` has analyzer `default` in the index and `simple` in the model";
    assert_eq!(lines.lines().count(), 5, "{lines}");
    assert_eq!(lines.lines().nth(2), Some(title));
    assert_eq!(self::plan::<First>(es).await.verdict, Verdict::InSync, "something was changed");
}

async fn a_field_that_the_model_lost_is_told_and_stays(context: Context) {
    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    es.schema::<Extended>().apply().await.unwrap();
    let plan = plan::<Extended>(es).await;
    let expected = [("old", None, What::Removed, Needs::Nothing), ("pages", None, What::Removed, Needs::Nothing)];
    assert_eq!(told(&plan), expected);
    assert_eq!((plan.verdict, plan.needs_action()), (Verdict::Changes(Needs::Nothing), true));
    assert_eq!(es.schema::<Extended>().apply().await.unwrap(), Applied::Unchanged);
}

async fn validating_changes_nothing(context: Context) {
    let es = context.es();
    let error = es.schema::<First>().apply().mode(Mode::Validate).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(!es.index::<First>().exists().await.unwrap());
    es.schema::<First>().apply().await.unwrap();
    assert_eq!(es.schema::<First>().apply().mode(Mode::Validate).await.unwrap(), Applied::Unchanged);

    let error = es.schema::<Extended>().apply().mode(Mode::Validate).await.unwrap_err();
    let Error::MappingMismatch(mismatch) = &error else { panic!("{error}") };
    assert_eq!(mismatch.fields().len(), 5, "{error}");
    assert!(error.to_string().contains("`author.mail` is missing in the index and keyword in the model"), "{error}");
    assert_eq!(plan::<First>(es).await.verdict, Verdict::InSync);
}

async fn refusing_makes_an_index_and_never_changes_one(context: Context) {
    let es = context.es();
    assert_eq!(es.schema::<First>().apply().mode(Mode::Refuse).await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<First>().apply().mode(Mode::Refuse).await.unwrap(), Applied::Unchanged);
    let error = es.schema::<Extended>().apply().mode(Mode::Refuse).await.unwrap_err();
    assert!(matches!(error, Error::MappingMismatch(_)), "{error}");
    assert_eq!(plan::<First>(es).await.verdict, Verdict::InSync);
}

async fn extending_changes_parameters_and_settings_and_lost_ones_go_back_to_their_defaults(context: Context) {
    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    let applied = es.schema::<Extended>().apply().await.unwrap();
    let expected = ["author.mail", "index.refresh_interval", "isbn", "title", "title.raw"].map(String::from).to_vec();
    assert_eq!(applied, Applied::Extended(expected));
    // The analyzer of searches goes back to that of the index, the parameter and the setting to what they were.
    let applied = es.schema::<First>().apply().await.unwrap();
    assert_eq!(applied, Applied::Extended(["index.refresh_interval", "isbn", "title"].map(String::from).to_vec()));
    let left = plan::<First>(es).await;
    assert!(left.changes.iter().all(|change| change.what == What::Removed), "{left}");
}

/// With an analyzer that the deployed index lacks.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "books",
    settings(refresh_interval = "1s"),
    analyzers(folded(tokenizer = "standard", filter("lowercase")))
)]
struct Folded {
    #[es(id)]
    id: u32,
    #[es(text, fields(folded(text(analyzer = "folded"))))]
    title: String,
    #[es(keyword(ignore_above = 100))]
    isbn: String,
    pages: u32,
    author: Person,
    old: Option<bool>,
}

/// With less of it.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "books", analyzers(folded(tokenizer = "standard")))]
struct Unfolded {
    #[es(id)]
    id: u32,
    #[es(text, fields(folded(text(analyzer = "folded"))))]
    title: String,
}

async fn a_new_analyzer_waits_until_closing_is_allowed(context: Context) {
    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    let title = First {
        id: 1,
        title: "Ünder".into(),
        isbn: "1".into(),
        pages: 1,
        author: Person { name: "a".into() },
        old: None,
    };
    title.save(es).refresh(Refresh::Now).await.unwrap();
    let error = es.schema::<Folded>().apply().await.unwrap_err();
    assert!(error.to_string().contains("`apply().allow_close()`"), "{error}");
    assert!(error.to_string().contains("`index.analysis.analyzer.folded` is missing in the index"), "{error}");
    assert_eq!(plan::<First>(es).await.verdict, Verdict::InSync);

    let applied = es.schema::<Folded>().apply().allow_close().await.unwrap();
    let expected = ["index.analysis.analyzer.folded", "title.folded"].map(String::from).to_vec();
    assert_eq!(applied, Applied::Extended(expected));
    assert_eq!(plan::<Folded>(es).await.verdict, Verdict::InSync);
    // The index is open again, with what was in it.
    assert_eq!(First::get(es, 1).await.unwrap().title, "Ünder");
}

async fn a_changed_analyzer_loses_what_is_no_longer_declared(context: Context) {
    let es = context.es();
    es.schema::<Folded>().apply().await.unwrap();
    let before = plan::<Unfolded>(es).await;
    let change = before.changes.iter().find(|change| change.needs == Needs::CloseAndOpen).unwrap();
    assert_eq!(change.deployed.as_deref(), Some("filter [lowercase], tokenizer standard, type custom"));
    assert_eq!(change.declared.as_deref(), Some("tokenizer standard, type custom"));
    es.schema::<Unfolded>().apply().allow_close().await.unwrap();
    let after = plan::<Unfolded>(es).await;
    assert!(after.changes.iter().all(|change| change.what == What::Removed), "{after}");
}

async fn what_is_pending_in_the_lock_file_is_left_for_the_rebuild(context: Context) {
    /// Compiled against a lock file in which `pages` and `title` are pending.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "books", lock = "schema/books.mapping.json", settings(refresh_interval = "1s"))]
    struct Pending {
        #[es(id)]
        id: u32,
        #[es(text(analyzer = "simple"), fields(raw(keyword)))]
        title: String,
        pages: String,
        more: bool,
    }

    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    let before = plan::<Pending>(es).await;
    let pending: Vec<_> = before.changes.iter().filter(|change| change.pending).map(|change| &*change.path).collect();
    assert_eq!(pending, ["pages", "title", "title.raw", "author", "isbn", "old"], "{before}");
    assert!(before.to_string().contains("  rebuild, pending: "), "{before}");
    assert_eq!(before.lock, Some("schema/books.mapping.json"));

    let applied = es.schema::<Pending>().apply().await.unwrap();
    assert_eq!(applied, Applied::Extended(vec!["more".into()]));
    let after = plan::<Pending>(es).await;
    assert!(after.changes.iter().all(|change| change.pending) && !after.needs_action(), "{after}");
}

async fn every_index_behind_an_alias_is_compared(context: Context) {
    let es = context.es();
    es.schema::<First>().index("books-1").apply().await.unwrap();
    es.schema::<Extended>().index("books-2").apply().await.unwrap();
    let add = |index: &str| json!({ "add": { "index": es.index_name(index), "alias": es.index_name("books") } });
    let body = json!({ "actions": [add("books-1"), add("books-2")] });
    assert!(send(es, Method::Post, &["_aliases"], &body).await.is_success());

    let before = plan::<Extended>(es).await;
    assert_eq!(before.indices, [es.index_name("books-1"), es.index_name("books-2")]);
    assert!(before.changes.iter().any(|change| change.path == "author.mail"), "{before}");
    let error = es.index::<First>().lock().await.unwrap_err();
    assert!(error.to_string().contains("different mappings"), "{error}");

    es.schema::<Extended>().apply().await.unwrap();
    let after = plan::<Extended>(es).await;
    assert!(after.changes.iter().all(|change| change.what == What::Removed), "{after}");
}

/// A field, with and without a parameter.
const PARAMETERS: &[(&str, &str)] = &[
    (r#"{"type": "keyword"}"#, r#"{"index": false}"#),
    (r#"{"type": "keyword"}"#, r#"{"doc_values": false}"#),
    (r#"{"type": "keyword"}"#, r#"{"store": true}"#),
    (r#"{"type": "keyword"}"#, r#"{"copy_to": "other"}"#),
    (r#"{"type": "keyword"}"#, r#"{"null_value": "x"}"#),
    (r#"{"type": "keyword"}"#, r#"{"ignore_above": 256}"#),
    (r#"{"type": "keyword"}"#, r#"{"normalizer": "lower"}"#),
    (r#"{"type": "keyword"}"#, r#"{"meta": {"unit": "ms"}}"#),
    (r#"{"type": "keyword"}"#, r#"{"norms": true}"#),
    (r#"{"type": "keyword"}"#, r#"{"similarity": "boolean"}"#),
    (r#"{"type": "keyword"}"#, r#"{"index_options": "freqs"}"#),
    (r#"{"type": "keyword"}"#, r#"{"eager_global_ordinals": true}"#),
    (r#"{"type": "keyword"}"#, r#"{"split_queries_on_whitespace": true}"#),
    (r#"{"type": "text"}"#, r#"{"analyzer": "plain"}"#),
    (r#"{"type": "text"}"#, r#"{"search_analyzer": "simple"}"#),
    (r#"{"type": "text"}"#, r#"{"search_quote_analyzer": "simple"}"#),
    (r#"{"type": "text"}"#, r#"{"norms": false}"#),
    (r#"{"type": "text"}"#, r#"{"index_options": "offsets"}"#),
    (r#"{"type": "text"}"#, r#"{"index_phrases": true}"#),
    (r#"{"type": "text"}"#, r#"{"term_vector": "with_positions"}"#),
    (r#"{"type": "text"}"#, r#"{"fielddata": true}"#),
    (r#"{"type": "text"}"#, r#"{"position_increment_gap": 50}"#),
    (r#"{"type": "integer"}"#, r#"{"coerce": false}"#),
    (r#"{"type": "integer"}"#, r#"{"ignore_malformed": true}"#),
    (r#"{"type": "integer"}"#, r#"{"null_value": 7}"#),
    (r#"{"type": "date"}"#, r#"{"format": "yyyy-MM-dd"}"#),
    (r#"{"type": "date"}"#, r#"{"locale": "de"}"#),
    (r#"{"type": "geo_point"}"#, r#"{"ignore_malformed": true}"#),
    (r#"{"type": "geo_point"}"#, r#"{"ignore_z_value": false}"#),
    (r#"{"type": "binary"}"#, r#"{"doc_values": true}"#),
    (r#"{"type": "object"}"#, r#"{"dynamic": "false"}"#),
    (r#"{"type": "nested"}"#, r#"{"dynamic": "false"}"#),
    (r#"{"type": "nested"}"#, r#"{"include_in_parent": true}"#),
    (r#"{"type": "nested"}"#, r#"{"include_in_root": true}"#),
    (r#"{"type": "flattened"}"#, r#"{"depth_limit": 10}"#),
    (r#"{"type": "flattened"}"#, r#"{"ignore_above": 10}"#),
    (r#"{"type": "completion"}"#, r#"{"analyzer": "standard"}"#),
    (r#"{"type": "completion"}"#, r#"{"max_input_length": 20}"#),
    (r#"{"type": "completion"}"#, r#"{"preserve_separators": false}"#),
    (r#"{"type": "search_as_you_type"}"#, r#"{"max_shingle_size": 4}"#),
    (r#"{"type": "search_as_you_type"}"#, r#"{"norms": false}"#),
    (r#"{"type": "wildcard"}"#, r#"{"ignore_above": 100}"#),
    (r#"{"type": "scaled_float", "scaling_factor": 100}"#, r#"{"scaling_factor": 10}"#),
    (r#"{"type": "integer_range"}"#, r#"{"coerce": false}"#),
    (r#"{"type": "rank_feature"}"#, r#"{"positive_score_impact": false}"#),
    (r#"{"type": "keyword"}"#, r#"{"boost": 2}"#),
    (r#"{"type": "keyword"}"#, r#"{"use_similarity": true}"#),
    (r#"{"type": "long"}"#, r#"{"skip_list": true}"#),
    (r#"{"type": "date"}"#, r#"{"print_format": "yyyy"}"#),
    (r#"{"type": "integer_range"}"#, r#"{"ignore_malformed": true}"#),
    (r#"{"type": "object"}"#, r#"{"disable_objects": true}"#),
    (r#"{"type": "object"}"#, r#"{"subobjects": false}"#),
    (r#"{"type": "hll"}"#, r#"{"precision": 12}"#),
    (r#"{"type": "long"}"#, r#"{"time_series_dimension": true}"#),
    (r#"{"type": "passthrough", "priority": 1}"#, r#"{"priority": 2}"#),
];

/// Two indices, one with the parameter and one without: the first can be made like the second exactly when the
/// difference between the two is told to be one that is made in place.
async fn each_parameter_changes_as_the_plan_says(context: Context) {
    let es = context.es();
    let settings = json!({ "number_of_replicas": 0, "analysis": {
        "analyzer": { "plain": { "type": "custom", "tokenizer": "standard", "filter": ["lowercase"] } },
        "normalizer": { "lower": { "type": "custom", "filter": ["lowercase"] } } } });
    let mut tried = 0;
    for (number, (field, param)) in PARAMETERS.iter().enumerate() {
        let plain: Value = serde_json::from_str(field).unwrap();
        let mut with = plain.clone();
        let param: Value = serde_json::from_str(param).unwrap();
        with.as_object_mut().unwrap().append(&mut param.as_object().unwrap().clone());
        let (without, name) = (format!("p{number}"), format!("q{number}"));
        let mapping = |field: &Value| json!({ "properties": { "f": field, "other": { "type": "text" } } });
        let (first, second) = (es.index_name(&without).into_owned(), es.index_name(&name).into_owned());
        let body = |field| json!({ "settings": settings, "mappings": mapping(field) });
        if !send(es, Method::Put, &[&second], &body(&with)).await.is_success() {
            // This server has no such kind, or no such parameter of it.
            continue;
        }
        let made = send(es, Method::Put, &[&first], &body(&plain)).await;
        assert!(made.is_success(), "{plain}: {}", made.text().unwrap());
        let deployed = es.index_named(&without).lock().await.unwrap().unwrap();
        let wanted = es.index_named(&name).lock().await.unwrap().unwrap();
        let changes = wanted.diff(&deployed);
        let [change] = changes.as_slice() else { panic!("{with}: {changes:?}") };
        let answer = send(es, Method::Put, &[&first, "_mapping"], &mapping(&with)).await;
        let text = answer.text().unwrap();
        // OpenSearch acknowledges a change of `disable_objects` and does not make it, so the mapping is read again.
        let now = es.index_named(&without).lock().await.unwrap().unwrap();
        let is_made = answer.is_success() && wanted.diff(&now).is_empty();
        assert_eq!(is_made, change.needs == Needs::InPlace, "{with}: {change:?}: {text}");
        tried += 1;
        // A hundred of them would leave little room for the indices of other tests.
        es.index_named(&without).delete().await.unwrap();
        es.index_named(&name).delete().await.unwrap();
    }
    assert!(tried >= 30, "only {tried} of the parameters are known to this server");
}

/// With a setting of each sort, none of them the server's default.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "tuned",
    settings(
        number_of_replicas = 0,
        refresh_interval = "7s",
        max_result_window = 20000,
        mapping.total_fields.limit = 1500,
        mapping.depth.limit = 15,
        search.slowlog.threshold.query.warn = "10s",
        translog.durability = "async",
        codec = "best_compression",
        number_of_shards = 2
    ),
    analyzers(short(type = "standard", max_token_length = 9))
)]
struct Tuned {
    #[es(id)]
    id: u32,
    name: String,
}

/// Each setting in an index of its own: the server changes it when the plan says so, and not before.
async fn each_setting_changes_as_the_plan_says(context: Context) {
    let es = context.es();
    let index = es.index_name("tuned").into_owned();
    assert!(send(es, Method::Put, &[&index], &Value::Null).await.is_success());
    let plan = plan::<Tuned>(es).await;
    let settings: Vec<&Change> = plan.changes.iter().filter(|change| change.path.starts_with("index.")).collect();
    assert_eq!(settings.len(), 10, "{plan}");
    for (number, change) in settings.into_iter().enumerate() {
        let index = es.index_name(&format!("s{number}")).into_owned();
        assert!(send(es, Method::Put, &[&index], &Value::Null).await.is_success());
        let body = if change.path.starts_with("index.analysis.") {
            json!({ format!("{}.type", change.path): "standard" })
        } else {
            json!({ &*change.path: change.declared })
        };
        let open = send(es, Method::Put, &[&index, "_settings"], &body).await.is_success();
        assert_eq!(open, change.needs == Needs::DynamicSettings, "{change:?}");
        if !open {
            assert!(send(es, Method::Post, &[&index, "_close"], &Value::Null).await.is_success());
            let closed = send(es, Method::Put, &[&index, "_settings"], &body).await.is_success();
            assert_eq!(closed, change.needs == Needs::CloseAndOpen, "{change:?}");
        }
    }
}
