//! Bulk and pages over the wire.

use bytes::Bytes;
use esmodel::prelude::*;
use reqwest::Method;

use crate::{
    City,
    by_hand::{BulkReply, Hit, Searched, bulk_body, read},
    contest::{Contest, Other},
    cost::work,
    decode::HITS,
    server::Desk,
    table::Judged,
};

/// Documents of one request, of both: esmodel's default.
const BATCH: usize = 1000;

/// A hundred thousand documents into an empty index; their versions come back.
pub(crate) fn bulk(desk: &Desk, cities: &[City]) -> Contest {
    let (ours, theirs) = (desk.clone(), desk.of("by-hand"));
    let (values, cities) = (cities.to_vec(), cities.to_vec());
    Contest {
        work: "bulk save of 100k",
        items: values.len(),
        rounds: 5,
        judged: Judged::Cpu,
        esmodel: Box::new(move || {
            ours.renew();
            let (desk, values) = (ours.clone(), values.clone());
            work(move || {
                let outcome = desk.runtime.block_on(async { desk.es.bulk_save(values).await?.all() });
                outcome.unwrap_or_else(|error| panic!("{error}"))
            })
        }),
        others: vec![Other {
            name: "one buffer, reqwest",
            reach: Some(1.2),
            prepare: Box::new(move || {
                theirs.renew();
                let (desk, cities) = (theirs.clone(), cities.clone());
                work(move || {
                    let saved = desk.runtime.block_on(bulk_by_hand(&desk, &cities));
                    assert_eq!(saved.len(), cities.len(), "everything is saved");
                    (saved, cities)
                })
            }),
        }],
    }
}

/// Writes each batch into one buffer, as large as the one before from the start, and keeps every version.
async fn bulk_by_hand(desk: &Desk, cities: &[City]) -> Vec<crate::by_hand::BulkItem> {
    let mut saved = Vec::with_capacity(cities.len());
    let mut room = 0;
    for batch in cities.chunks(BATCH) {
        let body = bulk_body(&desk.index, batch, room);
        room = body.len();
        let answer = desk.http.send(Method::POST, "/_bulk", Some(body)).await;
        let reply: BulkReply = read(&answer);
        assert!(!reply.errors, "everything is saved");
        saved.extend(reply.items);
    }
    saved
}

/// What both ask for.
fn page_body() -> String {
    City::search().size(HITS as u64).to_json(crate::memory::ES8).expect("a search is JSON")
}

/// A page as this engine writes it.
pub(crate) fn page_reply(desk: &Desk) -> Bytes {
    let path = format!("/{}/_search", desk.index);
    desk.runtime.block_on(desk.http.send(Method::POST, &path, Some(page_body().into_bytes())))
}

/// A page of ten thousand hits, fetched and decoded.
pub(crate) fn page(desk: &Desk) -> Contest {
    let (ours, theirs) = (desk.clone(), desk.clone());
    let (path, body) = (format!("/{}/_search", desk.index), page_body());
    Contest {
        work: "fetch a page of 10k hits",
        items: HITS,
        rounds: 21,
        judged: Judged::Cpu,
        esmodel: Box::new(move || {
            let desk = ours.clone();
            work(move || {
                let page = desk.runtime.block_on(City::search().size(HITS as u64).fetch(&desk.es));
                let page = page.unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(page.hits.len(), HITS, "the page is full");
                page
            })
        }),
        others: vec![Other {
            name: "reqwest, serde",
            reach: Some(1.0),
            prepare: Box::new(move || {
                let (desk, path, body) = (theirs.clone(), path.clone(), body.clone());
                work(move || {
                    let answer = desk.runtime.block_on(desk.http.send(Method::POST, &path, Some(body.into_bytes())));
                    let page: Searched<Hit> = read(&answer);
                    assert_eq!(page.hits.hits.len(), HITS, "the page is full");
                    page
                })
            }),
        }],
    }
}
