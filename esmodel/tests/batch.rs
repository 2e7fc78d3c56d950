//! The batcher over the mock: what goes over the wire, and faults that a real server cannot be made to show.
#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

use esmodel::{
    Client, Error,
    dialect::{Dialect, Product, Version},
    policy::Retry,
    prelude::*,
    transport::{TransportError, mock::MockTransport},
};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "towns")]
struct Town {
    #[es(id)]
    id: String,
    size: u32,
    #[es(lazy)]
    larger: Lazy<u64>,
}

impl Town {
    async fn larger(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Self::search().filter(Self::fields().size().gt(self.size)).count(cx).await
    }
}

/// A client without retries.
async fn client(mock: &MockTransport) -> Client {
    let dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));
    let builder = Client::builder().transport(std::sync::Arc::new(mock.clone())).dialect(dialect);
    builder.retry(Retry { retries: 0, ..Retry::default() }).connect().await.unwrap()
}

fn hit(id: &str, size: u32) -> Value {
    json!({ "_index": "towns", "_id": id, "_seq_no": 0, "_primary_term": 1, "_source": { "size": size } })
}

fn page(hits: &[Value]) -> Value {
    json!({ "took": 1, "timed_out": false, "_shards": { "total": 1, "failed": 0 },
        "hits": { "total": { "value": hits.len(), "relation": "eq" }, "hits": hits } })
}

fn counted(count: u64) -> Value {
    json!({ "took": 1, "timed_out": false, "_shards": { "total": 1, "successful": 1, "failed": 0 },
        "hits": { "total": { "value": count, "relation": "eq" }, "hits": [] }, "status": 200 })
}

fn rejected() -> Value {
    json!({ "error": { "type": "es_rejected_execution_exception", "reason": "busy" }, "status": 429 })
}

async fn two_counts(es: &Client) -> (esmodel::Result<u64>, esmodel::Result<u64>) {
    let f = Town::fields();
    es.batched(async |es| {
        tokio::join!(
            Town::search().filter(f.size().gt(1_u32)).count(es),
            Town::search().min_score(0.5).routing("ü \"x\"").count(es)
        )
    })
    .await
}

#[tokio::test]
async fn counts_become_searches_without_hits_that_count_exactly() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, json!({ "took": 1, "responses": [counted(7), counted(9)] }));
    let (one, two) = two_counts(&es).await;
    assert_eq!((one.unwrap(), two.unwrap()), (7, 9));
    let sent = mock.sent();
    assert_eq!(sent[0].line(), "POST /_msearch");
    let lines: Vec<Value> = sent[0].body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        lines,
        [
            json!({ "index": "towns" }),
            json!({ "size": 0, "track_total_hits": true,
                "query": { "bool": { "filter": [{ "range": { "size": { "gt": 1 } } }] } } }),
            json!({ "index": "towns", "routing": "ü \"x\"" }),
            json!({ "size": 0, "track_total_hits": true, "min_score": 0.5 }),
        ]
    );
    assert!(sent[0].body.ends_with('\n'));
}

#[tokio::test]
async fn gets_become_documents_of_one_multi_get() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let found = json!({ "_index": "towns", "_id": "a/b ü", "_version": 1, "_seq_no": 3, "_primary_term": 1,
        "found": true, "_source": { "size": 5 } });
    let absent = json!({ "_index": "towns", "_id": "b", "found": false });
    mock.json(200, json!({ "docs": [found, absent] }));
    let (one, same, there, absent) = es
        .batched(async |es| {
            tokio::join!(
                Town::get(es, "a/b ü").without_lazy().into_future(),
                Town::get_many(es, ["a/b ü", "b"]).without_lazy().into_future(),
                Town::find(es, "a/b ü").without_lazy().into_future(),
                Town::find(es, "b").into_future(),
            )
        })
        .await;
    assert_eq!((one.unwrap().size, there.unwrap().unwrap().size), (5, 5));
    let same = same.unwrap();
    assert_eq!(
        (same[0].as_ref().map(|town| town.size), same[1].is_none(), absent.unwrap().is_none()),
        (Some(5), true, true)
    );
    let sent = mock.sent();
    assert_eq!(sent[0].line(), "POST /_mget");
    assert_eq!(
        sent[0].json(),
        json!({ "docs": [
        { "_index": "towns", "_id": "a/b ü" }, { "_index": "towns", "_id": "b" } ] })
    );
}

