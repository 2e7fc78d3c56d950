//! Typical searches, built and written, against `json!` of the same body.

use esmodel::{
    prelude::*,
    search::{Search, TotalHits},
};
use serde_json::{Value, json};

use crate::{
    City,
    contest::{Contest, Other},
    cost::work,
    memory::ES8,
    table::Judged,
};

/// Searches of one round.
const SEARCHES: usize = 10_000;

/// Five clauses, two sort keys, two aggregations.
fn five_clauses() -> String {
    let f = City::fields();
    let clauses = Query::bool()
        .must(f.name().matches("oslo"))
        .filter(f.country().any_of(["NO", "SE", "DK"]))
        .filter(f.population().gte(50_000))
        .filter(f.population().lt(5_000_000))
        .must_not(f.timezone().eq("Europe/Stockholm"));
    written(City::search().query(clauses))
}

fn five_clauses_by_hand() -> Value {
    body_by_hand(json!({"bool": {
        "must": [{"match": {"name": {"query": "oslo"}}}],
        "filter": [
            {"terms": {"country": ["NO", "SE", "DK"]}},
            {"range": {"population": {"gte": 50_000}}},
            {"range": {"population": {"lt": 5_000_000}}},
        ],
        "must_not": [{"term": {"timezone": "Europe/Stockholm"}}],
    }}))
}

/// The same, joined by `&`.
fn joined() -> String {
    let f = City::fields();
    let clauses = f.name().matches("oslo")
        & f.country().any_of(["NO", "SE", "DK"])
        & f.population().gte(50_000)
        & f.population().lt(5_000_000)
        & !f.timezone().eq("Europe/Stockholm");
    written(City::search().query(clauses))
}

fn joined_by_hand() -> Value {
    body_by_hand(json!({"bool": {"must": [
        {"match": {"name": {"query": "oslo"}}},
        {"terms": {"country": ["NO", "SE", "DK"]}},
        {"range": {"population": {"gte": 50_000}}},
        {"range": {"population": {"lt": 5_000_000}}},
        {"bool": {"must_not": [{"term": {"timezone": "Europe/Stockholm"}}]}},
    ]}}))
}

fn written(search: Search<City>) -> String {
    let f = City::fields();
    search
        .sort([f.population().desc(), f.name().raw().asc()])
        .slice(20, 20)
        .total(TotalHits::Exact)
        .aggregate((f.country().terms(10), f.population().stats()))
        .to_json(ES8)
        .expect("a search is JSON")
}

#[expect(clippy::needless_pass_by_value, reason = "it becomes a part of the body, and is not copied")]
fn body_by_hand(query: Value) -> Value {
    json!({
        "query": query,
        "sort": [{"population": {"order": "desc", "unmapped_type": "long"}}, {"name.raw": {"order": "asc", "unmapped_type": "keyword"}}],
        "seq_no_primary_term": true,
        "version": true,
        "from": 20,
        "size": 20,
        "track_total_hits": true,
        "aggs": {
            "a0": {"terms": {"field": "country", "size": 10}},
            "a1": {"stats": {"field": "population"}},
        },
    })
}

pub(crate) fn contests() -> [Contest; 2] {
    [
        contest("build and write a search, `bool`", five_clauses, five_clauses_by_hand),
        contest("build and write a search, `&`", joined, joined_by_hand),
    ]
}

fn contest(name: &'static str, esmodel: fn() -> String, by_hand: fn() -> Value) -> Contest {
    let ours: Value = serde_json::from_str(&esmodel()).expect("a search is JSON");
    assert_eq!(ours, by_hand(), "both write the same");
    Contest {
        work: name,
        items: SEARCHES,
        rounds: 31,
        judged: Judged::Cpu,
        esmodel: Box::new(move || work(move || (0..SEARCHES).map(|_| esmodel().len()).sum::<usize>())),
        others: vec![Other {
            name: "json!, to_vec",
            reach: Some(0.4),
            prepare: Box::new(move || {
                let write = move || serde_json::to_vec(&by_hand()).map_or(0, |body| body.len());
                work(move || (0..SEARCHES).map(|_| write()).sum::<usize>())
            }),
        }],
    }
}
