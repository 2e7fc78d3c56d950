//! Ten thousand documents into bulk requests, versions coming back, without a network; and what storing filters.

use bytes::Bytes;
use esmodel::prelude::*;
use serde_json::json;

use crate::{
    City, Setup,
    by_hand::{BulkReply, bulk_body, read},
    contest::{Contest, Other},
    cost::work,
    memory::client,
    table::Judged,
};

/// Documents of one bulk request in memory.
const DOCUMENTS: usize = 10_000;

/// What a server answers to all of them.
fn reply(cities: &[City]) -> Bytes {
    let items: Vec<String> = cities
        .iter()
        .enumerate()
        .map(|(position, city)| {
            let id = city.geonameid;
            format!(
                r#"{{"index":{{"_index":"esmodel-benches-cities","_id":"{id}","_version":1,"result":"created","_shards":{{"total":1,"successful":1,"failed":0}},"_seq_no":{position},"_primary_term":1,"status":201}}}}"#
            )
        })
        .collect();
    format!(r#"{{"errors":false,"took":30,"items":[{}]}}"#, items.join(",")).into()
}

/// Request and answer of a bulk.
pub(crate) fn bulk(setup: &Setup) -> Contest {
    let cities: Vec<City> = setup.cities.iter().take(DOCUMENTS).cloned().collect();
    let reply = reply(&cities);
    let es = setup.runtime.block_on(client(&reply));
    let runtime = setup.runtime.clone();
    let theirs = (cities.clone(), reply);
    Contest {
        work: "bulk of 10k, no network",
        items: DOCUMENTS,
        rounds: 31,
        judged: Judged::Cpu,
        esmodel: Box::new(move || {
            let (runtime, es, values) = (runtime.clone(), es.clone(), cities.clone());
            work(move || {
                let saved = runtime.block_on(async { es.bulk_save(values).max_documents(DOCUMENTS).await?.all() });
                saved.expect("everything is saved")
            })
        }),
        others: vec![Other {
            name: "one buffer, serde",
            reach: Some(1.2),
            prepare: Box::new(move || {
                let (cities, reply) = theirs.clone();
                work(move || {
                    let body = bulk_body("esmodel-benches-cities", &cities, 0);
                    let reply: BulkReply = read(&reply);
                    assert!(!reply.errors, "everything is saved");
                    // Handed out, since neither side is timed for freeing.
                    (cities, body, reply)
                })
            }),
        }],
    }
}

/// A document so long that nothing but its storing counts.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-benches-atlas")]
struct Atlas {
    #[es(id)]
    id: String,
    cities: Vec<Entry>,
}

/// A city in it.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Entry {
    geonameid: u32,
    name: String,
    country: String,
    admin1: String,
    population: u32,
    timezone: String,
    location: GeoPoint,
    alternate_names: Vec<String>,
}

/// The filter between a value and what is stored: it drops the id and computed fields and looks at every number.
pub(crate) fn filter(setup: &Setup) -> Contest {
    let cities = setup.cities.iter().take(DOCUMENTS).cloned().map(Entry::from).collect();
    let atlas = Atlas { id: "1".into(), cities };
    let reply = json!({"_index": "esmodel-benches-atlas", "_id": "1", "_version": 1, "result": "created", "_seq_no": 0,
        "_primary_term": 1});
    let es = setup.runtime.block_on(client(&reply.to_string().into()));
    let runtime = setup.runtime.clone();
    let theirs = atlas.clone();
    Contest {
        work: "storing filter, each of 10k objects",
        items: DOCUMENTS,
        rounds: 31,
        judged: Judged::Cpu,
        esmodel: Box::new(move || {
            let (runtime, es, atlas) = (runtime.clone(), es.clone(), atlas.clone());
            work(move || runtime.block_on(async { atlas.save(&es).await }).expect("it is saved"))
        }),
        others: vec![Other {
            name: "serde_json",
            reach: None,
            prepare: Box::new(move || {
                let atlas = theirs.clone();
                work(move || {
                    // As roomy as esmodel's buffer at the start.
                    let mut out = Vec::with_capacity(512);
                    serde_json::to_writer(&mut out, &atlas).expect("an atlas is JSON");
                    (atlas, out)
                })
            }),
        }],
    }
}

impl From<City> for Entry {
    fn from(city: City) -> Self {
        let City { geonameid, name, country, admin1, population, timezone, location, alternate_names } = city;
        Self { geonameid, name, country, admin1, population, timezone, location, alternate_names }
    }
}