#[tokio::test]
async fn an_item_that_is_refused_as_too_busy_is_sent_once_more_by_itself() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, json!({ "took": 1, "responses": [rejected(), counted(9)] })).json(200, json!({ "count": 4 }));
    let (one, two) = two_counts(&es).await;
    assert_eq!((one.unwrap(), two.unwrap()), (4, 9));
    let lines: Vec<_> = mock.sent().iter().map(esmodel::transport::mock::SentRequest::line).collect();
    assert_eq!(lines, ["POST /_msearch", "POST /towns/_count"]);
}

#[tokio::test]
async fn an_item_that_is_refused_twice_is_its_own_error() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, json!({ "took": 1, "responses": [counted(7), rejected()] })).json(429, rejected());
    let (one, two) = two_counts(&es).await;
    assert_eq!(one.unwrap(), 7);
    assert!(two.unwrap_err().is_transient());
}

#[tokio::test]
async fn a_batch_that_brings_no_answer_is_the_same_error_for_each() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.fail(TransportError::broken("the cable was cut"));
    let (one, two) = two_counts(&es).await;
    for error in [one.unwrap_err(), two.unwrap_err()] {
        assert!(matches!(&error, Error::Unreachable(error) if error.may_have_been_sent()), "{error}");
        assert!(error.to_string().contains("the cable was cut"), "{error}");
    }
}

#[tokio::test]
async fn a_batch_that_is_refused_as_a_whole_is_the_same_refusal_for_each() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(401, json!({ "error": { "type": "security_exception", "reason": "who are you?" }, "status": 401 }));
    let (one, two) = two_counts(&es).await;
    assert_eq!((one.unwrap_err().status(), two.unwrap_err().status()), (Some(401), Some(401)));
}

#[tokio::test]
async fn an_answer_with_an_item_too_few_is_an_error_for_each() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, json!({ "took": 1, "responses": [counted(7)] }));
    let (one, two) = two_counts(&es).await;
    for error in [one.unwrap_err(), two.unwrap_err()] {
        assert!(error.to_string().contains("2 parts were asked for and 1 answered"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_in_half_is_an_error_for_each() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.respond(esmodel::wire::Response::new(200, Vec::new(), "{\"took\":1,\"responses\":[{\"took\""));
    let (one, two) = two_counts(&es).await;
    assert!(matches!((one, two), (Err(Error::Decode { .. }), Err(Error::Decode { .. }))));
}

#[tokio::test(start_paused = true)]
async fn properties_of_a_page_whose_server_falls_silent_fail_in_time_and_the_page_stays() {
    let mock = MockTransport::new();
    let es = client(&mock).await.with_lazy_deadline(std::time::Duration::from_secs(5));
    mock.json(200, page(&[hit("a", 1), hit("b", 2)])).hang();
    let page = Town::search().fetch(&es).await.unwrap();
    for hit in &page {
        let error = hit.larger.error().unwrap();
        assert_eq!(error.to_string(), "no answer from the lazy properties of `Town` within 5 s");
    }
}

#[tokio::test]
async fn properties_of_a_page_whose_batch_breaks_fail_and_the_page_stays() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, page(&[hit("a", 1), hit("b", 2)])).fail(TransportError::not_sent("nobody is there"));
    let page = Town::search().fetch(&es).await.unwrap();
    assert!(page.iter().all(|hit| matches!(hit.larger.error().map(|error| &**error), Some(Error::Unreachable(_)))));
}

#[tokio::test]
async fn a_page_without_hits_asks_nothing_more() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, page(&[]));
    assert!(Town::search().fetch(&es).await.unwrap().hits.is_empty());
    assert_eq!(mock.sent().len(), 1);
}
