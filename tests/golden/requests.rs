//! The exact requests that verbs send, over the mock.

use std::sync::Arc;

use esmodel::{
    Error,
    dialect::{Dialect, Product, Version},
    prelude::*,
    transport::{TransportError, mock::MockTransport},
};
use serde_json::json;

/// Anything with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "things")]
struct Thing {
    #[es(id)]
    id: String,
    count: i64,
}

fn thing(id: &str) -> Thing {
    Thing { id: id.into(), count: 1 }
}

async fn client(mock: &MockTransport) -> Client {
    let dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));
    let builder = Client::builder().transport(Arc::new(mock.clone())).dialect(dialect).index_prefix("test-");
    builder.connect().await.unwrap()
}

fn written(id: &str) -> serde_json::Value {
    json!({"_index": "test-things", "_id": id, "_version": 1, "_seq_no": 7, "_primary_term": 2, "result": "created"})
}

fn lines(mock: &MockTransport) -> Vec<String> {
    mock.sent().iter().map(esmodel::transport::mock::SentRequest::line).collect()
}

#[tokio::test]
async fn the_options_of_a_save_are_parameters_of_its_request() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(201, written("a/b"));
    thing("a/b").save(&es).routing("r&1").refresh(Refresh::WaitFor).pipeline("clean").await.unwrap();
    assert_eq!(lines(&mock), ["PUT /test-things/_doc/a%2Fb?routing=r&1&refresh=wait_for&pipeline=clean"]);
    assert_eq!(mock.sent()[0].json(), json!({"count": 1}));
}

#[tokio::test]
async fn a_guarded_save_carries_the_pair_and_a_create_its_own_route() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(201, written("1")).json(200, written("1")).json(200, written("1"));
    let mut doc = thing("1").create(&es).await.unwrap();
    doc.save(&es).await.unwrap();
    doc.overwrite(&es).await.unwrap();
    assert_eq!(
        lines(&mock),
        [
            "PUT /test-things/_create/1",
            "PUT /test-things/_doc/1?if_seq_no=7&if_primary_term=2",
            "PUT /test-things/_doc/1",
        ]
    );
}

