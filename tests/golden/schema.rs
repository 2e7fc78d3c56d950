//! The requests of plans and of applying them, over the mock: their order, and what happens when one is refused.

use esmodel::{
    Error,
    dialect::{Dialect, Product, Version},
    index::Applied,
    model::ModelDefinition,
    prelude::*,
    transport::mock::MockTransport,
};
use serde_json::{Value, json};

const OS3: Dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));

/// A book.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "books",
    settings(refresh_interval = "5s"),
    analyzers(folded(tokenizer = "standard", filter("lowercase")))
)]
struct Book {
    #[es(id)]
    id: u32,
    #[es(text(analyzer = "folded"))]
    title: String,
    pages: u32,
}

/// An index that lacks the title, the analyzer and the setting.
fn deployed() -> Value {
    json!({ "books-1": {
        "aliases": {},
        "mappings": { "dynamic": "strict", "properties": { "pages": { "type": "long" } } },
        "settings": { "index.number_of_shards": "1", "index.uuid": "x" },
    } })
}

fn done() -> Value {
    json!({ "acknowledged": true })
}

fn refusal() -> Value {
    json!({ "error": { "type": "illegal_argument_exception", "reason": "no" }, "status": 400 })
}

fn lines(mock: &MockTransport) -> Vec<String> {
    mock.sent().iter().map(esmodel::transport::mock::SentRequest::line).collect()
}

#[tokio::test]
async fn a_plan_is_one_request() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.json(200, deployed());
    let plan = es.schema::<Book>().plan().await.unwrap();
    assert_eq!(plan.indices, ["books-1"]);
    assert_eq!(lines(&mock), ["GET /books?flat_settings=true&expand_wildcards=open,closed"]);
}

#[tokio::test]
async fn settings_come_before_the_fields_that_need_them() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.json(200, deployed());
    for _ in 0..7 {
        mock.json(200, done());
    }
    let applied = es.schema::<Book>().apply().allow_close().await.unwrap();
    let expected = ["index.analysis.analyzer.folded", "index.refresh_interval", "title"].map(String::from).to_vec();
    assert_eq!(applied, Applied::Extended(expected));
    assert_eq!(
        lines(&mock)[1..],
        [
            "PUT /books/_settings",
            "PUT /books-1/_mapping",
            "POST /books-1/_close",
            "PUT /books-1/_settings",
            "POST /books-1/_open",
            "PUT /books-1/_mapping",
            "PUT /books/_mapping"
        ]
    );
    let sent = mock.sent();
    assert_eq!(sent[1].json(), json!({ "index.refresh_interval": "5s" }));
    assert_eq!(
        sent[4].json(),
        json!({ "index.analysis.analyzer.folded.type": "custom", "index.analysis.analyzer.folded.tokenizer": "standard",
            "index.analysis.analyzer.folded.filter": ["lowercase"] })
    );
    assert_eq!(sent[7].json(), Book::SCHEMA.mapping(OS3).unwrap());
}

/// It is tried again, as another process may have opened the index in between.
#[tokio::test]
async fn an_index_is_opened_again_also_where_the_server_refuses_the_settings() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    for _ in 0..3 {
        mock.json(200, deployed()).json(200, done()).json(200, done()).json(200, done());
        mock.json(400, refusal()).json(200, done()).json(200, done());
    }
    let error = es.schema::<Book>().apply().allow_close().await.unwrap_err();
    assert!(matches!(&error, Error::Server(refusal) if refusal.reason() == "no"), "{error}");
    assert_eq!(lines(&mock)[5..7], ["POST /books-1/_open", "PUT /books-1/_mapping"]);
    assert_eq!(lines(&mock).len(), 21);
}

/// Another process made the index after the first look.
#[tokio::test]
async fn an_index_that_another_process_makes_meanwhile_is_compared_like_any_other() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.json(404, json!({ "error": { "type": "index_not_found_exception" } }));
    mock.json(400, json!({ "error": { "type": "resource_already_exists_exception" }, "status": 400 }));
    mock.json(
        200,
        json!({ "books": {
        "mappings": Book::SCHEMA.mapping(OS3).unwrap(),
        "settings": { "index.refresh_interval": "5s", "index.analysis.analyzer.folded.type": "custom",
            "index.analysis.analyzer.folded.tokenizer": "standard",
            "index.analysis.analyzer.folded.filter": ["lowercase"] },
    } }),
    );
    assert_eq!(es.schema::<Book>().apply().await.unwrap(), Applied::Unchanged);
}
