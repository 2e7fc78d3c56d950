//! Answers that no server should give: about something else, in another order, with half characters, or no answers at all.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may panic; what the lints allow in `#[test]`s does not reach helpers"
)]

use std::future::IntoFuture as _;

use esmodel::{
    Error,
    dialect::{Dialect, Product, Version},
    error::BulkError,
    prelude::*,
    transport::{TransportError, mock::MockTransport},
    wire::Response,
};
use serde_json::{Value, json};

/// Anything with a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "things")]
struct Thing {
    #[es(id)]
    id: String,
    word: String,
}

/// Anything whose id the server makes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "things")]
struct Nameless {
    #[es(id)]
    id: Option<String>,
    word: String,
}

fn thing(id: &str) -> Thing {
    Thing { id: id.to_owned(), word: "x".to_owned() }
}

fn nameless() -> Nameless {
    Nameless { id: None, word: "x".to_owned() }
}

async fn client(mock: &MockTransport) -> Client {
    mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 8, 0))).await.unwrap()
}

fn written(id: &str, result: &str) -> Value {
    json!({"_index": "things", "_id": id, "_version": 2, "result": result, "_seq_no": 7, "_primary_term": 1})
}

fn found(id: &str) -> Value {
    json!({"_index": "things", "_id": id, "_version": 2, "_seq_no": 7, "_primary_term": 1, "found": true,
        "_source": {"word": "x"}})
}

fn item(action: &str, id: &str, result: &str) -> Value {
    let mut reply = written(id, result);
    reply["status"] = 200.into();
    json!({ action: reply })
}

/// As Elasticsearch 8 answers; OpenSearch leaves the last two out.
fn dropped(id: &str) -> Value {
    json!({"index": {"_index": "things", "_id": id, "_version": -3, "result": "noop", "status": 200,
        "_seq_no": -2, "_primary_term": 0}})
}

fn failed(id: Option<&str>, reason: &str) -> Value {
    let error = json!({"type": "fail_processor_exception", "reason": reason});
    json!({"index": {"_index": "things", "_id": id, "status": 500, "error": error}})
}

fn bulk(items: &[Value]) -> Value {
    json!({"took": 1, "errors": true, "items": items})
}

fn text(status: u16, kind: &str, body: &str) -> Response {
    Response::new(status, vec![("content-type".to_owned(), kind.to_owned())], body.to_owned())
}

fn bulk_error(outcome: esmodel::Result<()>) -> BulkError {
    match outcome {
        Err(Error::Bulk(error)) => *error,
        other => panic!("{other:?}"),
    }
}

fn is_unreadable<R: std::fmt::Debug>(outcome: esmodel::Result<R>, words: &str) {
    match outcome {
        Err(Error::Decode { .. }) => {}
        other => panic!("{words}: {other:?}"),
    }
}

#[tokio::test]
async fn a_get_that_is_answered_with_another_document_is_an_error() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, found("2"))
        .json(404, json!({"_index": "things", "_id": "2", "found": false}))
        .json(200, found("2"))
        .json(200, json!({"docs": [found("b"), found("a")]}))
        .json(200, json!({"docs": [found("a"), {"_index": "things", "_id": "a", "found": false}]}));
    let error = Thing::get(&es, "1").await.unwrap_err();
    assert!(error.to_string().contains("the answer is about document `2`"), "{error}");
    assert!(Thing::find(&es, "1").await.is_err());
    is_unreadable(Thing::get(&es, "1").await, "get");
    is_unreadable(Thing::get_many(&es, ["a", "b"]).await, "reordered");
    is_unreadable(Thing::get_many(&es, ["a", "b"]).await, "one of them absent");
}

#[tokio::test]
async fn what_a_batch_asked_for_together_is_told_apart_by_id() {
    for answered in [["b", "a"], ["a", "c"], ["a", "a"]] {
        let mock = MockTransport::new();
        let es = client(&mock).await;
        mock.json(200, json!({"docs": answered.map(found)}));
        let outcomes = es
            .batched(async |es| tokio::join!(Thing::exists(es, "a").into_future(), Thing::get(es, "b").into_future()))
            .await;
        is_unreadable(outcomes.0, "exists");
        is_unreadable(outcomes.1, "get");
    }
}

#[tokio::test]
async fn junk_behind_the_answer_is_no_part_of_one() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let answers = [found("1"), bulk(&[item("index", "1", "created")]), written("1", "created")];
    for answer in &answers {
        mock.respond(text(200, "application/json", &format!("{answer} and more")));
    }
    is_unreadable(Thing::get(&es, "1").await, "get");
    assert!(es.bulk_save([thing("1")]).await.unwrap().error.is_some());
    is_unreadable(thing("1").save(&es).await, "save");
}