#[tokio::test]
async fn ids_that_no_path_can_hold_go_in_bodies() {
    for id in [".", "..", "%2e%2e", "_search"] {
        let mock = MockTransport::new();
        let es = client(&mock).await;
        mock.json(
            200,
            json!({"items": [{"index": {"status": 201, "result": "created", "_index": "test-things", "_id": id}}]}),
        );
        mock.json(200, json!({"docs": [{"_index": "test-things", "_id": id, "found": false}]}));
        mock.json(200, json!({"items": [{"delete": {"status": 404, "_index": "test-things", "_id": id}}]}));
        thing(id).save(&es).await.unwrap();
        assert!(Thing::find(&es, id).await.unwrap().is_none());
        assert!(Thing::delete(&es, id).await.unwrap_err().is_not_found());
        assert_eq!(lines(&mock), ["POST /_bulk", "POST /_mget", "POST /_bulk"], "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_guarded_save_that_may_have_arrived_is_not_sent_again() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(201, written("1"));
    let mut doc = thing("1").save(&es).await.unwrap();
    mock.fail(TransportError::broken("reset"));
    assert!(matches!(doc.save(&es).await, Err(Error::Unreachable(_))));
    assert_eq!(mock.sent().len(), 2);
    // A plain save under its own id is looked for first.
    mock.fail(TransportError::broken("reset"))
        .json(200, json!({"docs": [{"_index": "test-things", "_id": "1", "found": false}]}))
        .json(201, written("1"));
    thing("1").save(&es).await.unwrap();
    let sent = lines(&mock);
    assert_eq!(sent[2..], ["PUT /test-things/_doc/1", "POST /_mget", "PUT /test-things/_create/1"]);
}

#[tokio::test]
async fn a_page_of_html_is_an_error_of_decoding_and_changes_nothing() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(201, written("1"));
    let mut doc = thing("1").save(&es).await.unwrap();
    let before = doc.clone();
    mock.respond(esmodel::wire::Response::new(200, Vec::new(), "<html>hello</html>"));
    assert!(matches!(doc.save(&es).await, Err(Error::Decode { .. })));
    assert_eq!(doc, before);
    mock.respond(esmodel::wire::Response::new(200, Vec::new(), "<html>hello</html>"));
    assert!(matches!(Thing::search().fetch(&es).await, Err(Error::Decode { .. })));
}

#[tokio::test]
async fn a_refresh_is_a_parameter_of_writes_only_when_asked_for() {
    for (refresh, parameter) in
        [(Refresh::No, ""), (Refresh::WaitFor, "?refresh=wait_for"), (Refresh::Now, "?refresh=true")]
    {
        let mock = MockTransport::new();
        let client = client(&mock).await;
        // By the client's setting, then by the call against the client's setting.
        for (es, call) in [(client.with_refresh(refresh), None), (client.with_refresh(Refresh::WaitFor), Some(refresh))]
        {
            let mut gone = written("1");
            gone["result"] = "deleted".into();
            mock.json(201, written("1")).json(200, gone);
            let (mut save, mut delete) = (thing("1").save(&es), Thing::delete(&es, "1"));
            if let Some(refresh) = call {
                (save, delete) = (save.refresh(refresh), delete.refresh(refresh));
            }
            save.await.unwrap();
            delete.await.unwrap();
        }
        let [put, delete] = ["PUT", "DELETE"].map(|method| format!("{method} /test-things/_doc/1{parameter}"));
        assert_eq!(lines(&mock), [&*put, &*delete, &*put, &*delete]);
    }
}

fn absent(id: &str) -> serde_json::Value {
    json!({"_index": "test-things", "_id": id, "found": false})
}

#[tokio::test]
async fn an_upsert_is_a_get_and_a_create_or_a_guarded_save() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let stored = json!({
        "_index": "test-things", "_id": "1", "_version": 1, "_seq_no": 7, "_primary_term": 2, "found": true,
        "_source": {"count": 5}
    });
    mock.json(404, absent("1")).json(201, written("1")).json(200, stored).json(200, written("1"));
    for count in [2, 6] {
        let upsert = Thing::upsert(&es, "1", || thing("1"), |thing| thing.count += 1).routing("r");
        assert_eq!(upsert.refresh(Refresh::Now).await.unwrap().doc.count, count);
    }
    assert_eq!(
        lines(&mock),
        [
            "GET /test-things/_doc/1?routing=r",
            "PUT /test-things/_create/1?routing=r&refresh=true",
            "GET /test-things/_doc/1?routing=r",
            // The document that was found says that it is under no routing, and is saved where it is.
            "PUT /test-things/_doc/1?if_seq_no=7&if_primary_term=2&refresh=true",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_upsert_writes_nothing_when_its_get_failed() {
    let unavailable = json!({"error": {"type": "unavailable_shards_exception", "reason": "busy"}, "status": 503});
    let no_index = json!({"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404});
    for (status, answer) in [(503, unavailable), (404, no_index), (200, json!({"found": true}))] {
        let mock = MockTransport::new();
        let es = client(&mock).await;
        // A read is tried four times in all when the server is busy.
        for _ in 0..if status == 503 { 4 } else { 1 } {
            mock.json(status, answer.clone());
        }
        let create = || panic!("it may be there");
        Thing::upsert(&es, "1", create, |_| ()).await.unwrap_err();
        assert!(lines(&mock).iter().all(|line| line == "GET /test-things/_doc/1"), "{:?}", lines(&mock));
    }
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.hang().hang().hang().hang();
    let error = Thing::upsert(&es, "1", || panic!("it may be there"), |_| ()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert_eq!(mock.sent().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_merging_save_that_may_have_arrived_is_not_sent_again() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(201, written("1"));
    let mut doc = thing("1").save(&es).await.unwrap();
    mock.fail(TransportError::broken("reset"));
    let outcome = doc.save_merging(&es, |_, _| panic!("that was no conflict")).await;
    assert!(matches!(outcome, Err(Error::Unreachable(_))));
    assert_eq!(mock.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn pauses_between_attempts_grow_and_stay_short() {
    let conflict = json!({"error": {"type": "version_conflict_engine_exception", "reason": "late"}, "status": 409});
    let mock = MockTransport::new();
    let es = client(&mock).await;
    for _ in 0..8 {
        mock.json(404, absent("1")).json(409, conflict.clone());
    }
    let started = tokio::time::Instant::now();
    let error = Thing::upsert(&es, "1", || thing("1"), |_| ()).attempts(8).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    assert_eq!(mock.sent().len(), 16);
    // At most 10 + 20 + 40 + 80 + 3 * 160 ms; each timer rounds up to a millisecond.
    assert!(started.elapsed() <= std::time::Duration::from_millis(630 + 8), "{:?}", started.elapsed());
}

#[tokio::test]
async fn no_documents_are_no_request() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    assert!(Thing::get_many(&es, Vec::<&str>::new()).await.unwrap().is_empty());
    assert!(es.bulk_save(Vec::<Thing>::new()).await.unwrap().all().unwrap().is_empty());
    es.bulk().commit().await.unwrap();
    assert!(mock.sent().is_empty());
}

#[tokio::test]
async fn a_scope_is_one_request_with_a_line_for_each_operation() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(201, written("1"));
    let mut stored = thing("1").save(&es).await.unwrap();
    let (mut over, mut merged) = (stored.clone(), stored.clone());
    let (mut new, mut created) = (Doc::new(thing("..")), Doc::new(thing("a/b ü")));

    let mut gone = stored.clone();
    let item = |action: &str, index: &str, id: &str| {
        json!({action: {"_index": index, "_id": id, "_seq_no": 8, "_primary_term": 2, "status": 200,
            "get": {"_source": {"count": 2}}}})
    };
    let things = "test-things";
    let items = [
        item("index", things, "1"),
        item("index", things, "1"),
        item("update", things, "1"),
        item("index", things, ".."),
        item("create", "test-other", "a/b ü"),
        item("delete", things, "1"),
    ];
    mock.json(200, json!({"errors": false, "items": items}));

    let mut bulk = es.bulk().refresh(Refresh::WaitFor);
    bulk.save(&mut stored).unwrap().overwrite(&mut over).unwrap();
    bulk.update(&mut merged, json!({"id": "2", "count": 2})).unwrap().save(&mut new).unwrap();
    bulk.with().routing("r").index("other").pipeline("clean").create(&mut created).unwrap().delete(&mut gone).unwrap();
    bulk.commit().await.unwrap();

    let lines = [
        r#"{"index":{"_index":"test-things","_id":"1","if_seq_no":7,"if_primary_term":2}}"#,
        r#"{"count":1}"#,
        r#"{"index":{"_index":"test-things","_id":"1"}}"#,
        r#"{"count":1}"#,
        r#"{"update":{"_index":"test-things","_id":"1","if_seq_no":7,"if_primary_term":2}}"#,
        r#"{"doc":{"count":2},"_source":true}"#,
        r#"{"index":{"_index":"test-things","_id":".."}}"#,
        r#"{"count":1}"#,
        r#"{"create":{"_index":"test-other","_id":"a/b ü","routing":"r","pipeline":"clean"}}"#,
        r#"{"count":1}"#,
        r#"{"delete":{"_index":"test-things","_id":"1","if_seq_no":7,"if_primary_term":2}}"#,
        "",
    ];
    let sent = mock.sent();
    assert_eq!(sent[1].line(), "POST /_bulk?refresh=wait_for");
    assert_eq!(sent[1].body, lines.join("\n"));
    assert_eq!((merged.count, merged.id.as_str()), (2, "1"));
}

/// A thing's count, and what is inside it.
#[derive(Debug, Deserialize, EsProjection)]
#[es(of = Crate)]
struct Part {
    #[es(id)]
    id: String,
    count: i64,
    inside: Vec<Name>,
}

/// A thing with things in it.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "boxes")]
struct Crate {
    #[es(id)]
    id: String,
    count: i64,
    weight: f64,
    inside: Vec<Inside>,
}

#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Inside {
    name: String,
    size: u8,
}

#[derive(Debug, Deserialize, EsProjection)]
#[es(of = Inside)]
struct Name {
    name: String,
}

#[derive(Debug, Deserialize, EsProjection)]
#[es(of = Crate)]
struct OnlyId {
    #[es(id)]
    id: String,
}

#[tokio::test]
async fn projections_ask_for_their_fields_and_nothing_else() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let source = json!({"count": 1, "inside": [{"name": "a"}]});
    let found = json!({"_index": "test-boxes", "_id": "1", "found": true, "_source": source});
    let hits = json!({"hits": {"total": {"value": 1, "relation": "eq"}, "hits": [
        {"_index": "test-boxes", "_id": "1", "_score": 1.0, "_source": source}]}});
    mock.json(200, hits).json(200, found.clone()).json(200, json!({"docs": [found]}));
    let page = Crate::search().project::<Part>().fetch(&es).await.unwrap();
    let doc = Crate::get(&es, "1").project::<Part>().await.unwrap();
    Crate::get_many(&es, ["1"]).project::<Part>().await.unwrap();
    assert_eq!((page.hits[0].count, &*page.hits[0].id, &*doc.inside[0].name), (1, "1", "a"));
    // A list comes whole: servers drop its elements that have none of the fields asked for.
    assert_eq!(
        lines(&mock),
        [
            "POST /test-boxes/_search",
            "GET /test-boxes/_doc/1?_source_includes=count,inside",
            "POST /_mget?_source_includes=count,inside",
        ]
    );
    assert_eq!(mock.sent()[0].json(), json!({"_source": ["count", "inside"], "size": 10, "track_total_hits": true}));

    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, json!({"hits": {"hits": [{"_index": "test-boxes", "_id": "1", "_score": 1.0}]}}));
    mock.json(200, json!({"_index": "test-boxes", "_id": "1", "_seq_no": 1, "_primary_term": 1, "found": true}));
    let ids = Crate::search().project::<OnlyId>().fetch(&es).await.unwrap();
    let doc = Crate::get(&es, "1").project::<OnlyId>().await.unwrap();
    assert_eq!((&*ids.hits[0].id, &*doc.id, Doc::meta(&doc).version()), ("1", "1", None));
    assert_eq!(lines(&mock)[1], "GET /test-boxes/_doc/1?_source=false");
    assert_eq!(mock.sent()[0].json()["_source"], false);
    let error = Crate::search().include(Crate::fields().count()).project::<Part>().fetch(&es).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
}

#[tokio::test]
async fn projections_in_a_batch_keep_their_fields() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let missing = |id: &str| json!({"_index": "test-boxes", "_id": id, "found": false});
    mock.json(200, json!({"docs": [missing("1"), missing("1"), missing("2")]}));
    es.batched(async |es| {
        let (one, id, many) = tokio::join!(
            Crate::find(es, "1").project::<Part>(),
            Crate::find(es, "1").project::<OnlyId>(),
            Crate::get_many(es, ["2"]).project::<Part>(),
        );
        assert!(one.unwrap().is_none() && id.unwrap().is_none() && many.unwrap()[0].is_none());
    })
    .await;
    let fields = json!(["count", "inside"]);
    let docs = json!([
        {"_index": "test-boxes", "_id": "1", "_source": fields},
        {"_index": "test-boxes", "_id": "1", "_source": false},
        {"_index": "test-boxes", "_id": "2", "_source": fields},
    ]);
    assert_eq!((lines(&mock), mock.sent()[0].json()), (vec!["POST /_mget".to_owned()], json!({"docs": docs})));
}

/// A line of a log.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "logs-*", index_for = Self::index_name)]
struct Line {
    #[es(id)]
    id: String,
    month: String,
}

impl Line {
    fn index_name(&self) -> String {
        format!("logs-{}", self.month)
    }
}

#[tokio::test]
async fn writes_go_to_the_index_of_the_value_and_searches_to_the_pattern() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let line = |month: &str| Line { id: "1".into(), month: month.into() };
    let at = |index: &str| json!({"_index": index, "_id": "1", "_seq_no": 1, "_primary_term": 1, "status": 200});
    mock.json(201, at("test-logs-05")).json(200, json!({"hits": {"hits": []}}));
    mock.json(201, at("test-logs-06")).json(200, at("test-logs-05"));
    mock.json(200, json!({"items": [{"index": at("test-logs-07")}, {"index": at("test-logs-08")}]}));
    let mut doc = line("05").save(&es).await.unwrap();
    Line::search().fetch(&es).await.unwrap();
    doc.month = "06".into();
    doc.relocate(&es).await.unwrap();
    es.bulk_save([line("07"), line("08")]).await.unwrap().all().unwrap();
    assert_eq!(
        lines(&mock),
        [
            "PUT /test-logs-05/_doc/1",
            "POST /test-logs-*/_search",
            "PUT /test-logs-06/_create/1",
            "DELETE /test-logs-05/_doc/1?if_seq_no=1&if_primary_term=1",
            "POST /_bulk",
        ]
    );
    let body = mock.sent()[4].body.clone();
    assert!(body.contains("test-logs-07") && body.contains("test-logs-08"), "{body}");
}

#[tokio::test]
async fn date_math_is_encoded_in_paths_with_the_prefix_inside() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(201, written("1")).json(200, json!({"hits": {"hits": []}}));
    thing("1").save(&es).index("<logs-{now/d}>").await.unwrap();
    Thing::search().index("<logs-{now/d}>,<logs-{now/d-1d}>").fetch(&es).await.unwrap();
    assert_eq!(
        lines(&mock),
        [
            "PUT /%3Ctest-logs-%7Bnow%2Fd%7D%3E/_doc/1",
            "POST /%3Ctest-logs-%7Bnow%2Fd%7D%3E,%3Ctest-logs-%7Bnow%2Fd-1d%7D%3E/_search",
        ]
    );
}

/// Something whose deletes are soft, that says who wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "files")]
struct File {
    #[es(id)]
    id: String,
    folder: String,
    #[es(created_by)]
    created_by: Option<String>,
    #[es(updated_by)]
    updated_by: Option<String>,
    #[es(soft_delete)]
    deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}

fn file(seq_no: u64, deleted_at: Option<&str>) -> serde_json::Value {
    let source = json!({"folder": "home", "created_by": "ada", "deleted_at": deleted_at});
    json!({
        "_index": "test-files", "_id": "1", "_seq_no": seq_no, "_primary_term": 2, "found": true, "_source": source
    })
}

fn marked(seq_no: u64) -> serde_json::Value {
    json!({"_index": "test-files", "_id": "1", "_version": 2, "_seq_no": seq_no, "_primary_term": 2, "result": "updated"})
}

#[tokio::test]
async fn a_soft_delete_is_a_get_of_its_field_and_a_guarded_update_of_what_it_changes() {
    let mock = MockTransport::new();
    let es = client(&mock).await.with_actor("bob");
    mock.json(200, file(7, None)).json(200, marked(8));
    File::delete(&es, "1").routing("r").await.unwrap();
    mock.json(200, file(8, Some("2026-01-02T03:04:05.678Z"))).json(200, marked(9));
    let mut doc = File::restore(&es, "1").await.unwrap();
    mock.json(200, marked(10));
    doc.delete(&es).refresh(Refresh::Now).await.unwrap();
    assert_eq!(
        lines(&mock),
        [
            "GET /test-files/_doc/1?routing=r&_source_includes=deleted_at",
            "POST /test-files/_update/1?if_seq_no=7&if_primary_term=2",
            "GET /test-files/_doc/1",
            "POST /test-files/_update/1?if_seq_no=8&if_primary_term=2",
            "POST /test-files/_update/1?if_seq_no=9&if_primary_term=2&refresh=true",
        ]
    );
    let sent = mock.sent();
    assert_eq!(sent[3].json(), json!({"doc": {"deleted_at": null, "updated_by": "bob"}}));
    let body = sent[1].json();
    let changed = body["doc"].as_object().unwrap();
    assert_eq!(changed.keys().collect::<Vec<_>>(), ["deleted_at", "updated_by"]);
    assert!(changed["deleted_at"].as_str().unwrap().ends_with('Z'), "{body}");
}

/// What the file says of its deletion is none of these fields.
#[derive(Debug, Deserialize, EsProjection)]
#[es(of = File)]
#[serde(deny_unknown_fields)]
struct Folder {
    folder: String,
}

#[derive(Debug, Deserialize, EsProjection)]
#[es(of = File)]
struct Removed {
    deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Debug, Deserialize, EsProjection)]
