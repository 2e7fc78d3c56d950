//! Indices that are closed: by an `apply()` that did not end, and by an operator.

use std::{sync::Arc, time::Duration};

use esmodel::{
    Error,
    error::Advice,
    index::{Applied, Mode, Verdict},
    prelude::*,
    schema::{Analysis, Analyzer, Needs},
    transport::{Transport, TransportError, TransportOptions, elastic::OfficialTransport},
    wire::{Effect, Method, Request, RequestPath, Response},
};
use esmodel_tests::Context;
use futures_util::future::BoxFuture;
use serde_json::Value;

esmodel_tests::tests![
    an_index_that_failed_to_open_is_opened_by_the_next_apply,
    an_index_is_as_it_was_after_it_was_closed_for_an_analyzer,
    what_an_operator_closed_is_told_and_stays_closed,
    a_closed_index_behind_a_pattern_is_told_and_left,
    a_mark_on_an_open_index_goes_away,
];

const FOLDED: Analysis =
    Analysis { analyzers: &[Analyzer::custom("folded", "standard", &["lowercase"])], ..Analysis::NONE };

/// Before it has an analyzer.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "notes", meta(team = "books"))]
struct Before {
    #[es(id)]
    id: u32,
    #[es(text)]
    title: String,
}

/// With an analyzer, which an index gets only while it is closed, and a field that uses it.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "notes", meta(team = "books"), analysis = FOLDED)]
struct After {
    #[es(id)]
    id: u32,
    #[es(text)]
    title: String,
    #[es(text(analyzer = "folded"))]
    #[serde(default)]
    body: String,
}

/// A model whose documents name their index.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "months-*", index_for = Self::index_for)]
struct Monthly {
    #[es(id)]
    id: u32,
    month: String,
}

impl Monthly {
    fn index_for(&self) -> String {
        format!("months-{}", self.month)
    }
}

/// The official transport, whose `_open` never reaches the server.
#[derive(Debug)]
struct NeverOpens(OfficialTransport);

impl Transport for NeverOpens {
    fn send<'a>(
        &'a self,
        node: usize,
        request: &'a Request,
        timeout: Duration,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        if request.path().as_str().ends_with("/_open") {
            let body =
                br#"{"error":{"type":"process_cluster_event_timeout_exception","reason":"failed"},"status":503}"#;
            return Box::pin(async { Ok(Response::new(503, Vec::new(), body.to_vec())) });
        }
        self.0.send(node, request, timeout)
    }
}

async fn client_that_never_opens(context: &Context) -> Client {
    let inner = OfficialTransport::new(&[context.engine().url()], &TransportOptions::default()).unwrap();
    let builder = Client::builder()
        .transport(Arc::new(NeverOpens(inner)))
        .dialect(context.es().dialect())
        .index_prefix(context.es().index_name("").into_owned());
    builder.connect().await.unwrap()
}

async fn send(es: &Client, method: Method, path: &[&str], body: &Value) -> Response {
    let request = Request::new(method, RequestPath::new(path).unwrap(), Effect::Idempotent);
    let response = es.send(if body.is_null() { request } else { request.json(body.to_string()) }).await.unwrap();
    assert!(response.is_success(), "{}", response.text().unwrap());
    response
}

async fn meta(es: &Client) -> Value {
    let index = es.index_name("notes").into_owned();
    let answer = send(es, Method::Get, &[&index, "_mapping"], &Value::Null).await;
    let answer: Value = serde_json::from_str(answer.text().unwrap()).unwrap();
    answer[&index]["mappings"]["_meta"].clone()
}

async fn is_searchable(es: &Client) -> bool {
    Before::search().count(es).await.is_ok()
}

