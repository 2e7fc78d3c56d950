//! Aggregations as values: each knows its JSON, and the type of its result. A tuple of aggregations is one too.
//!
//! Tokens make them (`f.age().stats()`, `f.department().terms(10).sub(f.age().avg())`). Names on the wire are
//! positions, so that none collides with the server's keys, and results are read in the same pass as the hits.

mod bucket;
mod filter;
mod histogram;
mod metric;
mod nesting;
mod range;
mod set;
mod terms;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed},
};

pub use bucket::{Bucket, BucketCount};
pub use filter::{FilterAgg, Filtered, RawAgg, filter, raw};
pub use histogram::{CalendarInterval, DateHistogramAgg, FixedInterval, HistogramAgg, Interval};
pub use metric::{
    CardinalityAgg, ExtendedStats, ExtendedStatsAgg, Measure, Metric, Percentiles, PercentilesAgg, Stats, StatsAgg,
    SumAgg, ValueCountAgg,
};
pub use nesting::AggScope;
pub use range::{RangeAgg, RangeBucket};
pub use set::Aggs;
pub(crate) use set::{AggsSeed, NameSeed, write_aggs};
pub use terms::{Terms, TermsAgg, TermsOrder};

use super::json::JsonWriter;

/// One aggregation: how it is asked for, and what comes back.
pub trait Agg: Send + Sync {
    /// The model whose documents it sums up.
    type Scope;
    /// The result.
    type Output: Send;

    /// Writes the aggregation as one JSON object. `scope` is the nested list that it stands in.
    #[doc(hidden)]
    fn write(&self, json: &mut JsonWriter, scope: AggScope);

    /// Reads the result.
    #[doc(hidden)]
    fn decode<'de, D: Deserializer<'de>>(&self, scope: AggScope, deserializer: D) -> Result<Self::Output, D::Error>;

    /// The result where there is no index, and so no answer to read.
    #[doc(hidden)]
    fn empty<E: de::Error>(&self) -> Result<Self::Output, E>;
}

/// Reads the result of one aggregation.
struct AggSeed<'a, A> {
    agg: &'a A,
    scope: AggScope,
}

impl<'de, A: Agg> DeserializeSeed<'de> for AggSeed<'_, A> {
    type Value = A::Output;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<A::Output, D::Error> {
        self.agg.decode(self.scope, deserializer)
    }
}

/// An aggregation on one field: [`Agg`] enters and leaves nested lists for it.
trait OnField: Send + Sync {
    type Output: Send;

    /// The field.
    fn at(&self) -> super::node::At;

    /// The entries of the aggregation's object. `inside` is the nested list of the field.
    fn write_entries(&self, json: &mut JsonWriter, inside: AggScope);

    /// Reads the result.
    fn read<'de, D: Deserializer<'de>>(&self, inside: AggScope, deserializer: D) -> Result<Self::Output, D::Error>;

    /// The result of no document at all.
    fn of_nothing(&self) -> Self::Output;
}

/// [`Agg`] for an [`OnField`].
macro_rules! on_field {
    ($([$($param:tt)*] $agg:ty => $output:ty;)+) => { $(
        impl<$($param)*> $crate::query::agg::Agg for $agg {
            type Scope = M;
            type Output = $output;

            fn write(&self, json: &mut $crate::query::JsonWriter, scope: $crate::query::agg::AggScope) {
                let at = self.at();
                at.check_columns(json);
                let inside = $crate::query::agg::AggScope::of(at);
                scope.write_way(json, inside, &mut |json| self.write_entries(json, inside));
            }

            fn decode<'de, D: serde::Deserializer<'de>>(
                &self,
                scope: $crate::query::agg::AggScope,
                deserializer: D,
            ) -> Result<Self::Output, D::Error> {
                let inside = $crate::query::agg::AggScope::of(self.at());
                let seed = $crate::query::agg::nesting::Unwrap {
                    levels: scope.levels(inside),
                    seed: $crate::query::agg::ReadSeed { agg: self, inside },
                };
                serde::de::DeserializeSeed::deserialize(seed, deserializer)
            }

            fn empty<E: serde::de::Error>(&self) -> Result<Self::Output, E> {
                Ok(self.of_nothing())
            }
        }
    )+ };
}
use on_field;

/// Reads an [`OnField`], within its nested list.
struct ReadSeed<'a, A> {
    agg: &'a A,
    inside: AggScope,
}

impl<'de, A: OnField> DeserializeSeed<'de> for ReadSeed<'_, A> {
    type Value = A::Output;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<A::Output, D::Error> {
        self.agg.read(self.inside, deserializer)
    }
}

#[cfg(test)]
mod tests;
