use std::collections::BTreeMap;

use esmodel::{model::StoredQuery, prelude::*};

#[derive(Clone, Copy, Serialize, Deserialize, EsValue)]
enum Post {
    Question,
    #[es(parent = Question)]
    Answer,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Thread {
    family: Option<Join<Post>>,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Alert {
    query: Option<StoredQuery>,
    #[es(constant_keyword(value = "prod"))]
    stage: Option<String>,
    #[es(rank_features)]
    topics: Option<BTreeMap<String, f64>>,
    #[es(sparse_vector)]
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<BTreeMap<String, f64>>,
    #[es(constant_keyword(value = "prod"))]
    #[serde(default, skip_serializing)]
    #[es(stored)]
    hidden: Option<String>,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Tour {
    places: Vec<Option<GeoPoint>>,
    #[es(completion)]
    names: Vec<Option<String>>,
    place: Option<GeoPoint>,
    tags: Vec<Option<String>>,
}

fn main() {}
