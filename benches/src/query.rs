//! A typical search, built and written, against `json!` of the same body.

use esmodel::{
    dialect::{Dialect, Product, Version},
    prelude::*,
    query::IntoQuery as _,
};
use serde_json::json;

use super::{
    City,
    side_by_side::{Rounds, time},
};

const ES8: Dialect = Dialect::new(Product::Elasticsearch, Version::new(8, 19, 21));
/// Queries of one round.
const QUERIES: usize = 20_000;

/// Five clauses.
fn typed() -> esmodel::Result<String> {
    let f = City::fields();
    Query::bool()
        .must(f.name().matches("oslo"))
        .filter(f.country().any_of(["NO", "SE", "DK"]))
        .filter(f.population().gte(50_000))
        .filter(f.population().lt(5_000_000))
        .must_not(f.timezone().eq("Europe/Stockholm"))
        .into_query()
        .to_json(ES8)
}

fn untyped() -> String {
    json!({"bool": {
        "must": [{"match": {"name": {"query": "oslo"}}}],
        "filter": [
            {"terms": {"country": ["NO", "SE", "DK"]}},
            {"range": {"population": {"gte": 50_000}}},
            {"range": {"population": {"lt": 5_000_000}}},
        ],
        "must_not": [{"term": {"timezone": "Europe/Stockholm"}}],
    }})
    .to_string()
}

pub(crate) fn run() {
    let mut rounds = Rounds::default();
    for round in Rounds::all() {
        let by_hand = time(|| (0..QUERIES).map(|_| untyped().len()).sum::<usize>());
        let esmodel = time(|| (0..QUERIES).map(|_| typed().map_or(0, |query| query.len())).sum::<usize>());
        rounds.add(round, by_hand, esmodel);
    }
    rounds.print("build and write a query of five clauses", QUERIES, 0.4);
}
