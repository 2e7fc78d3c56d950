//! Aggregations of some documents only, and aggregations in the server's own JSON.

use std::{fmt, marker::PhantomData, sync::Arc};

use serde::{
    Deserializer, Serialize,
    de::{self, DeserializeOwned, IgnoredAny, IntoDeserializer, MapAccess, Visitor},
};

use super::{
    Agg, AggScope, Aggs,
    set::{NameSeed, position, write_aggs},
};
use crate::{
    error::Error,
    query::{IntoQuery, JsonWriter, Query},
};

/// Aggregates the documents that match: `agg::filter(f.age().gte(60)).sub(f.salary().avg())`.
pub fn filter<M>(query: impl IntoQuery<M>) -> FilterAgg<M> {
    FilterAgg { query: query.into_query(), subs: () }
}

/// The documents that match a query, with other aggregations inside.
#[derive(Debug, Clone)]
#[must_use = "an aggregation does nothing until it is part of a search"]
pub struct FilterAgg<M, S = ()> {
    query: Query<M>,
    subs: S,
}

/// The result of `filter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filtered<S = ()> {
    /// How many documents match.
    pub doc_count: u64,
    /// The results of the aggregations inside.
    pub sub: S,
}

impl<M, S> FilterAgg<M, S> {
    /// Aggregates the documents that match: one aggregation, or a tuple of them.
    #[expect(clippy::should_implement_trait, reason = "a sub-aggregation: nothing is subtracted")]
    pub fn sub<N: Aggs<M>>(self, subs: N) -> FilterAgg<M, N> {
        FilterAgg { query: self.query, subs }
    }
}

impl<M, S: Aggs<M>> Agg for FilterAgg<M, S> {
    type Scope = M;
    type Output = Filtered<S::Output>;

    /// A query speaks of documents: inside a nested list it would find none, so the list is left first.
    fn write(&self, json: &mut JsonWriter, scope: AggScope) {
        scope.write_way(json, AggScope::ROOT, &mut |json| {
            json.key("filter");
            self.query.part.write(json);
            write_aggs(&self.subs, json, AggScope::ROOT);
        });
    }

    fn decode<'de, D: Deserializer<'de>>(&self, scope: AggScope, deserializer: D) -> Result<Self::Output, D::Error> {
        let levels = scope.levels(AggScope::ROOT);
        let seed = FilterSeed { subs: &self.subs, model: PhantomData::<fn() -> M> };
        de::DeserializeSeed::deserialize(super::nesting::Unwrap { levels, seed }, deserializer)
    }

    fn empty<E: de::Error>(&self) -> Result<Self::Output, E> {
        Ok(Filtered { doc_count: 0, sub: self.subs.empty()? })
    }
}

struct FilterSeed<'a, M, S> {
    subs: &'a S,
    model: PhantomData<fn() -> M>,
}

impl<'de, M, S: Aggs<M>> de::DeserializeSeed<'de> for FilterSeed<'_, M, S> {
    type Value = Filtered<S::Output>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, M, S: Aggs<M>> Visitor<'de> for FilterSeed<'_, M, S> {
    type Value = Filtered<S::Output>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _: PhantomData<_> = self.model;
        f.write_str("the result of a filter aggregation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut doc_count, mut slots) = (0, S::Slots::default());
        while let Some((is_count, sub)) =
            map.next_key_seed(NameSeed(|name: &str| (name == "doc_count", position(name))))?
        {
            let is_read = match sub {
                _ if is_count => {
                    doc_count = map.next_value()?;
                    true
                }
                Some(position) => self.subs.read_entry(AggScope::ROOT, position, &mut slots, &mut map)?,
                None => false,
            };
            if !is_read {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Filtered { doc_count, sub: self.subs.finish(slots)? })
    }
}

/// An aggregation in the server's own JSON, whose result is read as `T`:
/// `agg::raw::<_, Percentiles>(json!({"percentile_ranks": {..}}))`. Use `serde_json::Value` to take it as it comes. Where
/// no index matches a pattern, servers give no result: that is null, so read it as an `Option` there.
///
/// What cannot be written is reported as [`Error::Encode`] when the search is sent.
pub fn raw<M, T: DeserializeOwned + Send>(json: impl Serialize) -> RawAgg<M, T> {
    let json = serde_json::to_string(&json).map_err(|error| Arc::from(error.to_string()));
    RawAgg { json, marker: PhantomData }
}

/// An aggregation in the server's own JSON.
#[derive(Debug, Clone)]
#[must_use = "an aggregation does nothing until it is part of a search"]
pub struct RawAgg<M, T> {
    json: Result<String, Arc<str>>,
    marker: PhantomData<fn() -> (M, T)>,
}

impl<M, T: DeserializeOwned + Send> Agg for RawAgg<M, T> {
    type Scope = M;
    type Output = T;

    fn write(&self, json: &mut JsonWriter, _: AggScope) {
        match &self.json {
            Ok(text) => json.raw(text),
            Err(problem) => {
                json.raw("{}");
                json.fail(Error::encode("a raw aggregation", problem.to_string()));
            }
        }
    }

    fn decode<'de, D: Deserializer<'de>>(&self, _: AggScope, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }

    fn empty<E: de::Error>(&self) -> Result<T, E> {
        let null: de::value::UnitDeserializer<E> = ().into_deserializer();
        T::deserialize(null).map_err(|error| {
            E::custom(format_args!(
                "no index matches, so a raw aggregation has no result: read it as an `Option` ({error})"
            ))
        })
    }
}
