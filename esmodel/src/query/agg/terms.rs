//! Buckets of equal values.

use std::marker::PhantomData;

use serde::{Deserializer, de::DeserializeOwned};

use super::{
    AggScope, Aggs, Bucket, BucketCount, OnField,
    bucket::{BucketsSeed, KeyDeserializer, ReadKey, ResultSeed, ServerKey},
    on_field,
    set::write_aggs,
};
use crate::{
    query::{Field, IntoTerm, JsonWriter, Literal, gate::Sortable, node::At, sort::Order},
    schema::kind::KindMarker,
};

impl<M, K, V> Field<M, K, V> {
    /// A bucket for each value, the most frequent `size` of them. Keys are read as the field's type; dates among them to the
    /// millisecond, also of a `date_nanos` field, since that is how servers write them.
    ///
    /// Counts come from each shard's own most frequent values: [`Terms::error_bound`] says by how much they may be
    /// too low. A document with several values is in several buckets.
    pub fn terms(self, size: u32) -> TermsAgg<M, K, V>
    where
        K: Sortable + KindMarker,
        V: DeserializeOwned,
    {
        TermsAgg {
            at: self.at_path(),
            size,
            order: Vec::new(),
            missing: None,
            min_doc_count: None,
            read_key: read_typed::<K, V>,
            subs: (),
            marker: PhantomData,
        }
    }
}

fn read_typed<K: KindMarker, V: DeserializeOwned>(key: ServerKey<'_>) -> Result<V, String> {
    KeyDeserializer::read(key, K::KIND).map_err(|error| format!("a bucket's key: {error}"))
}

/// What buckets are ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermsOrder {
    /// How many documents there are. The server's default is this, descending; ascending has no bound on its error.
    Count(Order),
    /// The key.
    Key(Order),
    /// The result of the `position`th aggregation inside, from 0, which must be a single number.
    Sub {
        /// Which aggregation inside.
        position: usize,
        /// The direction.
        order: Order,
    },
}

/// Buckets of equal values, with other aggregations inside.
#[derive(Debug, Clone)]
#[must_use = "an aggregation does nothing until it is part of a search"]
pub struct TermsAgg<M, K, V, S = ()> {
    at: At,
    size: u32,
    order: Vec<TermsOrder>,
    missing: Option<Literal>,
    min_doc_count: Option<u64>,
    read_key: ReadKey<V>,
    subs: S,
    marker: PhantomData<fn() -> (M, K)>,
}

impl<M, K, V, S> TermsAgg<M, K, V, S> {
    /// Aggregates inside each bucket: one aggregation, or a tuple of them.
    #[expect(clippy::should_implement_trait, reason = "a sub-aggregation: nothing is subtracted")]
    pub fn sub<N: Aggs<M>>(self, subs: N) -> TermsAgg<M, K, V, N> {
        let Self { at, size, order, missing, min_doc_count, read_key, subs: _, marker } = self;
        TermsAgg { at, size, order, missing, min_doc_count, read_key, subs, marker }
    }

    /// The order of the buckets; a second call decides where the first is equal.
    pub fn order(mut self, order: TermsOrder) -> Self {
        self.order.push(order);
        self
    }

    /// Documents without a value are in the bucket of this one.
    pub fn missing(mut self, value: impl IntoTerm<K, V>) -> Self {
        self.missing = Some(value.into_literal());
        self
    }

    /// Only buckets with at least that many documents; 1 unless set.
    pub fn min_doc_count(mut self, count: u64) -> Self {
        self.min_doc_count = Some(count);
        self
    }
}

/// The result of `terms`.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms<K, S = ()> {
    /// The buckets, the most frequent first unless ordered otherwise.
    pub buckets: Vec<Bucket<K, S>>,
    /// Documents in buckets that were not returned.
    pub other_docs: u64,
    /// By how much a count may be too low, with several shards.
    pub error_bound: u64,
}

impl<M, K, V: Send, S: Aggs<M>> OnField for TermsAgg<M, K, V, S> {
    type Output = Terms<V, S::Output>;

    fn at(&self) -> At {
        self.at
    }

    fn write_entries(&self, json: &mut JsonWriter, inside: AggScope) {
        json.entry_object("terms", |json| {
            json.entry_str("field", self.at.path);
            json.entry_uint("size", self.size.into());
            if let Some(missing) = &self.missing {
                json.key("missing");
                missing.write_at(json, self.at);
            }
            if let Some(count) = self.min_doc_count {
                json.entry_uint("min_doc_count", count);
            }
            if !self.order.is_empty() {
                json.entry_array("order", |json| self.order.iter().for_each(|order| write_order(json, order)));
            }
        });
        write_aggs(&self.subs, json, inside);
    }

    fn read<'de, D: Deserializer<'de>>(&self, inside: AggScope, deserializer: D) -> Result<Self::Output, D::Error> {
        let seed = BucketsSeed {
            subs: &self.subs,
            inside,
            read_key: self.read_key,
            format: self.at.format(),
            model: PhantomData::<fn() -> M>,
        };
        let (buckets, BucketCount { other_docs, error_bound }) = deserializer.deserialize_map(ResultSeed(seed))?;
        Ok(Terms { buckets, other_docs, error_bound })
    }

    fn of_nothing(&self) -> Self::Output {
        Terms { buckets: Vec::new(), other_docs: 0, error_bound: 0 }
    }
}

fn write_order(json: &mut JsonWriter, order: &TermsOrder) {
    json.object(|json| match order {
        TermsOrder::Count(order) => json.entry_str("_count", order.as_str()),
        TermsOrder::Key(order) => json.entry_str("_key", order.as_str()),
        TermsOrder::Sub { position, order } => json.entry_str(&format!("a{position}"), order.as_str()),
    });
}

on_field! {
    [M, K, V: Send, S: Aggs<M>] TermsAgg<M, K, V, S> => Terms<V, S::Output>;
}
