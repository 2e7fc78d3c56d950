//! A page of which each hit needs one search more: lazy properties, against a hundred parallel searches written by hand.

use esmodel::prelude::*;
use futures_util::future::join_all;
use reqwest::Method;

use crate::{
    by_hand::{Hit, Searched, read},
    contest::{Contest, Other},
    cost::work,
    memory::ES8,
    server::Desk,
    table::Judged,
};

/// Hits of the page.
const HITS: usize = 100;

/// A city with those of the same name.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-benches-cities", default_sort = "-population")]
struct Peer {
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
    #[es(lazy)]
    namesakes: Lazy<Vec<Peer>>,
}

impl Peer {
    async fn namesakes(&self, cx: &LazyCx) -> esmodel::Result<Vec<Self>> {
        Ok(called(&self.name).fetch(cx).await?.into_values())
    }
}

/// What one key leads to, as most properties do: another search for each city.
fn called(name: &str) -> Search<Peer> {
    Peer::search().filter(Peer::fields().name().raw().eq(name)).size(5)
}

/// The page and what belongs to its hits.
pub(crate) fn contest(desk: &Desk) -> Contest {
    let (ours, theirs) = (desk.clone(), desk.clone());
    let path = format!("/{}/_search", desk.index);
    let page = Peer::search().size(HITS as u64).to_json(ES8).expect("a search is JSON");
    Contest {
        work: "lazy searches of 100 hits",
        items: HITS,
        rounds: 31,
        judged: Judged::Wall,
        esmodel: Box::new(move || {
            let desk = ours.clone();
            work(move || {
                let page = desk.runtime.block_on(Peer::search().size(HITS as u64).fetch(&desk.es));
                let page = page.unwrap_or_else(|error| panic!("{error}"));
                assert!(page.hits.len() == HITS && page.iter().all(|hit| hit.namesakes.is_loaded()), "all is loaded");
                page
            })
        }),
        others: vec![Other {
            name: "parallel searches",
            reach: Some(0.6),
            prepare: Box::new(move || {
                let (desk, path, page) = (theirs.clone(), path.clone(), page.clone());
                work(move || {
                    let loaded = desk.runtime.block_on(by_hand(&desk, &path, page));
                    assert_eq!(loaded.len(), HITS, "all is loaded");
                    loaded
                })
            }),
        }],
    }
}

/// The page, then a search for each hit, all at the same time.
async fn by_hand(desk: &Desk, path: &str, page: String) -> Vec<Searched<Hit>> {
    let page: Searched<Hit> = read(&desk.http.send(Method::POST, path, Some(page.into_bytes())).await);
    let searches = page.hits.hits.iter().map(async |hit| {
        let body = called(&hit.source.name).to_json(ES8).expect("a search is JSON");
        read(&desk.http.send(Method::POST, path, Some(body.into_bytes())).await)
    });
    join_all(searches).await
}
