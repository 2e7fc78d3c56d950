//! From the answer's text to typed hits and results in one pass: no tree in between, no copy of `_source`.

use std::{cell::RefCell, fmt, marker::PhantomData, sync::Arc, time::Duration};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    hit::{Extras, Hit, SortValues},
    page::{Page, Total},
};
use crate::{
    error::{Cause, Error, Result, ServerError},
    model::{Doc, DocVersion, LoadSeed, Meta, ModelDefinition},
    query::agg::{Aggs, AggsSeed, NameSeed},
};

/// Reads the answer to a search for `size` hits from `from` on.
pub(crate) fn decode<T: ModelDefinition, A: Aggs<T>>(
    text: &str,
    aggs: &A,
    from: u64,
    size: u64,
) -> Result<Page<T, A::Output>> {
    let expected = usize::try_from(size).unwrap_or(0).min(10_000);
    let seed = ReplySeed { aggs, expected, index: RefCell::new(None), model: PhantomData };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let page = seed.deserialize(&mut deserializer).and_then(|page| deserializer.end().map(|()| page));
    let mut page = page.map_err(|source| Error::decode(format!("a search of {}", T::SCHEMA.name), source))?;
    page.from = from;
    page.size = size;
    Ok(page)
}

struct ReplySeed<'a, T, A> {
    aggs: &'a A,
    expected: usize,
    /// The index of the last hit: neighbours mostly share it.
    index: RefCell<Option<Arc<str>>>,
    model: PhantomData<fn() -> T>,
}

impl<'de, T: ModelDefinition, A: Aggs<T>> DeserializeSeed<'de> for ReplySeed<'_, T, A> {
    type Value = Page<T, A::Output>;

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
    Other,
}

