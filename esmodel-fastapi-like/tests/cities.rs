//! The route over the cities, on a mock: what it sends, and what it answers.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot be set up panics")]

#[path = "cities/route.rs"]
mod route;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::FromRequestParts as _,
    http::{HeaderMap, Request, StatusCode},
    response::{IntoResponse as _, Response},
    routing::get,
};
use esmodel::{
    Client, Doc, Error, EsModel as _,
    dialect::{Dialect, Product, Version},
    policy::Retry,
    search::{Total, TotalHits},
    transport::{
        TransportError,
        mock::{MockTransport, SentRequest},
    },
};
use esmodel_fastapi_like::{EXPOSED_HEADERS, NamedSort as _, Paged, Pagination, Problem, SearchExt as _, Sort};
use http_body_util::BodyExt as _;
use route::{City, CitySort, routes};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// An answer that was read.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    json: Value,
    cause: Option<Arc<Error>>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn detail(&self) -> &str {
        self.json["detail"].as_str().unwrap()
    }
}

async fn read(response: Response) -> Answer {
    let cause = response.extensions().get::<Arc<Error>>().cloned();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let json = serde_json::from_slice(&bytes).unwrap();
    Answer { status: parts.status, headers: parts.headers, json, cause }
}

async fn client(mock: &MockTransport) -> Client {
    let client = Client::builder()
        .transport(Arc::new(mock.clone()))
        .node("http://secret-host:9200")
        .dialect(Dialect::new(Product::Elasticsearch, Version::new(9, 0, 0)))
        .retry(Retry { retries: 0, ..Retry::default() });
    client.connect().await.unwrap()
}

async fn ask(mock: &MockTransport, uri: &str) -> Answer {
    let request = Request::get(uri).body(Body::empty()).unwrap();
    read(routes(client(mock).await).oneshot(request).await.unwrap()).await
}

/// What is refused before anything is sent.
async fn refused(uri: &str) -> Answer {
    let mock = MockTransport::new();
    let answer = ask(&mock, uri).await;
    assert_eq!(answer.status, 400, "{uri}: {}", answer.json);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!((&answer.json["status"], &answer.json["title"]), (&json!(400), &json!("Bad Request")));
    assert!(mock.sent().is_empty(), "{uri} was sent");
    answer
}

fn oslo() -> Value {
    json!({"geonameid": 3_143_244, "name": "Oslo", "country": "NO", "admin1": "12", "population": 580_000,
        "timezone": "Europe/Oslo", "location": {"lat": 59.91273, "lon": 10.74609}, "alternate_names": ["Christiania"]})
}

