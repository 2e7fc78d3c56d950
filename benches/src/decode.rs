//! A page of ten thousand hits that lies in memory, against one serde pass over the same bytes.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{
    City, EsModel as _, Setup,
    by_hand::{FullHit, Hit, Searched, Stored, read},
    contest::{Contest, Other, Prepare},
    cost::work,
    memory::client,
    table::Judged,
};

/// Hits of a page: as many as a server gives at once.
pub(crate) const HITS: usize = 10_000;

/// A page as Elasticsearch 8 writes it.
pub(crate) fn reply(cities: &[City]) -> Bytes {
    let hits: Vec<String> = cities
        .iter()
        .take(HITS)
        .enumerate()
        .map(|(position, city)| {
            let source = serde_json::to_string(&Stored::of(city)).expect("a city is JSON");
            let id = city.geonameid;
            format!(
                r#"{{"_index":"esmodel-benches-cities","_id":"{id}","_version":1,"_seq_no":{position},"_primary_term":1,"_score":1.0,"_source":{source}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"took":5,"timed_out":false,"_shards":{{"total":1,"successful":1,"skipped":0,"failed":0}},"hits":{{"total":{{"value":{HITS},"relation":"eq"}},"max_score":1.0,"hits":[{}]}}}}"#,
        hits.join(",")
    )
    .into()
}

pub(crate) fn contest(setup: &Setup, reply: &Bytes) -> Contest {
    let es = setup.runtime.block_on(client(reply));
    let runtime = setup.runtime.clone();
    Contest {
        work: "decode a page of 10k hits",
        items: HITS,
        rounds: 31,
        judged: Judged::Cpu,
        esmodel: Box::new(move || {
            let (runtime, es) = (runtime.clone(), es.clone());
            work(move || runtime.block_on(City::search().size(HITS as u64).fetch(&es)).expect("a page"))
        }),
        others: vec![
            Other { name: "serde, what is used", reach: Some(1.0), prepare: by_hand::<Hit>(reply) },
            Other { name: "serde, whole hits", reach: None, prepare: by_hand::<FullHit>(reply) },
        ],
    }
}

fn by_hand<H: DeserializeOwned + 'static>(reply: &Bytes) -> Prepare {
    let reply = reply.clone();
    Box::new(move || {
        let reply = reply.clone();
        work(move || read::<Searched<H>>(&reply))
    })
}