#[derive(Deserialize, Default)]
struct Shards {
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

impl<'de, T: ModelDefinition, A: Aggs<T>> Visitor<'de> for ReplySeed<'_, T, A> {
    type Value = Page<T, A::Output>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer to a search")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let (mut took, mut timed_out, mut terminated_early) = (0, false, false);
        let (mut shards, mut hits, mut slots) = (Shards::default(), None, A::Slots::default());
        while let Some(key) = map.next_key_seed(NameSeed(|name: &str| match name {
            "took" => Key::Took,
            "timed_out" => Key::TimedOut,
            "terminated_early" => Key::TerminatedEarly,
            "_shards" => Key::Shards,
            "hits" => Key::Hits,
            "aggregations" | "aggs" => Key::Aggs,
            _ => Key::Other,
        }))? {
            match key {
                Key::Took => took = map.next_value()?,
                Key::TimedOut => timed_out = map.next_value()?,
                Key::TerminatedEarly => terminated_early = map.next_value::<Option<bool>>()?.unwrap_or_default(),
                Key::Shards => shards = map.next_value()?,
                Key::Hits => hits = Some(map.next_value_seed(HitsSeed { reply: &self })?),
                Key::Aggs => slots = map.next_value_seed(AggsSeed { aggs: self.aggs, model: self.model })?,
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let hits = hits.ok_or_else(|| de::Error::missing_field("hits"))?;
        let is_partial = timed_out || terminated_early || shards.failed > 0;
        let total = match hits.total {
            Total::Exact(count) if is_partial => Total::AtLeast(count),
            total => total,
        };
        Ok(Page {
            hits: hits.hits,
            total,
            aggs: self.aggs.finish(slots)?,
            took: Duration::from_millis(took),
            timed_out,
            terminated_early,
            max_score: hits.max_score,
            failed_shards: shards.failed,
            shard_failures: shards.failures.into_iter().filter_map(Failure::into_error).collect(),
            from: 0,
            size: 0,
        })
    }
}

impl Failure {
    fn into_error(self) -> Option<ServerError> {
        let status = if self.status == 0 { 500 } else { self.status };
        Some(self.reason?.into_error(status))
    }
}

struct Hits<T> {
    hits: Vec<Hit<T>>,
    total: Total,
    max_score: Option<f64>,
}

struct HitsSeed<'s, 'a, T, A> {
    reply: &'s ReplySeed<'a, T, A>,
}

impl<'de, T: ModelDefinition, A> DeserializeSeed<'de> for HitsSeed<'_, '_, T, A> {
    type Value = Hits<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Hits<T>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: ModelDefinition, A> Visitor<'de> for HitsSeed<'_, '_, T, A> {
    type Value = Hits<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the hits of a search")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Hits<T>, M::Error> {
        let mut hits = Hits { hits: Vec::new(), total: Total::NotCounted, max_score: None };
        while let Some(key) = map.next_key_seed(NameSeed(|name: &str| match name {
            "total" => 0,
            "max_score" => 1,
            "hits" => 2,
            _ => 3,
        }))? {
            match key {
                0 => hits.total = map.next_value::<Option<Count>>()?.map_or(Total::NotCounted, Count::into_total),
                1 => hits.max_score = map.next_value()?,
                2 => hits.hits = map.next_value_seed(ListSeed { reply: self.reply })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(hits)
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

struct ListSeed<'s, 'a, T, A> {
    reply: &'s ReplySeed<'a, T, A>,
}

impl<'de, T: ModelDefinition, A> DeserializeSeed<'de> for ListSeed<'_, '_, T, A> {
    type Value = Vec<Hit<T>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: ModelDefinition, A> Visitor<'de> for ListSeed<'_, '_, T, A> {
    type Value = Vec<Hit<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of hits")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        let mut hits = Vec::with_capacity(self.reply.expected);
        while let Some(hit) =
            list.next_element_seed(HitSeed { index: &self.reply.index, position: hits.len(), model: PhantomData })?
        {
            hits.push(hit);
        }
        Ok(hits)
    }
}

struct HitSeed<'s, T> {
    index: &'s RefCell<Option<Arc<str>>>,
    position: usize,
    model: PhantomData<fn() -> T>,
}

enum HitKey {
    Index,
    Id,
    Score,
    Routing,
    Revision,
    SeqNo,
    PrimaryTerm,
    Source,
    Sort,
    Highlight,
    Matched,
    InnerHits,
    Fields,
    Other,
}

impl HitKey {
    fn of(name: &str) -> Self {
        match name {
            "_index" => Self::Index,
            "_id" => Self::Id,
            "_score" => Self::Score,
            "_routing" => Self::Routing,
            "_version" => Self::Revision,
            "_seq_no" => Self::SeqNo,
            "_primary_term" => Self::PrimaryTerm,
            "_source" => Self::Source,
            "sort" => Self::Sort,
            "highlight" => Self::Highlight,
            "matched_queries" => Self::Matched,
            "inner_hits" => Self::InnerHits,
            "fields" => Self::Fields,
            _ => Self::Other,
        }
    }
}

/// A hit while its keys come in.
struct Parts<'de, T> {
    index: Option<Arc<str>>,
    id: Option<Box<str>>,
    score: Option<f64>,
    routing: Option<Box<str>>,
    revision: Option<u64>,
    seq_no: Option<i64>,
    primary_term: Option<u64>,
    value: Option<T>,
    /// A `_source` that came before its `_id`, which no server is known to do.
    early_source: Option<&'de RawValue>,
    sort: Option<SortValues>,
    extras: Option<Box<Extras>>,
}

impl<'de, T: ModelDefinition> DeserializeSeed<'de> for HitSeed<'_, T> {
    type Value = Hit<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Hit<T>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: ModelDefinition> Visitor<'de> for HitSeed<'_, T> {
    type Value = Hit<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a hit")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Hit<T>, M::Error> {
        let mut parts = Parts {
            index: None,
            id: None,
            score: None,
            routing: None,
            revision: None,
            seq_no: None,
            primary_term: None,
            value: None,
            early_source: None,
            sort: None,
            extras: None,
        };
        match self.read(&mut parts, &mut map) {
            Ok(()) => parts.into_hit().map_err(|(id, problem)| self.misread(id.as_deref(), &problem)),
            Err(error) => Err(self.misread(parts.id.as_deref(), &error)),
        }
    }
}

