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
        mock.json(200, json!({"items": [{"index": {"status": 201, "_index": "test-things", "_id": id}}]}));
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
    // A plain save under its own id is: a second time does the same.
    mock.fail(TransportError::broken("reset")).json(200, written("1"));
    thing("1").save(&es).await.unwrap();
    assert_eq!(mock.sent().len(), 4);
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
            mock.json(201, written("1")).json(200, written("1"));
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
    let error = Thing::upsert(&es, "1", || thing("1"), |_| ()).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    assert_eq!(mock.sent().len(), 16);
    // At most 10 + 20 + 40 + .. + 320 + 500 ms; each timer rounds up to a millisecond.
    assert!(started.elapsed() <= std::time::Duration::from_millis(1130 + 8), "{:?}", started.elapsed());
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

    let gone = stored.clone();
    let item = json!({"index": {"_index": "test-things", "_id": "1", "_seq_no": 8, "_primary_term": 2, "status": 200,
        "get": {"_source": {"count": 2}}}});
    mock.json(200, json!({"errors": false, "items": vec![item; 6]}));

    let mut bulk = es.bulk().refresh(Refresh::WaitFor);
    bulk.save(&mut stored).unwrap().overwrite(&mut over).unwrap();
    bulk.update(&mut merged, json!({"id": "2", "count": 2})).unwrap().save(&mut new).unwrap();
    bulk.with().routing("r").index("other").pipeline("clean").create(&mut created).unwrap().delete(&gone).unwrap();
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
