//! What one writes without esmodel, and writes well: typed structs, one buffer, one pass over the answer, UTF-8 checked
//! once for all of it, exact floats (`float_roundtrip` is a feature of the whole build), nothing read that is not used.
//! `serde_json::Value` appears nowhere: it would make esmodel look several times better.

use serde::{Deserialize, Serialize};

use crate::City;

/// The action line of a bulk.
#[derive(Serialize)]
pub(crate) struct Action<'a> {
    pub(crate) index: Target<'a>,
}

#[derive(Serialize)]
pub(crate) struct Target<'a> {
    pub(crate) _index: &'a str,
    pub(crate) _id: &'a str,
}

/// What is stored: the document without its id.
#[derive(Serialize)]
pub(crate) struct Stored<'a> {
    name: &'a str,
    country: &'a str,
    admin1: &'a str,
    population: u32,
    timezone: &'a str,
    location: Place,
    alternate_names: &'a [String],
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    lat: f64,
    lon: f64,
}

impl<'a> Stored<'a> {
    pub(crate) fn of(city: &'a City) -> Self {
        Self {
            name: &city.name,
            country: &city.country,
            admin1: &city.admin1,
            population: city.population,
            timezone: &city.timezone,
            location: Place { lat: city.location.lat, lon: city.location.lon },
            alternate_names: &city.alternate_names,
        }
    }
}

/// The answer to a bulk: whether all went well, and the versions.
#[derive(Deserialize)]
pub(crate) struct BulkReply {
    pub(crate) errors: bool,
    pub(crate) items: Vec<BulkItem>,
}

#[derive(Deserialize)]
pub(crate) struct BulkItem {
    #[expect(dead_code, reason = "decoded as a user would")]
    index: Written,
}

/// The answer to one write, and an item of a bulk's.
#[derive(Deserialize)]
pub(crate) struct Written {
    _id: String,
    pub(crate) _seq_no: u64,
    pub(crate) _primary_term: u64,
}

/// The answer to a get.
#[derive(Deserialize)]
pub(crate) struct Got {
    _id: String,
    _seq_no: u64,
    _primary_term: u64,
    _source: Source,
}

/// The answer to a search.
#[derive(Deserialize)]
pub(crate) struct Searched<H> {
    pub(crate) hits: Hits<H>,
}

#[derive(Deserialize)]
pub(crate) struct Hits<H> {
    #[expect(dead_code, reason = "decoded as a user would")]
    total: Total,
    pub(crate) hits: Vec<H>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded as a user would")]
pub(crate) struct Total {
    value: u64,
}

/// What most need of a hit. A program that searches one index has no use for its name in every hit.
#[derive(Deserialize)]
pub(crate) struct Hit {
    _id: String,
    _seq_no: u64,
    _primary_term: u64,
    _score: Option<f64>,
    #[serde(rename = "_source")]
    pub(crate) source: Source,
}

/// All that a hit says, which esmodel's hits have.
#[derive(Deserialize)]
pub(crate) struct FullHit {
    _index: String,
    _id: String,
    _version: u64,
    _seq_no: u64,
    _primary_term: u64,
    _score: Option<f64>,
    _source: Source,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded as a user would")]
pub(crate) struct Source {
    pub(crate) name: String,
    country: String,
    admin1: String,
    population: u32,
    timezone: String,
    location: Place,
    alternate_names: Vec<String>,
}

/// Writes the lines of a bulk.
pub(crate) fn bulk_body(index: &str, cities: &[City], room: usize) -> Vec<u8> {
    let mut body = Vec::with_capacity(room);
    for city in cities {
        let id = city.geonameid.to_string();
        let action = Action { index: Target { _index: index, _id: &id } };
        serde_json::to_writer(&mut body, &action).expect("an action is JSON");
        body.push(b'\n');
        serde_json::to_writer(&mut body, &Stored::of(city)).expect("a city is JSON");
        body.push(b'\n');
    }
    body
}

/// Reads an answer: its UTF-8 checked once, then one pass.
pub(crate) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> T {
    let text = std::str::from_utf8(body).expect("an answer is UTF-8");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {}", text.get(..300).unwrap_or(text)))
}
