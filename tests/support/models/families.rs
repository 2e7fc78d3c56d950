//! What a mapping says besides plain fields: families, stored queries, other names, options of the root.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use esmodel::prelude::*;

/// A question, its answers, and votes for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "lowercase")]
pub enum Post {
    Question,
    #[es(parent = Question)]
    Answer,
    #[es(parent = Question)]
    Comment,
    #[es(parent = Answer)]
    Vote,
}

/// Questions and answers in one index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "threads", settings(number_of_shards = 3))]
pub struct Thread {
    #[es(id)]
    pub id: u32,
    #[es(routing, join(eager_global_ordinals = false))]
    pub family: Join<Post>,
    #[es(text)]
    pub body: String,
}

/// Searches that wait for articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "alerts")]
pub struct Alert {
    #[es(id)]
    pub id: u32,
    pub query: StoredQuery,
    pub owner: String,
    #[es(text)]
    pub title: Option<String>,
    pub price: Option<f64>,
}

/// An article, as alerts see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "articles")]
pub struct Article {
    #[es(id)]
    pub id: u32,
    #[es(text)]
    pub title: String,
    pub price: f64,
}

/// Every option of the root, and other names of fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(
    index = "rooted",
    dynamic = "true",
    index_sort = "-joined,name.last",
    source(excludes("secret", "raw.*")),
    meta(team = "search", version = 3, owners("ada", "bob")),
    date_detection = false,
    numeric_detection = true,
    dynamic_date_formats("yyyy/MM/dd", "yyyy-MM-dd"),
    dynamic_templates(
        texts(match_mapping_type = "string", unmatch = "*_text", mapping(keyword(ignore_above = 256))),
        long_texts(match = ".*_text", match_pattern = "regex", mapping(text(norms = false))),
        flags(path_match = "flags.*", path_unmatch = "flags.no.*", mapping(boolean))
    )
)]
pub struct Rooted {
    #[es(id)]
    pub id: u32,
    pub name: FullName,
    pub joined: DateTime<Utc>,
    #[serde(default)]
    pub secret: String,
    #[es(alias = "name.last")]
    pub surname: Unstored<String>,
    #[es(alias = "name.full", text)]
    pub called: Unstored<String>,
    #[es(object(dynamic = "true"))]
    pub open: BTreeMap<String, String>,
}

/// A name and its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
pub struct FullName {
    pub last: String,
    #[es(text)]
    pub full: String,
    #[es(alias = "last")]
    pub family: Unstored<String>,
}

/// Values that are worked out while the server searches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "worked-out")]
pub struct WorkedOut {
    #[es(id)]
    pub id: u32,
    pub price: u32,
    #[es(runtime(script = "emit(doc['price'].value * 2)"))]
    pub twice: Unstored<u32>,
    #[es(runtime(script = "emit('p' + doc['price'].value)"))]
    pub label: Unstored<String>,
}

/// Read from documents as they are, without a script: Elasticsearch only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "looked-up", dynamic = "false")]
pub struct LookedUp {
    #[es(id)]
    pub id: u32,
    #[es(object(enabled = false))]
    pub raw: serde_json::Value,
    #[es(runtime)]
    pub plain: Unstored<String>,
    #[es(runtime(format = "yyyy-MM-dd"))]
    pub day: Unstored<chrono::NaiveDate>,
}

/// Names with dots that stay names: Elasticsearch only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "dotted", dynamic_templates(any(match_mapping_type = "string", runtime(keyword))))]
pub struct Dotted {
    #[es(id)]
    pub id: u32,
    #[es(object(subobjects = false, dynamic = "true"))]
    pub metrics: BTreeMap<String, i64>,
}

/// Fields that can be named without the object: Elasticsearch only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "passed")]
pub struct Passed {
    #[es(id)]
    pub id: u32,
    #[es(passthrough(priority = 10, time_series_dimension = true))]
    pub attributes: super::Labels,
    #[es(passthrough(priority = 20, dynamic = "true"))]
    pub open: BTreeMap<String, String>,
    #[es(passthrough(priority = 30))]
    pub many: Vec<super::Labels>,
}