#[es(of = File)]
struct FileId {
    #[es(id)]
    id: String,
}

#[tokio::test]
async fn what_is_read_in_part_comes_with_the_field_that_says_whether_it_is_deleted() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let gone = file(7, Some("2026-01-02T03:04:05.678Z"));
    let mut part = file(7, None);
    part["_source"] = json!({"deleted_at": null, "folder": "home"});
    mock.json(200, part).json(200, gone.clone()).json(200, gone.clone()).json(200, file(7, None));
    assert_eq!(File::get(&es, "1").project::<Folder>().await.unwrap().folder, "home");
    assert_eq!(File::get(&es, "1").with_deleted().project::<FileId>().await.unwrap().id, "1");
    let removed = File::get(&es, "1").with_deleted().project::<Removed>().await.unwrap();
    assert_eq!((removed.deleted_at.is_some(), Doc::meta(&removed).version()), (true, None));
    assert!(File::exists(&es, "1").await.unwrap());
    let mut other = file(7, None);
    other["_id"] = "_1".into();
    mock.json(200, json!({"docs": [gone]})).json(200, json!({"docs": [other]}));
    assert!(File::get_many(&es, ["1"]).project::<FileId>().await.unwrap()[0].is_none());
    assert!(File::exists(&es, "_1").await.unwrap());
    mock.json(200, json!({}));
    assert!(File::exists(&es, "1").with_deleted().await.unwrap());
    assert_eq!(
        lines(&mock),
        [
            "GET /test-files/_doc/1?_source_includes=folder,deleted_at",
            "GET /test-files/_doc/1?_source_includes=deleted_at",
            "GET /test-files/_doc/1?_source_includes=deleted_at",
            "GET /test-files/_doc/1?_source_includes=deleted_at",
            "POST /_mget?_source_includes=deleted_at",
            "POST /_mget?_source_includes=deleted_at",
            "HEAD /test-files/_doc/1?_source=false",
        ]
    );
}

