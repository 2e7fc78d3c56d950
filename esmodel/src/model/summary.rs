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

impl EsField for Histogram {
    const TYPE: FieldType = FieldType::scalar(Kind::Histogram);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Histogram, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl Holds<kind::Histogram> for Histogram {
    type Value = Self;
}

impl Holds<kind::AggregateMetricDouble> for Metrics {
    type Value = Self;
}
