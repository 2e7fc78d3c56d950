//! Buckets between given bounds.

use std::marker::PhantomData;

use serde::{Deserializer, de};

use super::{
    AggScope, Aggs, Bucket, OnField,
    bucket::{BucketsSeed, Key, ResultSeed, ServerKey},
    on_field,
    set::write_aggs,
};
use crate::{
    query::{Field, IntoTerm, JsonWriter, Literal, gate::Measurable, node::At},
    schema::Kind,
};

/// A bucket of `ranges`; its key is the server's text, such as `18.0-65.0`.
pub type RangeBucket<S = ()> = Bucket<Box<str>, S>;

impl<M, K, V: ?Sized> Field<M, K, V> {
    /// Buckets between bounds, added by [`below`](RangeAgg::below), [`from_to`](RangeAgg::from_to) and
    /// [`from`](RangeAgg::from): `f.age().ranges().below(18).from_to(18, 65).from(65)`. The result is in ascending order.
    /// Lower bounds are included, upper ones are not. Dates are compared as the server formats them. Where no index matches
    /// a pattern there is no bucket.
    pub fn ranges(self) -> RangeAgg<M, K, V>
    where
        K: Measurable + crate::schema::kind::KindMarker,
    {
        let is_date = matches!(K::KIND, Kind::Date | Kind::DateNanos);
        let name = if is_date { "date_range" } else { "range" };
        RangeAgg { name, at: self.at_path(), ranges: Vec::new(), subs: (), marker: PhantomData }
    }
}

/// Buckets between given bounds, with other aggregations inside.
#[derive(Debug, Clone)]
#[must_use = "an aggregation does nothing until it is part of a search"]
pub struct RangeAgg<M, K, V: ?Sized, S = ()> {
    name: &'static str,
    at: At,
    ranges: Vec<(Option<Literal>, Option<Literal>)>,
    subs: S,
    #[expect(clippy::type_complexity, reason = "a phantom that is Send and Sync whatever the parameters are")]
    marker: PhantomData<(fn() -> M, fn() -> K, fn(&V))>,
}

impl<M, K, V: ?Sized, S> RangeAgg<M, K, V, S> {
    /// A bucket of all values below `bound`.
    pub fn below(mut self, bound: impl IntoTerm<K, V>) -> Self {
        self.ranges.push((None, Some(bound.into_literal())));
        self
    }

    /// A bucket of values from `low` to below `high`.
    pub fn from_to(mut self, low: impl IntoTerm<K, V>, high: impl IntoTerm<K, V>) -> Self {
        self.ranges.push((Some(low.into_literal()), Some(high.into_literal())));
        self
    }

    /// A bucket of all values from `bound` on.
    pub fn from(mut self, bound: impl IntoTerm<K, V>) -> Self {
        self.ranges.push((Some(bound.into_literal()), None));
        self
    }

    /// Aggregates inside each bucket: one aggregation, or a tuple of them.
    #[expect(clippy::should_implement_trait, reason = "a sub-aggregation: nothing is subtracted")]
    pub fn sub<N: Aggs<M>>(self, subs: N) -> RangeAgg<M, K, V, N> {
        RangeAgg { name: self.name, at: self.at, ranges: self.ranges, subs, marker: self.marker }
    }
}

impl<M, K, V: ?Sized, S: Aggs<M>> OnField for RangeAgg<M, K, V, S> {
    type Output = Vec<RangeBucket<S::Output>>;

    fn at(&self) -> At {
        self.at
    }

    fn write_entries(&self, json: &mut JsonWriter, inside: AggScope) {
        json.entry_object(self.name, |json| {
            json.entry_str("field", self.at.path);
            json.entry_array("ranges", |json| {
                for (from, to) in &self.ranges {
                    json.object(|json| {
                        for (key, bound) in [("from", from), ("to", to)] {
                            if let Some(bound) = bound {
                                json.key(key);
                                bound.write_at(json, self.at);
                            }
                        }
                    });
                }
            });
        });
        write_aggs(&self.subs, json, inside);
    }

    fn read<'de, D: Deserializer<'de>>(&self, inside: AggScope, deserializer: D) -> Result<Self::Output, D::Error> {
        let model = PhantomData::<fn() -> M>;
        let seed = BucketsSeed { subs: &self.subs, inside, read_key, format: None, model };
        let (buckets, _) = deserializer.deserialize_map(ResultSeed(seed))?;
        if buckets.len() == self.ranges.len() {
            return Ok(buckets);
        }
        Err(de::Error::custom(format_args!("{} ranges came back for {}", buckets.len(), self.ranges.len())))
    }

    /// Keys are the server's words for the bounds, so where there is no answer there are no buckets.
    fn of_nothing(&self) -> Self::Output {
        Vec::new()
    }
}

fn read_key(ServerKey { key, .. }: ServerKey<'_>) -> Result<Box<str>, String> {
    match key {
        Key::Text(text) => Ok(text.into()),
        other => Err(format!("{other:?} is no key of a range")),
    }
}

on_field! {
    [M, K, V: ?Sized, S: Aggs<M>] RangeAgg<M, K, V, S> => Vec<RangeBucket<S::Output>>;
}
