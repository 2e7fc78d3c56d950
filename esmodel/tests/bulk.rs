//! Bulks whose answers no real engine can be made to give: busy servers, requests that break midway.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may panic; what the lints allow in `#[test]`s does not reach helpers"
)]

use std::time::Duration;

use esmodel::{
    Error,
    dialect::{Dialect, Product, Version},
    error::BulkError,
    model::DocVersion,
    prelude::*,
    transport::{TransportError, mock::MockTransport},
};
use serde_json::{Value, json};

/// Anything with a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "things")]
struct Thing {
    #[es(id)]
    id: String,
    count: i64,
}

fn thing(id: u64) -> Thing {
    Thing { id: id.to_string(), count: 1 }
}

async fn client(mock: &MockTransport) -> Client {
    mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 8, 0))).await.unwrap()
}

/// Documents at `_seq_no` 0 to `count - 1`.
async fn stored(mock: &MockTransport, es: &Client, count: u64) -> Vec<Doc<Thing>> {
    let mut docs = Vec::new();
    for seq_no in 0..count {
        mock.json(201, done(seq_no, seq_no)["index"].clone());
        docs.push(thing(seq_no).save(es).await.unwrap());
    }
    docs
}

fn done(id: u64, seq_no: u64) -> Value {
    json!({"index": {"_index": "things", "_id": id.to_string(), "_version": 2, "_seq_no": seq_no, "_primary_term": 1, "status": 200}})
}

fn created(id: u64, seq_no: u64) -> Value {
    json!({"create": done(id, seq_no)["index"].clone()})
}

/// The answer to a look for documents that are not there.
fn missing(ids: &[u64]) -> Value {
    let missing = |id: &u64| json!({"_index": "things", "_id": id.to_string(), "found": false});
    json!({"docs": ids.iter().map(missing).collect::<Vec<_>>()})
}

fn refused(id: u64, status: u16, kind: &str) -> Value {
    json!({"index": {"_index": "things", "_id": id.to_string(), "status": status, "error": {"type": kind, "reason": "r"}}})
}

fn busy(id: u64) -> Value {
    refused(id, 429, "es_rejected_execution_exception")
}

fn answer(items: &[Value]) -> Value {
    json!({"took": 1, "errors": true, "items": items})
}

fn seq_nos(docs: &[Doc<Thing>]) -> Vec<u64> {
    docs.iter().map(|doc| Doc::meta(doc).version().unwrap().seq_no).collect()
}

/// The ids in each of the bulks that were sent.
fn sent_ids(mock: &MockTransport) -> Vec<Vec<String>> {
    let bulks = mock.sent().into_iter().filter(|sent| sent.path == "/_bulk");
    let ids = |body: &str| -> Vec<String> {
        let lines = body.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter_map(|line| Some(line.as_object()?.values().next()?["_id"].as_str()?.to_owned())).collect()
    };
    bulks.map(|sent| ids(&sent.body)).collect()
}

async fn commit(es: &Client, docs: &mut [Doc<Thing>], per_request: usize) -> esmodel::Result<()> {
    let mut bulk = es.bulk().max_operations(per_request);
    for doc in docs {
        bulk.save(doc)?;
    }
    bulk.commit().await
}

fn bulk_error(outcome: esmodel::Result<()>) -> BulkError {
    match outcome {
        Err(Error::Bulk(error)) => *error,
        other => panic!("{other:?}"),
    }
}

fn failed(error: &BulkError) -> Vec<(usize, Option<u16>)> {
    error.failed_operations().iter().map(|failed| (failed.position(), failed.status())).collect()
}

fn unanswered(error: &BulkError) -> Vec<(usize, bool)> {
    let operations = error.unanswered_operations().iter();
    operations.map(|operation| (operation.position(), operation.may_have_been_applied())).collect()
}

#[tokio::test(start_paused = true)]
async fn what_a_busy_server_refused_is_sent_again_alone_also_when_guarded() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 4).await;
    mock.json(200, answer(&[done(0, 10), busy(1), refused(2, 409, "version_conflict_engine_exception"), busy(3)]))
        .json(200, answer(&[busy(1), done(3, 13)]))
        .json(200, answer(&[done(1, 11)]));
    let error = bulk_error(commit(&es, &mut docs, 10).await);
    assert_eq!(failed(&error), [(2, Some(409))]);
    assert_eq!(seq_nos(&docs), [10, 11, 2, 13]);
    assert_eq!(sent_ids(&mock), [vec!["0", "1", "2", "3"], vec!["1", "3"], vec!["1"]]);
    let sent = mock.sent();
    let again = &sent.last().unwrap().body;
    let expected = r#"{"index":{"_index":"things","_id":"1","if_seq_no":1,"if_primary_term":1}}"#;
    assert_eq!(*again, format!("{expected}\n{{\"count\":1}}\n"));
}

