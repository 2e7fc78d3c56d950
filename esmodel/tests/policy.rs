//! How often a request is really sent, over the mock and a paused clock.
#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

use std::{sync::Arc, time::Duration};

use esmodel::{
    Client, Error,
    dialect::{Dialect, Product, Version},
    policy::{BreakerSettings, Retry},
    transport::{TransportError, mock::MockTransport},
    wire::{Effect, Method, Request, RequestPath, Response},
};

const OS3: Dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));
const ENOUGH: usize = 10;

#[derive(Debug, Clone, Copy)]
enum Fault {
    Refused,
    ResetBeforeSend,
    ResetAfterSend,
    Timeout,
    Status(u16),
}

fn queue(mock: &MockTransport, fault: Fault) {
    match fault {
        Fault::Refused => mock.fail(TransportError::not_sent("connection refused")),
        Fault::ResetBeforeSend => mock.fail(TransportError::not_sent("reset while connecting")),
        Fault::ResetAfterSend => mock.fail(TransportError::broken("connection reset")),
        Fault::Timeout => mock.hang(),
        Fault::Status(status) => mock.json(status, serde_json::json!({"error": "no", "status": status})),
    };
}

fn request(effect: Effect) -> Request {
    Request::new(Method::Post, RequestPath::new(&["cities", "_search"]).unwrap(), effect)
}

/// Answers with nothing but the fault, and counts what was sent. What is left of the queue is used up at the end.
async fn sends(fault: Fault, effect: Effect) -> usize {
    let mock = MockTransport::new();
    for _ in 0..ENOUGH {
        queue(&mock, fault);
    }
    let es = Client::builder()
        .transport(Arc::new(mock.clone()))
        .breaker(BreakerSettings { threshold: 100, ..BreakerSettings::default() })
        .dialect(OS3)
        .connect()
        .await
        .unwrap();
    let outcome = es.send(request(effect)).await;
    match fault {
        Fault::Status(status) => assert_eq!(outcome.unwrap().status(), status),
        Fault::Timeout => assert!(matches!(outcome, Err(Error::Timeout { .. }))),
        _ => assert!(matches!(outcome, Err(Error::Unreachable(_)))),
    }
    let sent = mock.sent().len();
    while mock.sent().len() < ENOUGH {
        drop(es.with_timeout(Duration::from_millis(1)).send(request(Effect::Read)).await);
    }
    sent
}

#[tokio::test(start_paused = true)]
async fn every_fault_and_effect_has_its_exact_number_of_sends() {
    let table = [
        (Fault::Refused, [4, 4, 4]),
        (Fault::ResetBeforeSend, [4, 4, 4]),
        (Fault::ResetAfterSend, [4, 4, 1]),
        (Fault::Timeout, [4, 4, 1]),
        (Fault::Status(429), [4, 4, 4]),
        (Fault::Status(502), [4, 4, 1]),
        (Fault::Status(503), [4, 4, 1]),
        (Fault::Status(504), [4, 4, 1]),
        (Fault::Status(500), [1, 1, 1]),
        (Fault::Status(400), [1, 1, 1]),
        (Fault::Status(409), [1, 1, 1]),
    ];
    for (fault, expected) in table {
        for (effect, expected) in [Effect::Read, Effect::Idempotent, Effect::Once].into_iter().zip(expected) {
            assert_eq!(sends(fault, effect).await, expected, "{fault:?} x {effect:?}");
        }
    }
}

