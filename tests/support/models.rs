//! Models that together have every kind of field and every parameter: what golden files hold and engines accept.
#![expect(missing_docs, reason = "the golden files show what each field is for")]

mod analysis;
mod exact;
mod extents;
mod families;
mod meaning;
mod parts;
mod payments;
mod words;

pub use self::{analysis::*, exact::*, extents::*, families::*, meaning::*, parts::*, payments::*, words::*};

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use esmodel::prelude::*;

/// Each kind that comes from a type, or that a type may be given.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "kinds")]
pub struct Kinds {
    #[es(id)]
    pub id: u32,
    pub keyword: String,
    #[es(text)]
    pub text: String,
    pub byte: i8,
    pub short: u8,
    pub integer: u16,
    pub long: u32,
    #[es(long)]
    pub long_of_u64: u64,
    #[es(half_float)]
    pub half_float: f32,
    pub float: f32,
    pub double: f64,
    pub boolean: bool,
    pub date: DateTime<Utc>,
    pub day: NaiveDate,
    pub time: NaiveTime,
    #[es(date)]
    pub millis: i64,
    pub ip: std::net::IpAddr,
    #[es(binary)]
    pub binary: String,
    pub geo_point: GeoPoint,
    pub list: Vec<String>,
    pub option: Option<Vec<i32>>,
    #[es(keyword)]
    pub number_as_keyword: i64,
    pub level: Level,
    #[es(created_at)]
    pub created_at: Option<DateTime<Utc>>,
    #[es(computed)]
    pub computed: Computed<u32>,
}

impl Kinds {
    fn computed(&self) -> u32 {
        self.long + 1
    }
}

/// A unit enum.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, EsValue)]
pub enum Level {
    Low,
    High,
}

/// Each parameter of each kind, none with the server's own default.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "params",
    normalizers(lower(filter("lowercase"))),
    analyzers(plain(tokenizer = "standard", filter("lowercase")))
)]
pub struct Params {
    #[es(id)]
    pub id: u32,
    #[es(keyword(
        store = true,
        copy_to = "everything",
        null_value = "none",
        ignore_above = 256,
        normalizer = "lower",
        norms = true,
        similarity = "boolean",
        index_options = "freqs",
        eager_global_ordinals = true,
        split_queries_on_whitespace = true
    ))]
    pub keyword: Option<String>,
    #[es(keyword(index = false, doc_values = false))]
    pub kept: String,
    #[es(text(
        store = true,
        copy_to("everything", "names"),
        analyzer = "plain",
        search_analyzer = "simple",
        search_quote_analyzer = "whitespace",
        norms = false,
        similarity = "boolean",
        index_options = "offsets",
        index_phrases = true,
        term_vector = "with_positions_offsets",
        fielddata = true,
        eager_global_ordinals = true,
        position_increment_gap = 50
    ))]
    pub text: String,
    #[es(text(index = false))]
    pub unsearched: String,
    #[es(
        text,
        fields(
            raw(keyword(ignore_above = 100)),
            exact(keyword(normalizer = "lower")),
            simple(text(analyzer = "simple"))
        )
    )]
    pub everything: Option<String>,
    #[es(text)]
    pub names: Option<String>,
    #[es(integer(
        index = false,
        doc_values = false,
        store = true,
        coerce = false,
        ignore_malformed = true,
        null_value = 7
    ))]
    pub integer: Option<i32>,
    #[es(double(copy_to = "names", null_value = 1.5, coerce = false))]
    pub double: Option<f64>,
    #[es(boolean(store = true, null_value = true, doc_values = false))]
    pub boolean: Option<bool>,
    #[es(date(
        format = "yyyy-MM-dd||epoch_millis",
        locale = "de",
        null_value = "1970-01-01",
        ignore_malformed = true,
        store = true
    ))]
    pub date: Option<String>,
    #[es(ip(null_value = "0.0.0.0", ignore_malformed = true, store = true))]
    pub ip: Option<std::net::Ipv4Addr>,
    #[es(binary(doc_values = true, store = true))]
    pub binary: String,
    #[es(geo_point(ignore_malformed = true, ignore_z_value = false, null_value = "1.5,2.5"))]
    pub geo_point: Option<GeoPoint>,
    #[es(index = false)]
    pub straight: u8,
}

/// Objects and lists of them, to several depths.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "tree", dynamic = "false", settings(number_of_shards = 2, index.mapping.total_fields.limit = 2000, refresh_interval = "5s"))]
#[serde(rename_all = "camelCase")]
pub struct Tree {
    #[es(id)]
    pub id: Option<String>,
    #[es(routing)]
    pub tenant_name: String,
    pub object: Branch,
    pub nested: Vec<Branch>,
    #[es(object)]
    pub list_as_object: Vec<Leaf>,
    #[es(nested(include_in_parent = true, dynamic = "strict"))]
    pub included: Vec<Leaf>,
    #[es(nested(include_in_root = true))]
    pub rooted: Vec<Leaf>,
    #[es(object(dynamic = "true"))]
    pub open: BTreeMap<String, String>,
    #[es(object(enabled = false))]
    pub kept: serde_json::Value,
    #[serde(flatten)]
    pub shared: Leaf,
}

/// With lists and objects inside.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
pub struct Branch {
    pub id: u32,
    pub leaf: Option<Leaf>,
    pub leaves: Vec<Leaf>,
    #[es(computed)]
    pub count: Computed<u64>,
}

impl Branch {
    fn count(&self) -> u64 {
        u64::try_from(self.leaves.len()).unwrap_or(u64::MAX)
    }
}

/// With nothing inside.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
pub struct Leaf {
    #[es(text, fields(raw(keyword)))]
    pub name: String,
    #[serde(rename = "Größe")]
    pub size: u32,
}

/// A whole JSON object in one field.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "flat")]
pub struct Flat {
    #[es(id)]
    pub id: u32,
    #[es(flattened)]
    pub labels: BTreeMap<String, String>,
    #[es(flattened)]
    pub leaf: Option<Leaf>,
}

/// The same with parameters, which only Elasticsearch has.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "flat-params")]
pub struct FlatParams {
    #[es(id)]
    pub id: u32,
    #[es(flattened(
        depth_limit = 5,
        ignore_above = 100,
        null_value = "none",
        index_options = "freqs",
        eager_global_ordinals = true,
        split_queries_on_whitespace = true
    ))]
    pub labels: BTreeMap<String, String>,
}

/// Whole numbers beyond `i64`.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "unsigned")]
pub struct Unsigned {
    #[es(id)]
    pub id: u32,
    pub plain: u64,
    #[es(unsigned_long(null_value = 3, store = true, doc_values = false))]
    pub params: Option<u32>,
}

/// Vectors, searched by each measure and not at all.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "vectors")]
pub struct Vectors {
    #[es(id)]
    pub id: u32,
    pub cosine: Vector<3>,
    #[es(dense_vector(similarity = "l2_norm"))]
    pub distance: Option<Vector<4>>,
    #[es(dense_vector(similarity = "dot_product"))]
    pub product: Option<Vector<2>>,
    #[es(dense_vector(index = false))]
    pub kept: Option<Vector<5>>,
}