#[tokio::test(start_paused = true)]
async fn a_bulk_save_sends_again_alike_and_keeps_the_order() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, answer(&[busy(0), done(1, 11), busy(2)]))
        .json(200, answer(&[done(0, 10), refused(2, 400, "mapper_parsing_exception")]))
        .json(200, answer(&[done(3, 13)]));
    let outcome = es.bulk_save((0..4).map(thing)).max_documents(3).await.unwrap();
    assert_eq!(seq_nos(&outcome.saved), [10, 11, 13]);
    assert_eq!((outcome.rejected[0].operation.position(), outcome.rejected[0].value.id.as_str()), (2, "2"));
    assert_eq!(sent_ids(&mock), [vec!["0", "1", "2"], vec!["0", "2"], vec!["3"]]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stays_busy_is_asked_as_often_as_the_clients_retry_says() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 1).await;
    for _ in 0..4 {
        mock.json(200, answer(&[busy(0)]));
    }
    let before = tokio::time::Instant::now();
    let error = bulk_error(commit(&es, &mut docs, 10).await);
    assert_eq!(failed(&error), [(0, Some(429))]);
    assert_eq!(sent_ids(&mock).len(), 4);
    assert!(before.elapsed() > Duration::ZERO, "there are pauses");
}

#[tokio::test(start_paused = true)]
async fn what_an_unavailable_shard_refused_is_looked_for_unless_it_is_guarded() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 1).await;
    docs.push(Doc::new(thing(1)));
    let unavailable = |id| refused(id, 503, "unavailable_shards_exception");
    mock.json(200, answer(&[unavailable(0), unavailable(1)]))
        .json(200, missing(&[1]))
        .json(200, answer(&[created(1, 11)]));
    let error = bulk_error(commit(&es, &mut docs, 10).await);
    assert_eq!(failed(&error), [(0, Some(503))]);
    assert_eq!(sent_ids(&mock), [vec!["0", "1"], vec!["1"]]);
    let sent = mock.sent();
    assert_eq!(sent.last().unwrap().body, "{\"create\":{\"_index\":\"things\",\"_id\":\"1\"}}\n{\"count\":1}\n");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_breaks_midway_says_what_was_answered_and_what_was_not() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 6).await;
    mock.json(200, answer(&[done(0, 10), refused(1, 400, "mapper_parsing_exception")]))
        .fail(TransportError::broken("reset"));
    let error = bulk_error(commit(&es, &mut docs, 2).await);
    assert_eq!(error.total(), 6);
    assert_eq!(failed(&error), [(1, Some(400))]);
    assert_eq!(unanswered(&error), [(2, true), (3, true), (4, false), (5, false)]);
    assert_eq!(error.unanswered_operations()[0].id(), Some("2"));
    assert!(matches!(error.cause(), Some(Error::Unreachable(_))));
    let text = error.to_string();
    assert!(
        text.starts_with("4 of 6 bulk operations have no answer, 2 of which may have been applied all the same: ")
            && text.contains("reset; 1 of 6 bulk operations failed; the first: position 1"),
        "{text}"
    );
    assert_eq!(seq_nos(&docs), [10, 1, 2, 3, 4, 5]);
    assert_eq!(sent_ids(&mock).len(), 2, "nothing behind it is sent");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_certainly_did_not_arrive_was_not_applied() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 2).await;
    mock.json(401, json!({"error": {"type": "security_exception", "reason": "no"}, "status": 401}));
    let error = bulk_error(commit(&es, &mut docs, 10).await);
    assert_eq!(unanswered(&error), [(0, false), (1, false)]);
    assert_eq!(error.cause().and_then(Error::status), Some(401));
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_breaks_may_have_been_applied_and_one_that_is_not_sent_was_refused() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 2).await;
    mock.json(200, answer(&[done(0, 10), busy(1)])).fail(TransportError::broken("reset"));
    let error = bulk_error(commit(&es, &mut docs, 10).await);
    assert_eq!((failed(&error), unanswered(&error)), (vec![], vec![(1, true)]));
    assert_eq!(seq_nos(&docs), [10, 1]);

    mock.json(200, answer(&[done(0, 20), busy(1)]));
    for _ in 0..4 {
        mock.fail(TransportError::not_sent("refused"));
    }
    let error = bulk_error(commit(&es, &mut docs, 10).await);
    assert_eq!((failed(&error), unanswered(&error)), (vec![(1, Some(429))], vec![]));
    assert!(error.cause().is_some());
    assert_eq!(seq_nos(&docs), [20, 1]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_lacks_items_answers_those_that_it_has() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 2).await;
    mock.json(200, answer(&[done(0, 10)]));
    let error = bulk_error(commit(&es, &mut docs, 10).await);
    assert_eq!(unanswered(&error), [(1, true)]);
    assert_eq!(seq_nos(&docs), [10, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_bulk_save_that_breaks_gives_back_what_was_not_answered() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    // The look is a read, which is tried four times in all.
    mock.json(200, answer(&[done(0, 10), done(1, 11)]));
    for _ in 0..5 {
        mock.fail(TransportError::broken("reset"));
    }
    let outcome = es.bulk_save((0..6).map(thing)).max_documents(2).await.unwrap();
    assert_eq!(seq_nos(&outcome.saved), [10, 11]);
    assert_eq!(outcome.unanswered, (2..6).map(thing).collect::<Vec<_>>());
    assert!(matches!(outcome.all(), Err(Error::Unreachable(_))));
}

#[tokio::test(start_paused = true)]
async fn a_bulk_save_that_breaks_each_time_is_sent_as_often_as_the_clients_retry_says() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    for _ in 0..4 {
        mock.fail(TransportError::broken("reset")).json(200, missing(&[0, 1]));
    }
    let outcome = es.bulk_save((0..3).map(thing)).max_documents(2).await.unwrap();
    assert_eq!((outcome.saved.len(), outcome.unanswered.len()), (0, 3));
    assert!(outcome.error.unwrap().may_have_been_applied());
    assert_eq!(sent_ids(&mock).len(), 4);
}