fn reply(hits: &[Value], total: u64, relation: &str) -> Value {
    let hits: Vec<Value> = hits.iter().map(|source| {
        json!({"_index": "cities", "_id": source["geonameid"].to_string(), "_score": null, "_source": source})
    }).collect();
    json!({"took": 1, "timed_out": false, "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {"total": {"value": total, "relation": relation}, "max_score": null, "hits": hits}})
}

/// The body that the search had.
async fn sent(uri: &str) -> Value {
    let mock = MockTransport::new();
    mock.json(200, reply(&[], 0, "eq"));
    let answer = ask(&mock, uri).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(mock.sent()[0].line(), "POST /cities/_search");
    mock.sent()[0].json()
}

#[tokio::test]
async fn a_page_is_a_list_of_the_values_with_the_exact_total_beside_it() {
    let mock = MockTransport::new();
    mock.json(200, reply(&[oslo()], 25_001, "eq"));
    let answer = ask(&mock, "/cities?_page=2&_page_size=1").await;
    assert_eq!((answer.status, &answer.json), (StatusCode::OK, &json!([oslo()])));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!((answer.header("x-total-hits"), answer.header("x-total-relation")), (Some("25001"), Some("eq")));
    assert_eq!(answer.header("x-partial-results"), None);
    assert_eq!(mock.sent()[0].json()["track_total_hits"], true);
}

#[tokio::test]
async fn without_parameters_it_is_the_first_page_of_the_default_size_in_the_models_order() {
    let body = sent("/cities").await;
    assert_eq!((&body["from"], &body["size"], &body["query"]), (&Value::Null, &json!(10), &Value::Null));
    assert_eq!(
        body["sort"],
        json!([{"population": {"order": "desc", "unmapped_type": "long"}}, {"name.raw": {"order": "asc", "unmapped_type": "keyword"}}])
    );
    assert_eq!(sent("/cities?_page=&_page_size=&_sort=").await, body);
}

#[tokio::test]
async fn page_order_and_filters_go_into_the_search() {
    let body = sent("/cities?country=NO&_page=3&_page_size=20&_sort=country_name_asc&min_population=5").await;
    assert_eq!((&body["from"], &body["size"]), (&json!(40), &json!(20)));
    assert_eq!(
        body["sort"],
        json!([{"country": {"order": "asc", "unmapped_type": "keyword"}}, {"name.raw": {"order": "asc", "unmapped_type": "keyword"}}])
    );
    let filters = body["query"].to_string();
    assert!(filters.contains(r#""country":["NO"]"#) && filters.contains(r#""gte":5"#), "{filters}");
}

#[tokio::test]
async fn a_repeated_key_is_a_list_where_a_list_is_wanted() {
    let filters = sent("/cities?country=NO&_page=1&country=%53E").await["query"].to_string();
    assert!(filters.contains(r#"["NO","SE"]"#), "{filters}");
}

#[tokio::test]
async fn the_greatest_page_and_the_last_reachable_one_are_served() {
    assert_eq!(sent("/cities?_page=100&_page_size=100").await["from"], 9_900);
    assert_eq!(sent("/cities?_page=1000").await["from"], 9_990);
}

#[tokio::test]
async fn an_empty_list_is_no_error() {
    let mock = MockTransport::new();
    mock.json(200, reply(&[], 0, "eq"));
    let answer = ask(&mock, "/cities?country=XX").await;
    assert_eq!(
        (answer.status, answer.json, answer.headers.get("x-total-hits").unwrap().as_bytes()),
        (StatusCode::OK, json!([]), b"0".as_slice())
    );
}

#[tokio::test]
async fn a_total_that_is_a_lower_bound_says_so() {
    let mock = MockTransport::new();
    mock.json(200, reply(&[oslo()], 10_000, "gte"));
    let answer = ask(&mock, "/cities").await;
    assert_eq!((answer.header("x-total-hits"), answer.header("x-total-relation")), (Some("10000"), Some("gte")));
}

#[tokio::test]
async fn a_partial_page_says_so() {
    let mock = MockTransport::new();
    let mut partial = reply(&[oslo()], 3, "eq");
    partial["timed_out"] = json!(true);
    mock.json(200, partial);
    let answer = ask(&mock, "/cities").await;
    assert_eq!((answer.header("x-partial-results"), answer.header("x-total-relation")), (Some("true"), Some("gte")));
}

#[tokio::test]
async fn an_uncounted_search_has_no_total() {
    let mock = MockTransport::new();
    mock.json(200, json!({"hits": {"max_score": null, "hits": []}}));
    let page = City::search().total(TotalHits::None).fetch(&client(&mock).await).await.unwrap();
    let answer = read(Paged::from(page).into_response()).await;
    assert_eq!((answer.header("x-total-hits"), answer.header("x-total-relation")), (None, None));
}

#[tokio::test]
async fn values_can_be_turned_into_others_on_the_way_out() {
    let mock = MockTransport::new();
    mock.json(200, reply(&[oslo()], 7, "eq"));
    let page = City::search().fetch(&client(&mock).await).await.unwrap();
    let names = Paged::from(page).map(|city: City| city.name).map(|name| name.to_uppercase());
    assert_eq!(names.total(), Total::Exact(7));
    let answer = read(names.into_response()).await;
    assert_eq!((&answer.json, answer.header("x-total-hits")), (&json!(["OSLO"]), Some("7")));
}

#[tokio::test]
async fn every_header_that_an_answer_may_have_is_to_be_exposed() {
    let names = EXPOSED_HEADERS.map(|name| name.to_string());
    assert_eq!(names, ["x-total-hits", "x-total-relation", "x-partial-results"]);
}

#[tokio::test]
async fn an_unknown_sort_is_refused_with_all_that_are_known() {
    let answer = refused("/cities?_sort=population").await;
    assert_eq!(answer.json["allowed"], json!(CitySort::NAMES));
    assert_eq!(
        answer.detail(),
        "`_sort` is one of `population_asc`, `country_name_asc`, `name_desc`, not `population`"
    );
    assert_eq!(answer.json["parameter"], "_sort");
}

#[tokio::test]
async fn a_page_that_is_no_number_from_1_is_refused() {
    for value in ["0", "-1", "abc", "1.5", "%2B1", "1e3", "0x10", "%20", "null"] {
        for name in ["_page", "_page_size"] {
            let answer = refused(&format!("/cities?{name}={value}")).await;
            assert!(
                answer.detail().starts_with(&format!("`{name}` is a whole number from 1, not ")),
                "{}",
                answer.json
            );
            assert_eq!(answer.json["parameter"], name);
        }
    }
}

#[tokio::test]
async fn a_page_size_past_the_limit_is_refused_and_the_limit_named() {
    for size in ["101", "4294967297", "99999999999999999999999"] {
        let answer = refused(&format!("/cities?_page_size={size}")).await;
        assert_eq!((answer.detail(), &answer.json["maximum"]), ("`_page_size` is at most 100", &json!(100)));
    }
}

#[tokio::test]
async fn a_page_out_of_reach_is_refused_and_the_last_one_named() {
    for page in ["1001", "18446744073709551615", "99999999999999999999999"] {
        let answer = refused(&format!("/cities?_page={page}")).await;
        assert_eq!((&answer.json["maximum"], &answer.json["parameter"]), (&json!(1000), &json!("_page")));
    }
    assert!(refused("/cities?_page=143&_page_size=70").await.detail().contains("`_page` is at most 142"));
}

#[tokio::test]
async fn a_parameter_that_is_given_twice_is_refused() {
    for (uri, name) in [
        ("/cities?_page=1&_page=2", "_page"),
        ("/cities?_page_size=1&_page=2&_page_size=1", "_page_size"),
        ("/cities?_sort=name_desc&%5Fsort=name_desc", "_sort"),
    ] {
        let answer = refused(uri).await;
        assert_eq!(answer.detail(), format!("`{name}` is given 2 times; give it once"));
    }
    assert!(refused("/cities?min_population=1&min_population=2").await.detail().contains("query string"));
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_a_problem() {
    assert!(refused("/cities?min_population=many").await.detail().starts_with("the query string cannot be read: "));
}

#[tokio::test]
async fn what_a_client_sent_comes_back_cut_and_as_json() {
    let answer = refused(&format!("/cities?_sort=%22%0A{}", "x".repeat(5000))).await;
    assert!(answer.detail().ends_with("xx..`") && answer.detail().len() < 400);
}

#[tokio::test]
async fn a_missing_index_is_404_without_its_name() {
    let mock = MockTransport::new();
    mock.json(404, json!({"error": {"type": "index_not_found_exception", "reason": "no such index [cities]"}}));
    let answer = ask(&mock, "/cities").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::NOT_FOUND, Some("application/problem+json"))
    );
    assert!(!answer.json.to_string().contains("cities"), "{}", answer.json);
    assert!(answer.cause.unwrap().is_not_found());
}

#[tokio::test]
async fn what_goes_wrong_inside_stays_inside_and_reaches_the_log() {
    let mock = MockTransport::new();
    let refusal = json!({"error": {"type": "search_phase_execution_exception", "reason": "secret-node cities"}});
    mock.json(500, refusal.clone()).json(400, refusal.clone()).json(429, refusal.clone()).json(403, refusal.clone());
    mock.json(503, refusal).json(200, json!({"secret-node": "cities"}));
    mock.fail(TransportError::not_sent("secret-node")).fail(TransportError::broken("secret-node"));
    for (status, retry_after) in [
        (502, None),       // 500
        (502, None),       // 400: the search was ours
        (503, Some("10")), // 429
        (502, None),       // 403
        (503, Some("10")),
        (502, None),       // an answer that is no answer to a search
        (503, Some("10")), // no connection
        (503, Some("10")), // a connection that broke
    ] {
        let answer = ask(&mock, "/cities").await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (status, retry_after), "{}", answer.json);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let text = answer.json.to_string();
        assert!(!text.contains("secret") && !text.contains("cities"), "{text}");
        assert_eq!(answer.json["title"], answer.status.canonical_reason().unwrap());
        assert!(answer.cause.is_some());
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_504() {
    tokio::time::pause();
    let mock = MockTransport::new();
    mock.hang();
    let answer = ask(&mock, "/cities").await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (504, None));
}

#[tokio::test]
async fn an_open_breaker_is_503() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    for _ in 0..5 {
        mock.json(500, json!({}));
        City::search().fetch(&es).await.unwrap_err();
    }
    let problem = Problem::from(City::search().fetch(&es).await.unwrap_err());
    assert!(matches!(problem.cause(), Some(Error::CircuitOpen { .. })));
    assert_eq!(read(problem.into_response()).await.header("retry-after"), Some("10"));
}

#[tokio::test]
async fn writes_have_the_statuses_of_their_errors() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let city: City = serde_json::from_value(oslo()).unwrap();

    mock.json(409, json!({"error": {"type": "version_conflict_engine_exception", "reason": "cities"}}));
    let taken = Problem::from(city.clone().create(&es).await.unwrap_err());
    assert_eq!(taken.to_string(), "409 Conflict: document `3143244` exists already");

    mock.json(404, json!({"_index": "cities", "_id": "1", "found": false}));
    let missing = Problem::from(City::get(&es, 1).await.unwrap_err());
    assert_eq!(missing.to_string(), "404 Not Found: there is no document `1`");

    let strict = "mapping set to strict, dynamic introduction of [colour] within [_doc] is not allowed";
    mock.json(400, json!({"error": {"type": "strict_dynamic_mapping_exception", "reason": strict}}));
    let refused = Problem::from(city.clone().save(&es).await.unwrap_err());
    assert_eq!(refused.to_string(), "400 Bad Request: the document does not fit: see its field `colour`");

    let endless = City { location: esmodel::model::GeoPoint::new(f64::NAN, 0.0), ..city };
    let unwritten = Problem::from(endless.save(&es).await.unwrap_err());
    assert_eq!(unwritten.status(), 400);
    assert!(unwritten.detail().contains("location"), "{unwritten}");
}

#[tokio::test]
async fn a_bulk_has_the_status_of_its_items_where_they_agree() {
    let city: City = serde_json::from_value(oslo()).unwrap();
    let item = |status: u16, kind: &str| json!({"index": {"_index": "cities", "_id": "3143244", "status": status, "error": {"type": kind, "reason": "r"}}});
    let [saved, taken, misfit] = [
        json!({"index": {"_index": "cities", "_id": "3143244", "status": 200, "result": "updated", "_version": 2,
            "_seq_no": 1, "_primary_term": 1}}),
        item(409, "version_conflict_engine_exception"),
        item(400, "mapper_parsing_exception"),
    ];
    let conflict = "409 Conflict: 2 of 3 operations failed; the others stay applied";
    let mixed = "502 Bad Gateway: the search engine behind this refused, or was not understood";
    for (items, expected) in [([&saved, &taken, &taken], conflict), ([&saved, &taken, &misfit], mixed)] {
        let mock = MockTransport::new();
        mock.json(200, json!({"took": 1, "errors": true, "items": items}));
        let outcome = client(&mock).await.bulk_save(vec![city.clone(); 3]).await.unwrap();
        assert_eq!(Problem::from(outcome.all().unwrap_err()).to_string(), expected);
    }
}

#[tokio::test]
async fn a_bulk_that_stops_has_the_status_of_what_stopped_it() {
    let city: City = serde_json::from_value(oslo()).unwrap();
    let mock = MockTransport::new();
    let es = client(&mock).await;
    // A create is not sent again once it may have arrived.
    mock.fail(TransportError::broken("reset"));
    let mut doc = Doc::new(city);
    let mut bulk = es.bulk();
    bulk.create(&mut doc).unwrap();
    let problem = Problem::from(bulk.commit().await.unwrap_err());
    assert_eq!(problem.to_string(), "503 Service Unavailable: the search engine behind this is not available");
}

#[tokio::test]
async fn a_problem_of_ones_own_has_its_members_and_a_pause() {
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "ten a minute")
        .member("limit", 10)
        .member("status", "mine")
        .retry_after(Duration::from_secs(60));
    let answer = read(problem.into_response()).await;
    assert_eq!(
        answer.json,
        json!({"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": "ten a minute", "limit": 10})
    );
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, Some("60")));
}

