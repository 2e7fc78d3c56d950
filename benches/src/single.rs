//! One document at a time, against the official client's own `send` and against `reqwest`, on the same runtime.

use std::rc::Rc;

use bytes::Bytes;
use elasticsearch::http;
use esmodel::prelude::*;
use reqwest::Method;

use crate::{
    City,
    by_hand::{Got, Stored, Written, read},
    contest::{Contest, Other, Prepare},
    cost::work,
    server::Desk,
    table::Judged,
};

/// Calls of one round, one after another.
const CALLS: usize = 200;

/// Who sends what is written by hand, to an index of its own.
#[derive(Clone)]
enum Sender {
    Official(Desk),
    Reqwest(Desk),
}

impl Sender {
    const fn desk(&self) -> &Desk {
        match self {
            Self::Official(desk) | Self::Reqwest(desk) => desk,
        }
    }

    async fn get(&self, id: u32) -> Bytes {
        let path = format!("/{}/_doc/{id}", self.desk().index);
        match self {
            Self::Official(desk) => desk.official.send(http::Method::Get, &path, None, None).await,
            Self::Reqwest(desk) => desk.http.send(Method::GET, &path, None).await,
        }
    }

    /// Saves; where there is a `guard`, only over that version.
    async fn put(&self, city: &City, guard: Option<(u64, u64)>) -> Written {
        // As roomy as esmodel's buffer: an average document fits.
        let mut body = Vec::with_capacity(512);
        serde_json::to_writer(&mut body, &Stored::of(city)).expect("a city is JSON");
        let path = format!("/{}/_doc/{}", self.desk().index, city.geonameid);
        let answer = match (self, guard) {
            (Self::Official(desk), guard) => {
                let query = guard.map(|(seq_no, term)| [("if_seq_no", seq_no), ("if_primary_term", term)]);
                let query = query.as_ref().map(<[_; 2]>::as_slice);
                desk.official.send(http::Method::Put, &path, query, Some(body)).await
            }
            (Self::Reqwest(desk), None) => desk.http.send(Method::PUT, &path, Some(body)).await,
            (Self::Reqwest(desk), Some((seq_no, term))) => {
                let path = format!("{path}?if_seq_no={seq_no}&if_primary_term={term}");
                desk.http.send(Method::PUT, &path, Some(body)).await
            }
        };
        read(&answer)
    }
}

/// The documents, and where each of the three keeps its own.
struct Table {
    cities: Rc<[City]>,
    ours: Desk,
    senders: [Sender; 2],
}

/// Three contests. Fills the indices that they need.
pub(crate) fn contests(desk: &Desk, cities: &[City]) -> [Contest; 3] {
    let cities: Rc<[City]> = cities.iter().take(CALLS).cloned().collect();
    let senders = [Sender::Official(desk.of("official")), Sender::Reqwest(desk.of("by-hand"))];
    let table = Table { cities, ours: desk.of("single"), senders };
    table.ours.fill(&table.cities);
    table.senders.iter().for_each(|sender| sender.desk().fill(&table.cities));
    [table.get(), table.save(), table.guarded()]
}

/// Deletes what the contests left.
pub(crate) fn clear(desk: &Desk) {
    for side in ["official", "by-hand", "single"] {
        desk.of(side).remove();
    }
}

impl Table {
    fn contest(
        &self,
        name: &'static str,
        esmodel: Prepare,
        by_hand: impl Fn(Sender, Rc<[City]>) -> Prepare,
    ) -> Contest {
        let mut others = self.senders.iter().map(|sender| by_hand(sender.clone(), self.cities.clone()));
        let official = others.next().map(|prepare| Other { name: "official send", reach: Some(1.1), prepare });
        let reqwest = others.next().map(|prepare| Other { name: "reqwest", reach: None, prepare });
        Contest {
            work: name,
            items: CALLS,
            rounds: 21,
            judged: Judged::Cpu,
            esmodel,
            others: official.into_iter().chain(reqwest).collect(),
        }
    }

    fn get(&self) -> Contest {
        let (desk, cities) = (self.ours.clone(), self.cities.clone());
        let esmodel = move || {
            let (desk, cities) = (desk.clone(), cities.clone());
            work(move || {
                desk.runtime.block_on(async {
                    let mut got = Vec::with_capacity(CALLS);
                    for city in &*cities {
                        got.push(City::get(&desk.es, city.geonameid).await.expect("it is there"));
                    }
                    got
                })
            })
        };
        self.contest("get", Box::new(esmodel), |sender, cities| {
            Box::new(move || {
                let (sender, cities) = (sender.clone(), cities.clone());
                work(move || {
                    sender.desk().runtime.block_on(async {
                        let mut got: Vec<Got> = Vec::with_capacity(CALLS);
                        for city in &*cities {
                            got.push(read(&sender.get(city.geonameid).await));
                        }
                        got
                    })
                })
            })
        })
    }

    fn save(&self) -> Contest {
        let (desk, cities) = (self.ours.clone(), self.cities.clone());
        let esmodel = move || {
            let (desk, cities) = (desk.clone(), cities.to_vec());
            work(move || {
                desk.runtime.block_on(async {
                    let mut saved = Vec::with_capacity(CALLS);
                    for city in cities {
                        saved.push(city.save(&desk.es).await.expect("it is saved"));
                    }
                    saved
                })
            })
        };
        self.contest("save", Box::new(esmodel), |sender, cities| {
            Box::new(move || {
                let (sender, cities) = (sender.clone(), cities.clone());
                work(move || {
                    sender.desk().runtime.block_on(async {
                        let mut saved: Vec<Written> = Vec::with_capacity(CALLS);
                        for city in &*cities {
                            saved.push(sender.put(city, None).await);
                        }
                        saved
                    })
                })
            })
        })
    }

    /// Each document is read before the clock starts, and saved if nobody wrote it since.
    fn guarded(&self) -> Contest {
        let (desk, cities) = (self.ours.clone(), self.cities.clone());
        let esmodel = move || {
            let ids = cities.iter().map(|city| city.geonameid);
            let docs = desk.runtime.block_on(async { City::get_many(&desk.es, ids).await }).expect("they are there");
            let (desk, mut docs) = (desk.clone(), docs.into_iter().flatten().collect::<Vec<_>>());
            assert_eq!(docs.len(), CALLS, "all are there");
            work(move || {
                desk.runtime.block_on(async {
                    for doc in &mut docs {
                        doc.save(&desk.es).await.expect("nobody else writes");
                    }
                });
                docs
            })
        };
        self.contest("guarded save", Box::new(esmodel), |sender, cities| {
            Box::new(move || {
                let versions = sender.desk().runtime.block_on(versions(sender.desk(), &cities));
                let (sender, cities) = (sender.clone(), cities.clone());
                work(move || {
                    sender.desk().runtime.block_on(async {
                        let mut saved: Vec<Written> = Vec::with_capacity(CALLS);
                        for (city, version) in cities.iter().zip(versions) {
                            saved.push(sender.put(city, Some(version)).await);
                        }
                        saved
                    })
                })
            })
        })
    }
}

async fn versions(desk: &Desk, cities: &[City]) -> Vec<(u64, u64)> {
    let docs = City::get_many(&desk.es, cities.iter().map(|city| city.geonameid)).await.expect("they are there");
    let versions = docs.iter().flatten().filter_map(|doc| Doc::meta(doc).version());
    versions.map(|version| (version.seq_no, version.primary_term)).collect()
}