#[tokio::test(start_paused = true)]
async fn what_is_busy_and_what_is_in_doubt_go_out_again_together_and_in_order() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let unavailable = refused(2, 503, "unavailable_shards_exception");
    mock.json(200, answer(&[busy(0), done(1, 11), unavailable, busy(3)]))
        .json(200, missing(&[2]))
        .json(200, answer(&[done(0, 10), created(2, 12), done(3, 13)]));
    let outcome = es.bulk_save((0..4).map(thing)).await.unwrap();
    assert_eq!(seq_nos(&outcome.all().unwrap()), [10, 11, 12, 13]);
    assert_eq!(sent_ids(&mock), [vec!["0", "1", "2", "3"], vec!["0", "2", "3"]]);
}

#[tokio::test]
async fn limits_that_nothing_fits_send_one_by_one() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 2).await;
    for id in [0, 1, 0, 1] {
        mock.json(200, answer(&[done(id, 10)]));
    }
    let outcome = es.bulk_save((0..2).map(thing)).max_bytes(0).max_documents(0).await.unwrap();
    assert_eq!(outcome.all().unwrap().len(), 2);
    let mut bulk = es.bulk().max_bytes(0).max_operations(0);
    for doc in &mut docs {
        bulk.save(doc).unwrap();
    }
    bulk.commit().await.unwrap();
    assert_eq!(sent_ids(&mock), [["0"], ["1"], ["0"], ["1"]]);
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_is_dropped_leaves_every_document_as_it_was() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 2).await;
    mock.json(200, answer(&[done(0, 10)])).hang();
    let outcome = tokio::time::timeout(Duration::from_secs(1), commit(&es, &mut docs, 1)).await;
    assert!(outcome.is_err());
    assert_eq!(mock.sent().len(), 4);
    assert_eq!(seq_nos(&docs), [0, 1]);
}

#[tokio::test]
async fn a_delete_that_found_nothing_is_no_success() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 1).await;
    mock.json(
        200,
        answer(&[json!({"delete": {"_index": "things", "_id": "0", "status": 404, "result": "not_found"}})]),
    );
    let mut bulk = es.bulk();
    bulk.delete(&mut docs[0]).unwrap();
    let error = bulk_error(bulk.commit().await);
    assert_eq!(
        (failed(&error), error.failed_operations()[0].reason()),
        (vec![(0, Some(404))], "there is no such document")
    );
}

#[tokio::test]
async fn an_update_whose_outcome_is_not_told_is_named_and_changes_nothing_here() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let mut docs = stored(&mock, &es, 2).await;
    let update = |id: &str, get: Value| json!({"update": {"_index": "things", "_id": id, "_seq_no": 9, "_primary_term": 1, "status": 200, "get": get}});
    mock.json(
        200,
        answer(&[update("0", Value::Null), update("1", json!({"found": true, "_source": {"count": "many"}}))]),
    );
    let before = docs.clone();
    let mut bulk = es.bulk();
    for doc in &mut docs {
        bulk.update(doc, json!({"count": 2})).unwrap();
    }
    let error = bulk_error(bulk.commit().await);
    assert_eq!(failed(&error), [(0, None), (1, None)]);
    for (failed, repair) in error.failed_operations().iter().zip(["`reload` it", "`overwrite` writes the value here"]) {
        assert!(failed.reason().contains(&format!("it is changed there and not here: {repair}")), "{failed}");
    }
    assert_eq!(docs, before);
    assert_eq!(Doc::meta(&docs[0]).version(), Some(DocVersion { seq_no: 0, primary_term: 1 }));
}