#[tokio::test]
async fn a_write_that_is_answered_with_something_else_is_an_error() {
    for answer in [
        written("2", "created"),
        written("1", "deleted"),
        written("1", "not_found"),
        json!({"_index": "things", "_id": "1"}),
        json!({"acknowledged": true}),
        json!({}),
    ] {
        let mock = MockTransport::new();
        let es = client(&mock).await;
        mock.json(200, answer.clone());
        is_unreadable(thing("1").save(&es).await, &answer.to_string());
    }
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, written("1", "updated")).json(200, written("1", "updated"));
    is_unreadable(Thing::delete(&es, "1").await, "an update's answer to a delete");
    is_unreadable(thing("1").create(&es).await, "an update's answer to a create");
}

#[tokio::test]
async fn a_document_that_a_pipeline_dropped_is_not_stored() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, dropped("1")["index"].clone()).json(200, dropped("auto-generated")["index"].clone());
    let error = thing("1").save(&es).await.unwrap_err();
    assert!(error.to_string().contains("was not stored: an ingest pipeline dropped it"), "{error}");
    let error = nameless().save(&es).await.unwrap_err();
    assert!(error.to_string().contains("was not stored: an ingest pipeline dropped it"), "{error}");
}

#[tokio::test]
async fn answers_of_a_bulk_go_to_the_documents_of_their_ids() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(
        200,
        bulk(&[item("index", "a", "created"), dropped("d"), item("index", "c", "created"), failed(Some("b"), "no")]),
    );
    let outcome = es.bulk_save(["a", "b", "c", "d"].map(thing)).await.unwrap();
    assert_eq!(outcome.saved.iter().map(|doc| doc.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    let told: Vec<_> = outcome.rejected.iter().map(|it| (it.value.id.as_str(), it.operation.reason())).collect();
    assert_eq!(told, [("b", "no"), ("d", "the document was not stored: an ingest pipeline dropped it")]);
    assert!(outcome.error.is_none() && outcome.unanswered.is_empty());
}

#[tokio::test]
async fn which_refusal_of_a_document_without_id_is_whose_is_not_made_up() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, bulk(&[dropped("auto-generated"), item("index", "x", "created"), failed(None, "no")]));
    let outcome = es.bulk_save([nameless(), nameless(), nameless()]).await.unwrap();
    assert_eq!(outcome.saved[0].id.as_deref(), Some("x"));
    assert_eq!(outcome.rejected.iter().map(|it| it.operation.position()).collect::<Vec<_>>(), [0, 2]);
    for rejected in &outcome.rejected {
        assert!(rejected.operation.to_string().contains("does not say which refusal is whose"), "{rejected:?}");
    }
}

#[tokio::test]
async fn an_answer_of_a_bulk_that_belongs_to_nobody_leaves_the_others_theirs() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(
        200,
        bulk(&[item("index", "a", "created"), item("index", "z", "created"), item("delete", "c", "deleted")]),
    );
    let outcome = es.bulk_save(["a", "b", "c"].map(thing)).await.unwrap();
    assert_eq!(outcome.saved.iter().map(|doc| doc.id.as_str()).collect::<Vec<_>>(), ["a"]);
    assert_eq!(outcome.unanswered, [thing("b"), thing("c")]);
    assert!(matches!(outcome.error, Some(Error::Decode { .. })), "{:?}", outcome.error);
}

#[tokio::test]
async fn an_item_with_a_bad_status_and_no_error_is_refused() {
    for status in [409, 500, 400] {
        let mock = MockTransport::new();
        let es = client(&mock).await;
        let mut doc = {
            mock.json(201, written("1", "created"));
            thing("1").save(&es).await.unwrap()
        };
        let mut bad = item("index", "1", "created");
        bad["index"]["status"] = status.into();
        mock.json(200, bulk(&[bad]));
        let mut scope = es.bulk();
        scope.save(&mut doc).unwrap();
        let error = bulk_error(scope.commit().await);
        assert_eq!(error.failed_operations()[0].status(), Some(status));
    }
}

#[tokio::test]
async fn an_odd_error_of_one_item_leaves_the_others_their_answers() {
    for error in [json!("busy"), json!({"type": "a", "reason": 7, "root_cause": null}), json!([1]), json!({"code": 3})]
    {
        let mock = MockTransport::new();
        let es = client(&mock).await;
        let odd = json!({"index": {"_index": "things", "_id": "b", "status": 400, "error": error}});
        mock.json(200, bulk(&[item("index", "a", "created"), odd]));
        let outcome = es.bulk_save(["a", "b"].map(thing)).await.unwrap();
        assert_eq!((outcome.saved.len(), outcome.rejected.len()), (1, 1), "{error}");
    }
}

