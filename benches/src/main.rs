//! Ratios of esmodel to hand-written code, both in one process and in turn, without a server: a transport in memory
//! answers with the same bytes to both.
//!
//! `cargo run --release -p esmodel-benches`
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement talks to a person, and stops when it cannot run"
)]

mod decode;
mod encode;
mod query;
mod side_by_side;

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use esmodel::{
    dialect::{Dialect, Product, Version},
    prelude::*,
    transport::{Transport, TransportError},
    wire::{Request, Response},
};
use flate2::read::GzDecoder;
use futures_util::future::{BoxFuture, ready};

/// A place where people live.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "cities")]
struct City {
    #[es(id)]
    geonameid: u32,
    #[es(text, fields(raw(keyword)))]
    name: String,
    country: String,
    admin1: String,
    population: u32,
    timezone: String,
    location: GeoPoint,
    #[es(text)]
    alternate_names: Vec<String>,
}

/// Documents of one measurement.
const DOCUMENTS: usize = 10_000;

/// Answers every request with the same bytes.
#[derive(Debug)]
struct Canned(Bytes);

impl Transport for Canned {
    fn send<'a>(&'a self, _: usize, _: &'a Request, _: Duration) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(ready(Ok(Response::new(200, Vec::new(), self.0.clone()))))
    }
}

/// A client that is answered with `reply`.
async fn client(reply: &Bytes) -> Client {
    Client::builder()
        .transport(Arc::new(Canned(reply.clone())))
        .dialect(Dialect::new(Product::Elasticsearch, Version::new(8, 19, 21)))
        .connect()
        .await
        .unwrap()
}

fn cities() -> Vec<City> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/cities.ndjson.gz");
    let lines = BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines();
    lines.take(DOCUMENTS).map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let cities = cities();
    println!("{:<44} {:>12} {:>12} {:>7} {:>7}", "work", "by hand", "esmodel", "ratio", "reach");
    decode::run(&cities).await;
    encode::run(&cities).await;
    query::run();
}