async fn two_nodes(mock: &MockTransport) -> Client {
    Client::builder()
        .nodes(["first", "second"])
        .transport(Arc::new(mock.clone()))
        .retry(Retry { retries: 1, ..Retry::default() })
        .dialect(OS3)
        .connect()
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_retry_goes_to_another_node() {
    let mock = MockTransport::new();
    let es = two_nodes(&mock).await;
    mock.fail(TransportError::not_sent("refused")).json(200, serde_json::json!({}));
    es.send(request(Effect::Once)).await.unwrap();
    let nodes: Vec<usize> = mock.sent().iter().map(|sent| sent.node).collect();
    assert_eq!(nodes.len(), 2);
    assert_ne!(nodes[0], nodes[1]);
}

#[tokio::test(start_paused = true)]
async fn requests_go_to_the_nodes_in_turn() {
    let mock = MockTransport::new();
    let es = two_nodes(&mock).await;
    for _ in 0..4 {
        mock.json(200, serde_json::json!({}));
        es.send(request(Effect::Read)).await.unwrap();
    }
    let nodes: Vec<usize> = mock.sent().iter().map(|sent| sent.node).collect();
    assert_eq!(nodes, [0, 1, 0, 1]);
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_sends_nothing_and_says_so_and_lets_one_probe_pass_later() {
    let mock = MockTransport::new();
    let es = Client::builder()
        .transport(Arc::new(mock.clone()))
        .retry(Retry { retries: 0, ..Retry::default() })
        .breaker(BreakerSettings { threshold: 2, open_for: Duration::from_secs(10) })
        .dialect(OS3)
        .connect()
        .await
        .unwrap();
    mock.fail(TransportError::not_sent("refused")).fail(TransportError::not_sent("refused"));
    for _ in 0..2 {
        es.send(request(Effect::Read)).await.unwrap_err();
    }
    assert!(matches!(es.send(request(Effect::Read)).await, Err(Error::CircuitOpen { .. })));
    assert_eq!(mock.sent().len(), 2);

    tokio::time::advance(Duration::from_secs(10)).await;
    mock.json(200, serde_json::json!({}));
    es.send(request(Effect::Read)).await.unwrap();
    assert_eq!(mock.sent().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_breaker_that_opens_during_the_retries_does_not_hide_what_happened() {
    for fault in [Fault::Refused, Fault::ResetAfterSend, Fault::Timeout, Fault::Status(503)] {
        let mock = MockTransport::new();
        let es = mock.client(OS3).await.unwrap();
        for _ in 0..5 {
            queue(&mock, fault);
        }
        // Four sends; the fifth failure in a row opens the breaker in the midst of the second call.
        drop(es.send(request(Effect::Idempotent)).await);
        let outcome = es.send(request(Effect::Idempotent)).await;
        assert_eq!(mock.sent().len(), 5, "{fault:?}");
        match fault {
            Fault::Status(status) => assert_eq!(outcome.unwrap().status(), status),
            Fault::Timeout => assert!(matches!(outcome, Err(Error::Timeout { .. })), "{outcome:?}"),
            _ => assert!(matches!(outcome, Err(Error::Unreachable(_))), "{outcome:?}"),
        }
        assert!(matches!(es.send(request(Effect::Read)).await, Err(Error::CircuitOpen { .. })), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_may_have_arrived_stays_so_when_its_retries_find_nobody() {
    for (first, expected) in [
        (Fault::Refused, false),
        (Fault::Status(429), false),
        (Fault::ResetAfterSend, true),
        (Fault::Timeout, true),
        (Fault::Status(503), true),
    ] {
        let mock = MockTransport::new();
        let es = mock.client(OS3).await.unwrap();
        for fault in [first, Fault::Refused, Fault::Refused, Fault::Refused] {
            queue(&mock, fault);
        }
        let Err(Error::Unreachable(error)) = es.send(request(Effect::Idempotent)).await else {
            panic!("{first:?}");
        };
        assert_eq!(error.may_have_been_sent(), expected, "{first:?}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_that_refuse_a_request_do_not_open_the_breaker() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    for _ in 0..20 {
        mock.json(409, serde_json::json!({}));
        assert_eq!(es.send(request(Effect::Once)).await.unwrap().status(), 409);
    }
}

#[tokio::test(start_paused = true)]
async fn the_servers_retry_after_is_kept() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.respond(Response::new(429, vec![("retry-after".into(), "3".into())], "{}")).json(200, serde_json::json!({}));
    let before = tokio::time::Instant::now();
    es.send(request(Effect::Read)).await.unwrap();
    assert!(before.elapsed() >= Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn a_time_out_of_the_call_replaces_the_clients() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.hang();
    let before = tokio::time::Instant::now();
    let error = es.send(request(Effect::Once).timeout(Some(Duration::from_secs(2)))).await.unwrap_err();
    assert_eq!(before.elapsed(), Duration::from_secs(2));
    assert_eq!(error.to_string(), "no answer from the transport's only node within 2 s");
}

#[tokio::test(start_paused = true)]
async fn waiting_until_ready_goes_on_past_refusals_and_red() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.fail(TransportError::not_sent("refused"))
        .json(503, serde_json::json!({"error": "starting"}))
        .json(200, serde_json::json!({"status": "red"}))
        .json(200, serde_json::json!({"status": "yellow"}));
    es.wait_until_ready(Duration::from_secs(30)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_cluster_that_stays_red_is_named_when_the_deadline_has_passed() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    for _ in 0..5 {
        mock.json(200, serde_json::json!({"status": "red"}));
    }
    let error = es.wait_until_ready(Duration::from_secs(1)).await.unwrap_err();
    assert!(error.to_string().contains("the cluster is red"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_look_that_the_deadline_cuts_short_does_not_hide_what_the_one_before_met() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.json(200, serde_json::json!({"status": "red"})).hang();
    let error = es.wait_until_ready(Duration::from_secs(2)).await.unwrap_err();
    assert!(error.to_string().contains("the cluster is red"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn waiting_may_have_no_end() {
    let mock = MockTransport::new();
    let es = mock.client(OS3).await.unwrap();
    mock.json(503, serde_json::json!({"error": "starting"})).json(200, serde_json::json!({"status": "green"}));
    es.wait_until_ready(Duration::MAX).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn no_message_shows_a_password_of_an_address_given_beside_a_transport() {
    let mock = MockTransport::new();
    let builder = Client::builder().node("http://ada:geheim@host:9200").transport(Arc::new(mock.clone())).dialect(OS3);
    let es = builder.retry(Retry { retries: 0, ..Retry::default() }).connect().await.unwrap();
    mock.fail(TransportError::not_sent("refused"));
    let error = es.send(request(Effect::Read)).await.unwrap_err();
    assert!(error.to_string().contains("http://host:9200"), "{error}");
    assert!(!format!("{es:?} {error:?}").contains("geheim"), "{es:?} {error:?}");
}

mod detection {
    use super::*;

    async fn detect(answers: &[Response]) -> esmodel::Result<Dialect> {
        let mock = MockTransport::new();
        for answer in answers {
            mock.respond(answer.clone());
        }
        Ok(Client::builder().transport(Arc::new(mock)).connect().await?.dialect())
    }

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response::new(status, headers, body.to_owned())
    }

    #[tokio::test]
    async fn elasticsearch_is_known_by_its_version() {
        let info = answer(200, &[], r#"{"version": {"number": "9.0.1"}, "tagline": "You Know, for Search"}"#);
        let expected = Dialect::new(Product::Elasticsearch, Version::new(9, 0, 1));
        assert_eq!(detect(&[info]).await.unwrap(), expected);
    }

    #[tokio::test]
    async fn opensearch_is_known_by_its_distribution() {
        let info = answer(200, &[], r#"{"version": {"number": "3.8.0", "distribution": "opensearch"}}"#);
        assert_eq!(detect(&[info]).await.unwrap(), OS3);
    }

    #[tokio::test]
    async fn opensearch_that_pretends_to_be_old_is_known_by_its_tagline_and_its_node() {
        let pretending = answer(
            200,
            &[],
            r#"{"version": {"number": "7.10.2"}, "tagline": "The OpenSearch Project: https://opensearch.org/"}"#,
        );
        let node = |version: &str| answer(200, &[], &format!(r#"{{"nodes": {{"x": {{"version": "{version}"}}}}}}"#));
        let expected = Dialect::new(Product::OpenSearch, Version::new(2, 19, 6));
        assert_eq!(detect(&[pretending.clone(), node("2.19.6")]).await.unwrap(), expected);
        let error = detect(&[pretending, node("1.3.20")]).await.unwrap_err();
        assert!(error.to_string().starts_with("OpenSearch 1.3.20 has no support by esmodel"), "{error}");
    }

    #[tokio::test]
    async fn a_server_without_an_info_page_is_known_by_its_node() {
        let refused = answer(405, &[], r#"{"error": "Incorrect HTTP method"}"#);
        let node =
            answer(200, &[("x-elastic-product", "Elasticsearch")], r#"{"nodes": {"x": {"version": "8.19.21"}}}"#);
        let expected = Dialect::new(Product::Elasticsearch, Version::new(8, 19, 21));
        assert_eq!(detect(&[refused, node]).await.unwrap(), expected);
    }

    #[tokio::test]
    async fn a_server_that_is_too_old_is_refused_with_the_oldest_that_are_not() {
        let info = answer(200, &[], r#"{"version": {"number": "6.8.0"}}"#);
        let error = detect(&[info]).await.unwrap_err();
        assert!(matches!(error, Error::Unsupported(_)));
        assert!(error.to_string().contains("Elasticsearch 7.17.0 and OpenSearch 2.0.0"), "{error}");
    }

    #[tokio::test]
    async fn wrong_credentials_are_told_apart() {
        let error = detect(&[answer(401, &[], r#"{"error": {"type": "security_exception", "reason": "no"}}"#)]).await;
        assert!(error.unwrap_err().to_string().contains("check the credentials"));
    }

    #[tokio::test]
    async fn a_page_that_is_no_search_server_is_told_apart() {
        let error = detect(&[answer(200, &[], "<html>hello</html>")]).await.unwrap_err();
        assert!(error.to_string().contains("is there an Elasticsearch or OpenSearch at this address?"), "{error}");
    }
}
