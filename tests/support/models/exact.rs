//! Exact values: keywords, numbers, points in time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use esmodel::{
    model::{ExponentialHistogram, TDigest},
    prelude::*,
};

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

/// Keywords that count as often as they occur: Elasticsearch only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "counted")]
pub struct Counted {
    #[es(id)]
    pub id: u32,
    #[es(counted_keyword(index = false, meta(unit = "event"), synthetic_source_keep = "none"))]
    pub events: Vec<String>,
}

/// Keywords in the order of a language, which come in a plugin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "collated")]
pub struct Collated {
    #[es(id)]
    pub id: u32,
    #[es(
        text,
        fields(sorted(icu_collation_keyword(language = "de", country = "DE", variant = "@collation=phonebook")))
    )]
    pub name: String,
    #[es(icu_collation_keyword(
        index = false,
        store = true,
        norms = true,
        index_options = "freqs",
        null_value = "none",
        ignore_above = 100,
        rules = "& a < b",
        strength = "quaternary",
        decomposition = "canonical",
        alternate = "shifted",
        case_level = true,
        case_first = "upper",
        numeric = true,
        variable_top = " ",
        hiragana_quaternary_mode = true
    ))]
    pub code: Option<String>,
}

/// Sketches of values: OpenSearch only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "sketched")]
pub struct Sketched {
    #[es(id)]
    pub id: u32,
    #[es(hll(precision = 12, meta(of = "visitors")))]
    pub visitors: Option<Blob>,
    #[es(hll)]
    pub base64: Option<String>,
}

/// Parameters that only OpenSearch has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "opened")]
pub struct Opened {
    #[es(id)]
    pub id: u32,
    #[es(keyword(boost = 2, use_similarity = true))]
    pub tag: String,
    #[es(text(boost = 0.5))]
    pub title: String,
    #[es(boolean(boost = 3))]
    pub active: bool,
    #[es(date(print_format = "yyyy-MM-dd", skip_list = true, boost = 2))]
    pub at: DateTime<Utc>,
    #[es(long(skip_list = true))]
    pub count: u32,
    #[es(double(skip_list = true))]
    pub load: f64,
    #[es(unsigned_long(coerce = false, skip_list = true))]
    pub total: u64,
    #[es(integer_range(ignore_malformed = true, boost = 2))]
    pub span: Range<i32>,
    #[es(object(disable_objects = true))]
    pub dotted: Labels,
}

/// Fields with dots in their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
pub struct Labels {
    pub region: String,
}

/// Parameters of Elasticsearch 9.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "columnar", settings(mode = "columnar"))]
pub struct Columnar {
    #[es(id)]
    pub id: u32,
    #[es(keyword(doc_values(multi_value = false, nullability = false, on_failure = "ignore")))]
    pub status: String,
    #[es(match_only_text(doc_values = true))]
    pub line: String,
    #[es(flattened(preserve_leaf_arrays = "exact"))]
    pub labels: BTreeMap<String, String>,
    #[es(double(time_series_dimension = true))]
    pub level: f64,
}

/// Distributions of values that are not kept: Elasticsearch 9 only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "distributions")]
pub struct Distributions {
    #[es(id)]
    pub id: u32,
    pub exponential: ExponentialHistogram,
    #[es(exponential_histogram(coerce = false, ignore_malformed = true, time_series_metric = "histogram"))]
    pub maybe: Option<ExponentialHistogram>,
    pub digest: TDigest,
    #[es(tdigest(compression = 200, digest_type = "high_accuracy", ignore_malformed = true))]
    pub exact: Option<TDigest>,
    #[es(histogram(coerce = false, time_series_metric = "histogram"))]
    pub latencies: Option<Histogram>,
}
