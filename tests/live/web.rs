//! The web layer's route over real cities, on a real engine.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header::HeaderMap},
};
use esmodel::prelude::*;
use esmodel_tests::Context;
use flate2::read::GzDecoder;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

#[path = "../../esmodel-fastapi-like/tests/cities/route.rs"]
mod route;

use route::City;

esmodel_tests::tests![
    real_cities_are_listed_by_page_with_their_exact_number,
    a_named_sort_orders_them,
    a_page_that_no_server_gives_is_a_problem,
];

/// How many of the cities are loaded: more than a page, fewer than all.
const LOADED: usize = 500;

/// The first cities of the examples' data, and the route over them.
async fn cities(context: &Context) -> (Vec<City>, Router) {
    let es = context.es();
    es.schema::<City>().apply().await.unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/cities.ndjson.gz");
    let lines = BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines();
    let cities: Vec<City> = lines.take(LOADED).map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    es.bulk_save(cities.clone()).refresh(Refresh::Now).await.unwrap().all().unwrap();
    (cities, route::routes(es.clone()))
}

async fn get(routes: &Router, uri: &str) -> (StatusCode, HeaderMap, Value) {
    let request = Request::get(uri).body(Body::empty()).unwrap();
    let (head, body) = routes.clone().oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (head.status, head.headers, serde_json::from_slice(&body).unwrap())
}

fn ids(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|city| city["geonameid"].as_u64().unwrap()).collect()
}

async fn real_cities_are_listed_by_page_with_their_exact_number(context: Context) {
    let (mut cities, routes) = cities(&context).await;
    cities.sort_by(|a, b| b.population.cmp(&a.population).then_with(|| a.name.cmp(&b.name)));
    let expected: Vec<u64> = cities.iter().map(|city| u64::from(city.geonameid)).collect();

    let (status, headers, first) = get(&routes, "/cities").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["x-total-hits"], LOADED.to_string());
    assert_eq!(headers["x-total-relation"], "eq");
    assert_eq!(ids(&first), expected[..10]);
    let (_, _, third) = get(&routes, "/cities?_page=3&_page_size=20").await;
    assert_eq!(ids(&third), expected[40..60]);
    let (_, headers, beyond) = get(&routes, "/cities?_page=6&_page_size=100").await;
    assert!(ids(&beyond).is_empty());
    assert_eq!(headers["x-total-hits"], LOADED.to_string());
}

async fn a_named_sort_orders_them(context: Context) {
    let (mut cities, routes) = cities(&context).await;
    cities.retain(|city| city.country == "AE");
    cities.sort_by(|a, b| b.name.cmp(&a.name));
    let expected: Vec<u64> = cities.iter().map(|city| u64::from(city.geonameid)).take(10).collect();
    let (_, headers, listed) = get(&routes, "/cities?country=AE&_sort=name_desc").await;
    assert_eq!(ids(&listed), expected);
    assert_eq!(headers["x-total-hits"], cities.len().to_string());
}

async fn a_page_that_no_server_gives_is_a_problem(context: Context) {
    let (_, routes) = cities(&context).await;
    let (status, headers, problem) = get(&routes, "/cities?_page=101&_page_size=100").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(headers["content-type"], "application/problem+json");
    assert_eq!(problem["status"], 400);
}
