//! Searches over the mock: what is sent where, and which error comes back.

use serde_json::json;

use super::{Search, SortValues};
use crate::{
    dialect::{Dialect, Product, Version},
    error::Error,
    query::sample::{Employee, fields},
    transport::mock::MockTransport,
};

const OS: Dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));

fn empty() -> serde_json::Value {
    json!({"took": 1, "timed_out": false, "_shards": {"total": 1, "failed": 0},
        "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []}})
}

fn is_send<V: Send>(value: V) -> V {
    value
}

#[tokio::test]
async fn parameters_of_the_url_stay_out_of_the_body() {
    let mock = MockTransport::new();
    let es = mock.client(OS).await.unwrap();
    mock.json(200, empty());
    let search = Search::<Employee>::new().routing("eu").preference("_local").param("request_cache", "true");
    let page = is_send(search.index("a, b*").fetch(&es)).await.unwrap();
    assert!(page.hits.is_empty());
    let sent = mock.sent();
    assert_eq!(sent[0].line(), "POST /a,b*/_search?routing=eu&preference=_local&request_cache=true");
    assert_eq!(sent[0].json().get("routing"), None);
}

#[tokio::test]
async fn the_json_of_a_search_is_the_body_that_is_sent() {
    let mock = MockTransport::new();
    let es = mock.client(OS).await.unwrap();
    mock.json(200, empty());
    let search = Search::<Employee>::new().filter(fields().age().gte(30)).sort(fields().age().desc()).page(2, 20);
    let shown: serde_json::Value = serde_json::from_str(&search.to_json(OS).unwrap()).unwrap();
    search.fetch(&es).await.unwrap();
    assert_eq!(shown, mock.sent()[0].json());
    assert!(matches!(Search::<Employee>::new().page(0, 20).to_json(OS), Err(Error::Invalid(_))));
}

#[tokio::test]
async fn the_first_hit_asks_for_one_and_counts_nothing() {
    let mock = MockTransport::new();
    let es = mock.client(OS).await.unwrap();
    mock.json(200, empty());
    let first = is_send(Search::<Employee>::new().aggregate(fields().age().avg()).first(&es)).await.unwrap();
    assert!(first.is_none());
    let body = mock.sent()[0].json();
    assert_eq!((&body["size"], &body["track_total_hits"], body.get("aggs")), (&json!(1), &json!(false), None));
}

#[tokio::test]
async fn a_count_is_exact_and_goes_to_count() {
    let mock = MockTransport::new();
    let es = mock.client(OS).await.unwrap();
    mock.json(200, json!({"count": 12_345, "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0}}));
    let search = Search::<Employee>::new().filter(fields().age().gte(30)).routing("eu").param("request_cache", "true");
    assert_eq!(is_send(search.page(3, 20).count(&es)).await.unwrap(), 12_345);
    let sent = mock.sent();
    assert_eq!(sent[0].line(), "POST /employees/_count?routing=eu");
    assert_eq!(sent[0].json(), json!({"query": {"bool": {"filter": [{"range": {"age": {"gte": 30}}}]}}}));

    mock.json(200, json!({"count": 1, "_shards": {"total": 2, "failed": 1, "failures": []}}));
    assert!(matches!(Search::<Employee>::new().count(&es).await, Err(Error::Server(_))));
}

#[tokio::test]
async fn aggregations_alone_come_back_in_their_shape() {
    let mock = MockTransport::new();
    let es = mock.client(OS).await.unwrap();
    mock.json(
        200,
        json!({"took": 1, "timed_out": false, "_shards": {"failed": 0}, "hits": {"hits": []},
        "aggregations": {"a0": {"value": 40.5}, "a1": {"value": 3}}}),
    );
    let f = fields();
    let search = Search::<Employee>::new().aggregate((f.age().avg(), f.department().cardinality()));
    let (age, departments) = is_send(search.only_aggregations().fetch(&es)).await.unwrap();
    assert_eq!((age, departments), (Some(40.5), 3));

    mock.json(200, json!({"timed_out": true, "hits": {"hits": []}, "aggregations": {"a0": {"value": 1.0}}}));
    let partial = Search::<Employee>::new().aggregate(f.age().sum()).only_aggregations().fetch(&es).await;
    assert!(matches!(partial, Err(Error::Server(_))));
}

#[tokio::test]
async fn a_missing_index_a_refusal_and_a_mistake_are_different_errors() {
    let mock = MockTransport::new();
    let es = mock.client(OS).await.unwrap();
    mock.json(404, json!({"error": {"type": "index_not_found_exception", "reason": "no"}, "status": 404}));
    assert!(Search::<Employee>::new().fetch(&es).await.unwrap_err().is_not_found());
    mock.json(400, json!({"error": {"type": "parsing_exception", "reason": "no"}, "status": 400}));
    let refused = Search::<Employee>::new().fetch(&es).await.unwrap_err().to_string();
    assert!(refused.contains("a search of index `employees`: parsing_exception"), "{refused}");
    let asked = mock.sent().len();
    for mistake in [
        Search::<Employee>::new().page(0, 10),
        Search::new().extra("routing", "x"),
        Search::by_fields([("salary", 1)]),
        Search::new().page(2, 10).after(SortValues::parse("[1]").unwrap()),
    ] {
        assert!(matches!(mistake.fetch(&es).await, Err(Error::Invalid(_))));
    }
    assert!(matches!(
        Search::<Employee>::new().filter(fields().score().gt(f64::INFINITY)).fetch(&es).await,
        Err(Error::Encode { .. })
    ));
    assert_eq!(mock.sent().len(), asked, "nothing is sent");
}
