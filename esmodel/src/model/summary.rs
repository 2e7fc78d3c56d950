//! Summaries of values that are not kept themselves: histograms, and the least, the greatest and the sum.

use serde::{Deserialize, Serialize};

use super::{EsField, Holds};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Kind, kind},
};

/// Values in ascending order and how often each occurs, for a `histogram` field: percentiles are taken from it.
/// Elasticsearch only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The values, in ascending order.
    pub values: Vec<f64>,
    /// How often each occurs; as many as there are values.
    pub counts: Vec<u64>,
}

/// How many values lie in buckets whose bounds grow exponentially, for an `exponential_histogram` field: bucket `i` of
/// scale `s` holds what is greater than `b^i` and at most `b^(i+1)`, where `b` is `2^(2^-s)`. Elasticsearch 9.3.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExponentialHistogram {
    /// From -11 to 38; the greater, the finer the buckets.
    pub scale: i8,
    /// The sum of all values; the server estimates what is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    /// The least value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Zeros, and what is near to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero: Option<ZeroBucket>,
    /// Values above zero.
    #[serde(default, skip_serializing_if = "Buckets::is_empty")]
    pub positive: Buckets,
    /// Values below zero, in the buckets of their amounts.
    #[serde(default, skip_serializing_if = "Buckets::is_empty")]
    pub negative: Buckets,
}

/// What counts as zero in an [`ExponentialHistogram`], and how often it occurs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ZeroBucket {
    /// Amounts up to this one count as zero; 0 or greater.
    #[serde(default)]
    pub threshold: f64,
    /// How many there are.
    #[serde(default)]
    pub count: u64,
}

/// The buckets of an [`ExponentialHistogram`] that are not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buckets {
    /// Their numbers, in ascending order.
    pub indices: Vec<i64>,
    /// How many values each has; as many as there are numbers.
    pub counts: Vec<u64>,
}

impl Buckets {
    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.indices.is_empty() && self.counts.is_empty()
    }
}

/// How many values lie around centroids, as the t-digest algorithm finds them, for a `tdigest` field.
/// Elasticsearch 9.3.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TDigest {
    /// The centroids, in ascending order.
    pub centroids: Vec<f64>,
    /// How many values are at each; as many as there are centroids.
    pub counts: Vec<u64>,
    /// The sum of all values; the server estimates what is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    /// The least value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// What is known of many values, for an `aggregate_metric_double` field; the field's attribute says which of them:
/// `aggregate_metric_double(metrics("min", "max"), default_metric = "max")`. Elasticsearch only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// The least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_count: Option<u64>,
}

macro_rules! summaries {
    ($($summary:ident),+) => { $(
        impl EsField for $summary {
            const TYPE: FieldType = FieldType::scalar(Kind::$summary);
            type Value = Self;
            type Element = Self;
            type Token<P: Path> = Field<P::Scope, kind::$summary, Self>;

            fn token<P: Path>() -> Self::Token<P> {
                Field::at::<P>()
            }
        }

        impl Holds<kind::$summary> for $summary {
            type Value = Self;
        }
    )+ };
}

summaries!(Histogram, ExponentialHistogram, TDigest);

impl Holds<kind::AggregateMetricDouble> for Metrics {
    type Value = Self;
}
