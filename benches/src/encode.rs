//! Ten thousand documents into bulk requests, versions coming back, against the same by hand.

use std::time::Instant;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    City, DOCUMENTS, client,
    side_by_side::{Rounds, time},
};

#[derive(Serialize)]
struct Action<'a> {
    index: Meta<'a>,
}

#[derive(Serialize)]
struct Meta<'a> {
    _index: &'a str,
    _id: &'a str,
}

/// What one stores by hand: the document without its id.
#[derive(Serialize)]
struct Stored<'a> {
    name: &'a str,
    country: &'a str,
    admin1: &'a str,
    population: u32,
    timezone: &'a str,
    location: Place,
    alternate_names: &'a [String],
}

#[derive(Serialize)]
struct Place {
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct Reply {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    index: Outcome,
}

#[derive(Deserialize)]
struct Outcome {
    _id: String,
    _version: u64,
    _seq_no: u64,
    _primary_term: u64,
    status: u16,
}

fn reply(cities: &[City]) -> Bytes {
    let items: Vec<Value> = cities
        .iter()
        .enumerate()
        .map(|(position, city)| {
            json!({"index": {"_index": "cities", "_id": city.geonameid.to_string(), "_version": 1, "result": "created",
                "_shards": {"total": 2, "successful": 1, "failed": 0}, "_seq_no": position, "_primary_term": 1,
                "status": 201}})
        })
        .collect();
    json!({"took": 30, "errors": false, "items": items}).to_string().into()
}

/// Fills one buffer and reads the reply, as one does by hand.
fn by_hand(cities: &[City], reply: &[u8]) -> Option<(Vec<u8>, Reply)> {
    let mut body = Vec::new();
    for city in cities {
        let id = city.geonameid.to_string();
        serde_json::to_writer(&mut body, &Action { index: Meta { _index: "cities", _id: &id } }).ok()?;
        body.push(b'\n');
        let stored = Stored {
            name: &city.name,
            country: &city.country,
            admin1: &city.admin1,
            population: city.population,
            timezone: &city.timezone,
            location: Place { lat: city.location.lat, lon: city.location.lon },
            alternate_names: &city.alternate_names,
        };
        serde_json::to_writer(&mut body, &stored).ok()?;
        body.push(b'\n');
    }
    let reply: Reply = serde_json::from_str(std::str::from_utf8(reply).ok()?).ok()?;
    reply.items.iter().all(|item| item.index.status < 300).then_some((body, reply))
}

pub(crate) async fn run(cities: &[City]) {
    let reply = reply(cities);
    let es = client(&reply).await;
    let mut rounds = Rounds::default();
    for round in Rounds::all() {
        let by_hand = time(|| by_hand(cities, &reply));
        let values = cities.to_vec();
        let started = Instant::now();
        let outcome = es.bulk_save(values).max_documents(DOCUMENTS).await;
        let esmodel = started.elapsed();
        assert!(outcome.is_ok_and(|outcome| outcome.saved.len() == cities.len()), "everything is saved");
        rounds.add(round, by_hand, esmodel);
    }
    rounds.print("bulk save of 10,000 documents, per document", cities.len(), 1.2);
}
