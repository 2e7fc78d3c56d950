//! A page of ten thousand hits, against one serde pass over the same bytes.

use std::time::Instant;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    City, DOCUMENTS, EsModel as _, client,
    side_by_side::{Rounds, time},
};

/// What one writes by hand: typed, in one pass, checked as UTF-8 once; the id is a field of the hit.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoded as a user would")]
struct Reply {
    hits: Hits,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoded as a user would")]
struct Hits {
    total: Value,
    hits: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoded as a user would")]
struct Hit {
    _index: String,
    _id: String,
    _version: u64,
    _seq_no: u64,
    _primary_term: u64,
    _score: Option<f64>,
    _source: Source,
    sort: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoded as a user would")]
struct Source {
    name: String,
    country: String,
    admin1: String,
    population: u32,
    timezone: String,
    location: Place,
    alternate_names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoded as a user would")]
struct Place {
    lat: f64,
    lon: f64,
}

fn reply(cities: &[City]) -> Bytes {
    let hits: Vec<Value> = cities
        .iter()
        .enumerate()
        .map(|(position, city)| {
            let mut source = serde_json::to_value(city).unwrap_or_default();
            let id = source.as_object_mut().and_then(|source| source.remove("geonameid"));
            json!({"_index": "cities", "_id": id.unwrap_or_default().to_string(), "_version": 1, "_seq_no": position,
                "_primary_term": 1, "_score": null, "_source": source, "sort": [city.population]})
        })
        .collect();
    let hits = hits.iter().map(Value::to_string).collect::<Vec<_>>().join(",");
    // As servers order the keys: `_id` stands before `_source` in `serde_json`'s sorted maps too.
    format!(
        r#"{{"took":5,"timed_out":false,"_shards":{{"total":1,"successful":1,"skipped":0,"failed":0}},"hits":{{"total":{{"value":{DOCUMENTS},"relation":"eq"}},"max_score":null,"hits":[{hits}]}}}}"#
    )
    .into()
}

pub(crate) async fn run(cities: &[City]) {
    let reply = reply(cities);
    let es = client(&reply).await;
    let size = u64::try_from(cities.len()).unwrap_or(u64::MAX);
    let mut rounds = Rounds::default();
    for round in Rounds::all() {
        let by_hand = time(|| std::str::from_utf8(&reply).map(serde_json::from_str::<Reply>));
        let started = Instant::now();
        let page = City::search().slice(0, size).fetch(&es).await;
        let esmodel = started.elapsed();
        assert!(page.is_ok_and(|page| page.hits.len() == cities.len()), "the page is decoded");
        rounds.add(round, by_hand, esmodel);
    }
    rounds.print("decode a page of 10,000 typed hits, per hit", cities.len(), 1.0);
}