impl<T: ModelDefinition> HitSeed<'_, T> {
    fn read<'de, M: MapAccess<'de>>(&self, parts: &mut Parts<'de, T>, map: &mut M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key_seed(NameSeed(HitKey::of))? {
            match key {
                HitKey::Index => parts.index = Some(map.next_value_seed(NameSeed(|name: &str| self.shared(name)))?),
                HitKey::Id => parts.id = Some(map.next_value_seed(NameSeed(|id: &str| Box::<str>::from(id)))?),
                HitKey::Score => parts.score = map.next_value()?,
                HitKey::Routing => parts.routing = map.next_value()?,
                HitKey::Revision => parts.revision = map.next_value()?,
                // -2 where an old document has none.
                HitKey::SeqNo => parts.seq_no = map.next_value()?,
                HitKey::PrimaryTerm => parts.primary_term = map.next_value()?,
                HitKey::Source => match &parts.id {
                    Some(id) => parts.value = Some(map.next_value_seed(LoadSeed::<T>::new(id))?),
                    None => parts.early_source = Some(map.next_value()?),
                },
                HitKey::Sort => parts.sort = Some(SortValues::from_raw(map.next_value()?)),
                HitKey::Highlight => {
                    parts.extras().highlights = map.next_value_seed(HighlightSeed)?;
                }
                HitKey::Matched => {
                    parts.extras().matched = map.next_value()?;
                }
                HitKey::InnerHits => {
                    parts.extras().inner_hits = Some(map.next_value::<&RawValue>()?.get().into());
                }
                HitKey::Fields => {
                    parts.extras().fields = Some(map.next_value::<&RawValue>()?.get().into());
                }
                HitKey::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    /// An error that says which hit it is about.
    fn misread<E: de::Error>(&self, id: Option<&str>, problem: &dyn fmt::Display) -> E {
        E::custom(format_args!("hit {} (`{}`): {problem}", self.position, id.unwrap_or("?")))
    }

    /// The name of the index, shared with the hits before.
    fn shared(&self, name: &str) -> Arc<str> {
        let mut last = self.index.borrow_mut();
        match &*last {
            Some(index) if **index == *name => Arc::clone(index),
            _ => Arc::clone(last.insert(name.into())),
        }
    }
}

impl<T: ModelDefinition> Parts<'_, T> {
    fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    /// The hit, or the id and what is wrong.
    fn into_hit(self) -> Result<Hit<T>, (Option<Box<str>>, String)> {
        let Some(id) = self.id else { return Err((None, "it has no `_id`".to_owned())) };
        let Some(index) = self.index else { return Err((Some(id), "it has no `_index`".to_owned())) };
        let value = match (self.value, self.early_source) {
            (Some(value), _) => Ok(value),
            (None, Some(source)) => load(&id, source),
            (None, None) => Err("it has no `_source`: the search or the mapping leaves it out".to_owned()),
        };
        let value = match value {
            Ok(value) => value,
            Err(problem) => return Err((Some(id), problem)),
        };
        let version = match (self.seq_no.map(u64::try_from), self.primary_term) {
            (Some(Ok(seq_no)), Some(primary_term)) => Some(DocVersion { seq_no, primary_term }),
            _ => None,
        };
        let meta = Meta { index, id, routing: self.routing, version, revision: self.revision };
        Ok(Hit::new(Doc::from_parts(value, meta), self.score, self.sort, self.extras))
    }
}

/// Reads a `_source` that was kept until its id was known.
fn load<T: ModelDefinition>(id: &str, source: &RawValue) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_str(source.get());
    LoadSeed::<T>::new(id).deserialize(&mut deserializer).map_err(|error| error.to_string())
}

/// Fragments by field.
struct HighlightSeed;

impl<'de> DeserializeSeed<'de> for HighlightSeed {
    type Value = Vec<(Box<str>, Vec<String>)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HighlightSeed {
    type Value = Vec<(Box<str>, Vec<String>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fragments by field")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(fields)
    }
}