#[tokio::test]
async fn a_page_applies_to_the_search_that_it_is_given_to_and_to_no_other() {
    async fn lookup(pagination: Pagination, sort: Sort<CitySort>, es: Client) -> Result<Paged<City>, Problem> {
        let inner = City::search().fetch(&es).await?;
        assert_eq!(inner.total, Total::Exact(1));
        Ok(City::search().paginate(pagination).sorted(sort).fetch(&es).await?.into())
    }
    let mock = MockTransport::new();
    mock.json(200, reply(&[], 1, "eq")).json(200, reply(&[], 2, "eq"));
    let es = client(&mock).await;
    let routes: Router =
        Router::new().route("/", get(async move |pagination, sort| lookup(pagination, sort, es.clone()).await));
    let request = Request::get("/?_page=2&_page_size=50&_sort=name_desc").body(Body::empty()).unwrap();
    let answer = read(routes.oneshot(request).await.unwrap()).await;
    assert_eq!(answer.header("x-total-hits"), Some("2"));
    let sent: Vec<Value> = mock.sent().iter().map(SentRequest::json).collect();
    assert_eq!((&sent[0]["from"], &sent[0]["size"]), (&Value::Null, &json!(10)));
    assert_eq!((&sent[1]["from"], &sent[1]["size"]), (&json!(50), &json!(50)));
    assert_ne!(sent[0]["sort"], sent[1]["sort"]);
}

#[tokio::test]
async fn another_default_page_and_window_are_arguments() {
    type Far = Pagination<50, 1_000, 50_000, 2>;
    let mut parts = Request::get("/").body(()).unwrap().into_parts().0;
    let absent = Far::from_request_parts(&mut parts, &()).await.unwrap();
    assert_eq!((absent.page(), absent.page_size(), absent), (2, 50, Far::default()));
    assert!(Far::new(50, 1_000).is_ok());
    assert_eq!(Far::new(51, 1_000).unwrap_err().status(), 400);
    assert!(Far::new(0, 1).is_err() && Far::new(1, 0).is_err());
}