#[tokio::test]
async fn searches_of_a_model_with_soft_deletes_carry_a_clause_of_their_own() {
    let dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));
    let query = |search: Search<File>| {
        let body: serde_json::Value = serde_json::from_str(&search.to_json(dialect).unwrap()).unwrap();
        body["query"].clone()
    };
    let (f, deleted) = (File::fields(), json!([{"exists": {"field": "deleted_at"}}]));
    assert_eq!(query(File::search()), json!({"bool": {"must_not": deleted}}));
    assert_eq!(query(File::search().with_deleted()), json!(null));
    assert_eq!(query(File::search().only_deleted()), json!({"bool": {"filter": deleted}}));
    let scored = query(File::search().query(f.folder().eq("home")));
    assert_eq!(scored["bool"]["must_not"], deleted);
    assert_eq!(scored["bool"]["must"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn authors_are_written_over_what_the_value_says() {
    let mock = MockTransport::new();
    let es = client(&mock).await.with_actor("bob");
    mock.json(201, marked(1));
    let value = File {
        id: "1".into(),
        folder: "home".into(),
        created_by: None,
        updated_by: Some("eve".into()),
        deleted_at: None,
    };
    value.save(&es).await.unwrap();
    let stored = json!({"folder": "home", "created_by": "bob", "updated_by": "bob", "deleted_at": null});
    assert_eq!(mock.sent()[0].json(), stored);
}

#[tokio::test]
async fn an_analysis_names_the_analyzer_or_the_field() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, json!({"tokens": []})).json(200, json!({"tokens": []}));
    es.index::<Thing>().analyze("standard", "A text").await.unwrap();
    es.index::<Thing>().analyze_field(Thing::fields().count(), "1").await.unwrap();
    assert_eq!(lines(&mock), ["POST /test-things/_analyze"; 2]);
    let sent = mock.sent();
    assert_eq!(sent[0].json(), json!({"analyzer": "standard", "text": "A text"}));
    assert_eq!(sent[1].json(), json!({"field": "count", "text": "1"}));
}
