//! From the answer's text to typed hits and results in one pass: no tree in between, no copy of `_source`.

mod one;

use std::{fmt, marker::PhantomData, time::Duration};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use self::one::{HitSeed, Shared};
use super::{
    extent::Extent,
    hit::Hit,
    page::{Page, Total},
    rest::Rest,
};
use crate::{
    error::{Cause, Result, ServerError, reading},
    model::{FromDocument, ModelDefinition},
    query::agg::{Aggs, AggsSeed, NameSeed},
};

/// Reads the answer to a search of `T` for the hits of `extent`, as `L`. Searches of the index reach `window` hits.
pub(crate) fn decode<L: FromDocument, T: ModelDefinition, A: Aggs<T>>(
    text: &str,
    aggs: &A,
    extent: Extent,
    window: u64,
) -> Result<Page<L, A::Output>> {
    let mut page = reading(text, |text| decode_text::<L, T, A>(text, aggs, extent.size))?;
    page.extent = extent;
    page.window = window;
    Ok(page)
}

fn decode_text<L: FromDocument, T: ModelDefinition, A: Aggs<T>>(
    text: &str,
    aggs: &A,
    size: u64,
) -> Result<Page<L, A::Output>> {
    let expected = usize::try_from(size).unwrap_or(0).min(10_000);
    let shared = Shared::default();
    let seed = ReplySeed::<L, T, A> { aggs, expected, shared: &shared, model: PhantomData };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let page = seed.deserialize(&mut deserializer).and_then(|page| deserializer.end().map(|()| page));
    page.map_err(|error| shared.explain(T::SCHEMA.name, text, error))
}

struct ReplySeed<'a, L, T, A> {
    aggs: &'a A,
    expected: usize,
    shared: &'a Shared,
    model: PhantomData<fn() -> (L, T)>,
}

impl<'de, L: FromDocument, T: ModelDefinition, A: Aggs<T>> DeserializeSeed<'de> for ReplySeed<'_, L, T, A> {
    type Value = Page<L, A::Output>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

enum Key {
    Took,
    TimedOut,
    TerminatedEarly,
    Shards,
    Hits,
    Aggs,
    Other(Box<str>),
}

#[derive(Deserialize, Default)]
struct Shards {
    /// 0 where no index matches a pattern.
    total: Option<u32>,
    #[serde(default)]
    failed: u32,
    #[serde(default)]
    failures: Vec<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    reason: Option<Cause>,
    #[serde(default)]
    status: u16,
}

impl<'de, L: FromDocument, T: ModelDefinition, A: Aggs<T>> Visitor<'de> for ReplySeed<'_, L, T, A> {
    type Value = Page<L, A::Output>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer to a search")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let (mut took, mut timed_out, mut terminated_early) = (0, false, false);
        let (mut shards, mut hits, mut slots) = (Shards::default(), None, None);
        let mut rest = Rest::default();
        while let Some(key) = map.next_key_seed(NameSeed(|name: &str| match name {
            "took" => Key::Took,
            "timed_out" => Key::TimedOut,
            "terminated_early" => Key::TerminatedEarly,
            "_shards" => Key::Shards,
            "hits" => Key::Hits,
            "aggregations" | "aggs" => Key::Aggs,
            other => Key::Other(other.into()),
        }))? {
            match key {
                Key::Took => took = map.next_value()?,
                Key::TimedOut => timed_out = map.next_value()?,
                Key::TerminatedEarly => terminated_early = map.next_value::<Option<bool>>()?.unwrap_or_default(),
                Key::Shards => shards = map.next_value()?,
                Key::Hits => hits = Some(map.next_value_seed(HitsSeed { reply: &self })?),
                Key::Aggs => {
                    let seed = AggsSeed { aggs: self.aggs, model: PhantomData::<fn() -> T> };
                    slots = Some(map.next_value_seed(seed)?);
                }
                Key::Other(key) => rest.keep(key, &mut map)?,
            }
        }
        let found = hits.ok_or_else(|| de::Error::missing_field("hits"))?;
        let aggs = match slots {
            // Servers leave aggregations out where they asked no shard.
            None if shards.total == Some(0) => self.aggs.empty()?,
            slots => self.aggs.finish(slots.unwrap_or_default())?,
        };
        let is_partial = timed_out || terminated_early || shards.failed > 0;
        let total = match found.total {
            Total::Exact(count) if is_partial => Total::AtLeast(count),
            total => total,
        };
        Ok(Page {
            hits: found.hits,
            total,
            aggs,
            took: Duration::from_millis(took),
            timed_out,
            terminated_early,
            max_score: found.max_score,
            failed_shards: shards.failed,
            shard_failures: shards.failures.into_iter().filter_map(Failure::into_error).collect(),
            rest,
            extent: Extent { from: 0, size: 0 },
            window: 0,
        })
    }
}

impl Failure {
    fn into_error(self) -> Option<ServerError> {
        let status = if self.status == 0 { 500 } else { self.status };
        Some(self.reason?.into_error(status))
    }
}

struct Found<T> {
    hits: Vec<Hit<T>>,
    total: Total,
    max_score: Option<f64>,
}

struct HitsSeed<'s, 'a, L, T, A> {
    reply: &'s ReplySeed<'a, L, T, A>,
}

impl<'de, L: FromDocument, T, A> DeserializeSeed<'de> for HitsSeed<'_, '_, L, T, A> {
    type Value = Found<L>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found<L>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, L: FromDocument, T, A> Visitor<'de> for HitsSeed<'_, '_, L, T, A> {
    type Value = Found<L>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the hits of a search")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Found<L>, M::Error> {
        let mut found = Found { hits: Vec::new(), total: Total::NotCounted, max_score: None };
        while let Some(key) = map.next_key_seed(NameSeed(|name: &str| match name {
            "total" => 0,
            "max_score" => 1,
            "hits" => 2,
            _ => 3,
        }))? {
            match key {
                0 => found.total = map.next_value::<Option<Count>>()?.map_or(Total::NotCounted, Count::into_total),
                1 => found.max_score = map.next_value()?,
                2 => found.hits = map.next_value_seed(ListSeed { reply: self.reply })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

/// `hits.total`: a number where `rest_total_hits_as_int` is set, or in an answer of an old proxy.
#[derive(Deserialize)]
#[serde(untagged)]
enum Count {
    Number(u64),
    Object { value: u64, relation: Option<Relation> },
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Relation {
    Eq,
    Gte,
}

impl Count {
    fn into_total(self) -> Total {
        match self {
            Self::Object { value, relation: Some(Relation::Gte) } => Total::AtLeast(value),
            Self::Number(value) | Self::Object { value, .. } => Total::Exact(value),
        }
    }
}

struct ListSeed<'s, 'a, L, T, A> {
    reply: &'s ReplySeed<'a, L, T, A>,
}

impl<'de, L: FromDocument, T, A> DeserializeSeed<'de> for ListSeed<'_, '_, L, T, A> {
    type Value = Vec<Hit<L>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, L: FromDocument, T, A> Visitor<'de> for ListSeed<'_, '_, L, T, A> {
    type Value = Vec<Hit<L>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of hits")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        let mut hits = Vec::with_capacity(self.reply.expected);
        while let Some(hit) = list.next_element_seed(HitSeed::new(self.reply.shared, hits.len()))? {
            hits.push(hit);
        }
        Ok(hits)
    }
}