async fn an_index_that_failed_to_open_is_opened_by_the_next_apply(context: Context) {
    let es = context.es();
    es.schema::<Before>().apply().await.unwrap();
    let broken = client_that_never_opens(&context).await;
    let error = broken.schema::<After>().apply().allow_close().await.unwrap_err();
    assert!(error.to_string().contains("stays closed until the next `apply()`"), "{error}");
    assert!(!is_searchable(es).await);

    let plan = es.schema::<After>().plan().await.unwrap();
    let line = "~ (index)  closed -> open";
    assert!(plan.changes.iter().any(|change| change.to_string().contains(line)), "{plan}");
    assert!(plan.needs_action());
    // A program that may change nothing says so.
    let error = es.schema::<After>().apply().mode(Mode::Validate).await.unwrap_err();
    assert!(error.to_string().contains("`(index)` is closed"), "{error}");
    // Failing again leaves it as it is.
    broken.schema::<After>().apply().await.unwrap_err();

    // Without the permission to close, and by another model: whoever applies next opens it.
    let applied = es.schema::<After>().apply().await.unwrap();
    assert_eq!(applied, Applied::Extended(vec!["(index)".into(), "body".into()]));
    assert!(is_searchable(es).await);
    assert_eq!(es.schema::<After>().apply().await.unwrap(), Applied::Unchanged);
    assert_eq!(meta(es).await, serde_json::json!({ "team": "books" }));
}

async fn an_index_is_as_it_was_after_it_was_closed_for_an_analyzer(context: Context) {
    let es = context.es();
    es.schema::<Before>().apply().await.unwrap();
    es.schema::<After>().apply().allow_close().await.unwrap();
    assert!(is_searchable(es).await);
    assert_eq!(meta(es).await, serde_json::json!({ "team": "books" }));
    assert_eq!(es.schema::<After>().plan().await.unwrap().verdict, Verdict::InSync);
}

async fn what_an_operator_closed_is_told_and_stays_closed(context: Context) {
    let es = context.es();
    es.schema::<Before>().apply().await.unwrap();
    let index = es.index_name("notes").into_owned();
    send(es, Method::Post, &[&index, "_close"], &Value::Null).await;

    let plan = es.schema::<Before>().plan().await.unwrap();
    assert_eq!(plan.verdict, Verdict::Changes(Needs::Opening), "{plan}");
    assert!(plan.to_string().contains("! (index)  closed -> open"), "{plan}");
    for apply in [es.schema::<Before>().apply(), es.schema::<Before>().apply().allow_close()] {
        let error = apply.await.unwrap_err();
        let Error::MappingMismatch(mismatch) = &error else { panic!("{error}") };
        assert_eq!(mismatch.advice(), Advice::Open, "{error}");
    }
    assert!(!is_searchable(es).await, "it was opened");
    // The mapping that waits behind it can be read.
    assert!(es.index::<Before>().lock().await.unwrap().is_some());
    send(es, Method::Post, &[&index, "_open"], &Value::Null).await;
    assert_eq!(es.schema::<Before>().apply().await.unwrap(), Applied::Unchanged);
}

async fn a_closed_index_behind_a_pattern_is_told_and_left(context: Context) {
    let es = context.es();
    for month in ["2026-01", "2026-02"] {
        es.schema::<Monthly>().index(format!("months-{month}")).apply().await.unwrap();
    }
    let old = es.index_name("months-2026-01").into_owned();
    send(es, Method::Post, &[&old, "_close"], &Value::Null).await;
    let plan = es.schema::<Monthly>().plan().await.unwrap();
    let [change] = plan.changes.as_slice() else { panic!("{plan}") };
    assert_eq!((change.needs, &change.indices), (Needs::Nothing, &vec![old.clone()]), "{plan}");
    assert!(!plan.needs_action());
    assert_eq!(es.schema::<Monthly>().apply().await.unwrap(), Applied::Unchanged);
    let error = es.schema::<Monthly>().index("months-2026-01").apply().await.unwrap_err();
    assert!(error.to_string().contains("somebody closed the index"), "{error}");
}

/// The mark was written, and the closing never came.
async fn a_mark_on_an_open_index_goes_away(context: Context) {
    let es = context.es();
    es.schema::<Before>().apply().await.unwrap();
    let index = es.index_name("notes").into_owned();
    let marked = serde_json::json!({ "_meta": { "team": "books", "esmodel": { "closed_by": "apply" } } });
    send(es, Method::Put, &[&index, "_mapping"], &marked).await;
    assert_eq!(es.schema::<Before>().plan().await.unwrap().verdict, Verdict::InSync);
    assert_eq!(es.schema::<Before>().apply().await.unwrap(), Applied::Unchanged);
    assert_eq!(meta(es).await, serde_json::json!({ "team": "books" }));
}
