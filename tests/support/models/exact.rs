//! Exact values: keywords, numbers, points in time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use esmodel::prelude::*;

/// The family of `keyword`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "keywords")]
pub struct Keywords {
    #[es(id)]
    pub id: u32,
    #[es(constant_keyword(value = "prod"))]
    pub stage: String,
    #[es(wildcard(ignore_above = 100, null_value = "none"))]
    pub line: String,
    #[es(keyword, fields(pattern(wildcard)))]
    pub path: String,
}

/// Versions of software.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "versions")]
pub struct Versions {
    #[es(id)]
    pub id: u32,
    #[es(version)]
    pub release: String,
}

/// Numbers that come in a module of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "numbers-extra")]
pub struct NumbersExtra {
    #[es(id)]
    pub id: u32,
    #[es(scaled_float(scaling_factor = 100))]
    pub price: f64,
    #[es(scaled_float(
        scaling_factor = 1000,
        index = false,
        doc_values = false,
        store = true,
        coerce = false,
        ignore_malformed = true,
        null_value = 1.5
    ))]
    pub weight: Option<f32>,
    #[es(rank_feature)]
    pub rank: f64,
    #[es(rank_feature(positive_score_impact = false))]
    pub length: Option<u32>,
    #[es(rank_features(positive_score_impact = false))]
    pub topics: BTreeMap<String, f64>,
}

/// Points in time to the nanosecond.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "nanos")]
pub struct Nanos {
    #[es(id)]
    pub id: u32,
    #[es(date_nanos)]
    pub at: DateTime<Utc>,
    #[es(date_nanos(
        format = "date_optional_time||epoch_millis",
        locale = "de",
        null_value = "1970-01-01",
        ignore_malformed = true,
        store = true,
        doc_values = false,
        meta(unit = "ns")
    ))]
    pub local: Option<NaiveDateTime>,
    #[es(date_nanos)]
    pub day: Option<NaiveDate>,
    #[es(date_nanos)]
    pub time: Option<NaiveTime>,
    #[es(date_nanos(index = false))]
    pub millis: Option<i64>,
}

/// Parameters that only Elasticsearch has.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "measured")]
pub struct Measured {
    #[es(id)]
    pub id: u32,
    #[es(keyword(time_series_dimension = true))]
    pub host: String,
    #[es(long(time_series_metric = "counter"))]
    pub bytes: u32,
    #[es(double(time_series_metric = "gauge"))]
    pub load: f64,
    #[es(ip(time_series_dimension = true))]
    pub address: std::net::IpAddr,
    #[es(keyword(synthetic_source_keep = "arrays"))]
    pub tags: Vec<String>,
    #[es(object(synthetic_source_keep = "all"))]
    pub parts: Vec<super::Leaf>,
    #[es(boolean(ignore_malformed = true))]
    pub active: bool,
    #[es(flattened(time_series_dimensions("region", "zone")))]
    pub labels: BTreeMap<String, String>,
}

/// Values that the server works out while it indexes; documents do not carry them.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "scripted")]
pub struct Scripted {
    #[es(id)]
    pub id: u32,
    pub price: u32,
    #[es(long(script = "emit(doc['price'].value * 2)", on_script_error = "continue"))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub twice: Option<i64>,
}

/// Summaries of values that are not kept.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "summaries")]
pub struct Summaries {
    #[es(id)]
    pub id: u32,
    #[es(histogram(ignore_malformed = true))]
    pub latencies: Histogram,
    #[es(aggregate_metric_double(metrics("min", "max", "sum", "value_count"), default_metric = "max"))]
    pub load: Metrics,
}
