use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Event {
    HttpGet { path: String },
    #[serde(rename = "http")]
    Http_Get { path: String },
    Tag { name: String },
    #[serde(rename = "Tag")]
    Tagged,
}

fn main() {}
