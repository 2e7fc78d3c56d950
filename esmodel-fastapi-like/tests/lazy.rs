//! Lazy properties that fail: an answer is whole, or a problem.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up panics")]

use std::{fmt, sync::Arc};

use axum::{
    body::Body,
    http::{Request, StatusCode},
    response::IntoResponse as _,
    routing::get,
};
use esmodel::{
    Error,
    dialect::{Dialect, Product, Version},
    prelude::*,
    transport::mock::MockTransport,
};
use esmodel_fastapi_like::{Json, Paged, Problem};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// A warehouse whose stock is counted elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "warehouses", lazy_depth = 2)]
struct Warehouse {
    #[es(id)]
    id: u32,
    name: String,
    /// What is in it.
    #[es(lazy)]
    stock: Lazy<u32>,
    /// How far away it is; an answer is fine without.
    #[es(lazy(optional))]
    distance: Lazy<u32>,
    /// The neighbours, whose own properties are loaded too.
    #[es(lazy)]
    neighbours: Lazy<Vec<Warehouse>>,
}

#[derive(Debug)]
struct NoScales;

impl fmt::Display for NoScales {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the scales of secret-host are broken")
    }
}

impl std::error::Error for NoScales {}

#[expect(clippy::unused_async, reason = "functions of lazy properties are async")]
impl Warehouse {
    async fn stock(&self, _: &LazyCx) -> Result<u32, NoScales> {
        if self.name.contains("no scales") { Err(NoScales) } else { Ok(5) }
    }

    async fn distance(&self, _: &LazyCx) -> Result<u32, NoScales> {
        if self.name.contains("no road") { Err(NoScales) } else { Ok(7) }
    }

    async fn neighbours(&self, cx: &LazyCx) -> esmodel::Result<Vec<Self>> {
        if self.name.contains("neighbour") {
            return Ok(vec![Doc::into_inner(Self::get(cx, 2).await?)]);
        }
        if self.name.contains("lost") {
            Err(Error::custom(Self::get(cx, 3).await.unwrap_err()))
        } else {
            Ok(Vec::new())
        }
    }
}

const DIALECT: Dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));

async fn client(mock: &MockTransport) -> Client {
    mock.client(DIALECT).await.unwrap()
}

fn stored(id: &str, name: &str) -> Value {
    json!({"_index": "warehouses", "_id": id, "_version": 1, "_seq_no": 0, "_primary_term": 1, "found": true,
        "_source": {"name": name}})
}

/// The warehouse by its id, with further answers to what its properties ask.
async fn one(name: &str, further: &[(u16, Value)]) -> (StatusCode, Value, Option<Arc<Error>>) {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, stored("1", name));
    for (status, answer) in further {
        mock.json(*status, answer.clone());
    }
    let handler = async move || Ok::<_, Problem>(Json(Warehouse::get(&es, 1).await?));
    ask(axum::Router::new().route("/", get(handler))).await
}

async fn ask(routes: axum::Router) -> (StatusCode, Value, Option<Arc<Error>>) {
    let answer = routes.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    let cause = answer.extensions().get::<Arc<Error>>().cloned();
    let (head, body) = answer.into_parts();
    let json = serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap();
    (head.status, json, cause)
}

#[tokio::test]
async fn a_whole_document_is_answered_with_its_properties() {
    let (status, json, _) = one("by the sea", &[]).await;
    assert_eq!(status, 200);
    assert_eq!(json, json!({"id": 1, "name": "by the sea", "stock": 5, "distance": 7, "neighbours": []}));
}

#[tokio::test]
async fn a_property_that_failed_is_a_problem_whose_cause_stays_inside() {
    let (status, json, cause) = one("no scales", &[]).await;
    assert_eq!((status.as_u16(), &json["status"]), (500, &json!(500)));
    assert_eq!(json["detail"], "something is wrong behind this");
    assert!(cause.unwrap().downcast_ref::<NoScales>().is_some());
}

#[tokio::test]
async fn an_optional_property_that_failed_is_left_out() {
    let (status, json, _) = one("no road", &[]).await;
    assert_eq!(status, 200);
    assert_eq!(json, json!({"id": 1, "name": "no road", "stock": 5, "neighbours": []}));
}

#[tokio::test]
async fn a_property_that_failed_further_inside_is_a_problem_too() {
    let (status, _, cause) = one("neighbour", &[(200, stored("2", "no scales"))]).await;
    assert_eq!(status, 500);
    assert!(cause.unwrap().downcast_ref::<NoScales>().is_some());
    let (status, json, _) = one("neighbour", &[(200, stored("2", "no road"))]).await;
    assert_eq!(status, 200);
    assert_eq!(json["neighbours"], json!([{"id": 2, "name": "no road", "stock": 5, "neighbours": []}]));
}

#[tokio::test]
async fn what_is_missing_behind_a_property_is_no_404_of_the_request() {
    let missing = (404, json!({"_index": "warehouses", "_id": "3", "found": false}));
    let (status, _, cause) = one("lost", &[missing]).await;
    assert_eq!(status, 500);
    assert!(cause.unwrap().is_not_found());
}

#[tokio::test]
async fn one_hit_of_a_page_is_enough_and_so_is_a_value_that_was_mapped() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    let hits = [stored("1", "by the sea"), stored("2", "no scales")];
    let reply = json!({"took": 1, "timed_out": false, "_shards": {"total": 1, "failed": 0},
        "hits": {"total": {"value": 2, "relation": "eq"}, "hits": hits}});
    mock.json(200, reply);
    let page = Warehouse::search().fetch(&es).await.unwrap();
    let paged: Paged<Warehouse> = page.into();
    assert_eq!(paged.clone().into_response().status(), 500);
    assert_eq!(paged.clone().map(|warehouse| (warehouse.id, warehouse.stock)).into_response().status(), 500);
    assert_eq!(paged.map(|warehouse| warehouse.id).into_response().status(), 200);
}

#[tokio::test]
async fn properties_that_nobody_asked_for_are_left_out() {
    let mock = MockTransport::new();
    let es = client(&mock).await;
    mock.json(200, stored("1", "no scales"));
    let handler = async move || Ok::<_, Problem>(Json(Warehouse::get(&es, 1).without_lazy().await?));
    let (status, json, _) = ask(axum::Router::new().route("/", get(handler))).await;
    assert_eq!(status, 200);
    assert_eq!(json, json!({"id": 1, "name": "no scales"}));
}