#[tokio::test]
async fn half_characters_of_one_item_leave_the_others_their_answers() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let items =
        bulk(&[item("index", "a", "created"), failed(Some("b"), "no HALF here"), item("index", "c", "created")]);
    mock.respond(text(200, "application/json", &items.to_string().replace("HALF", "\\ud83c")));
    let outcome = es.bulk_save(["a", "b", "c"].map(thing)).await.unwrap();
    assert_eq!(outcome.saved.len(), 2);
    assert_eq!(outcome.rejected[0].operation.reason(), "no \u{fffd} here");
}

#[tokio::test]
async fn a_page_that_is_no_answer_is_never_a_success() {
    let login = || text(200, "text/html; charset=utf-8", "<html><title>Log in</title>");
    let mock = MockTransport::new();
    let es = client(&mock).await;
    for _ in 0..9 {
        mock.respond(login());
    }
    let index = es.index::<Thing>();
    is_unreadable(Thing::exists(&es, "1").await, "exists");
    is_unreadable(index.exists().await, "index exists");
    is_unreadable(index.refresh().await, "refresh");
    is_unreadable(index.delete().await, "delete");
    is_unreadable(Thing::get(&es, "1").await, "get");
    is_unreadable(thing("1").save(&es).await, "save");
    is_unreadable(Thing::search().count(&es).await, "count");
    is_unreadable(es.schema::<Thing>().apply().await, "apply");
    let error = Thing::search().fetch(&es).await.unwrap_err();
    let message = error.to_string();
    for words in ["it is no JSON, but text/html", "<html><title>Log in", "a proxy or its login page"] {
        assert!(message.contains(words), "{message}");
    }
}

#[tokio::test]
async fn a_404_of_a_proxy_does_not_say_that_nothing_is_there() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    for _ in 0..2 {
        mock.respond(text(404, "text/html", "<html>not here"));
    }
    is_unreadable(Thing::exists(&es, "1").await, "exists");
    is_unreadable(es.index::<Thing>().exists().await, "index exists");
}

#[tokio::test]
async fn an_answer_to_another_question_is_no_success() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    for _ in 0..3 {
        mock.json(200, json!({"took": 1}));
    }
    is_unreadable(es.index::<Thing>().refresh().await, "refresh");
    is_unreadable(es.index::<Thing>().delete().await, "delete");
    is_unreadable(Thing::search().fetch(&es).await, "search");
}

#[tokio::test]
async fn a_redirect_is_an_error_that_says_where_it_points() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    for _ in 0..2 {
        mock.respond(Response::new(307, vec![("location".to_owned(), "http://elsewhere/x".to_owned())], ""));
    }
    for error in [thing("1").create(&es).await.unwrap_err(), Thing::get(&es, "1").await.unwrap_err()] {
        assert!(matches!(error, Error::Server(_)), "{error:?}");
        assert!(error.to_string().contains("redirects to http://elsewhere/x, which is not followed"), "{error}");
    }
}

#[tokio::test]
async fn a_write_that_a_redirect_led_elsewhere_is_perhaps_applied_and_not_sent_again() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.fail(TransportError::redirected("to http://elsewhere"));
    let mut doc = Doc::new(thing("1"));
    let mut scope = es.bulk();
    scope.save(&mut doc).unwrap();
    let error = bulk_error(scope.commit().await);
    assert!(error.unanswered_operations()[0].may_have_been_applied(), "{error}");
    assert!(error.to_string().contains("to http://elsewhere"), "{error}");
    assert_eq!(mock.sent().len(), 1);
}

#[tokio::test]
async fn a_bulk_that_is_too_large_for_the_server_says_what_to_set() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.respond(text(413, "text/html", "<html>too large"));
    let outcome = es.bulk_save([thing("1")]).await.unwrap();
    let told = outcome.error.unwrap().to_string();
    assert!(told.contains("413") && told.contains("`.max_bytes(..)`"), "{told}");
}

#[tokio::test]
async fn messages_are_one_line_of_bounded_length_whatever_was_answered() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let long = format!("a\n\u{1b}[31m{}", "x".repeat(40_000));
    mock.json(400, json!({"error": {"type": "t", "reason": long}}));
    let mut odd = found("1");
    odd["_source"]["word"] = json!([]);
    mock.json(200, odd);
    mock.json(404, json!({"_index": "things", "_id": "a\nb", "found": false}));
    mock.respond(text(200, "text/plain\u{7}", &long));
    for error in [
        thing("1").save(&es).await.unwrap_err(),
        Thing::get(&es, "1").await.unwrap_err(),
        Thing::get(&es, "a\nb").await.unwrap_err(),
        Thing::get(&es, "1").await.unwrap_err(),
    ] {
        let told = error.to_string();
        assert!(told.len() < 3000 && !told.contains(char::is_control), "{told}");
    }
}
