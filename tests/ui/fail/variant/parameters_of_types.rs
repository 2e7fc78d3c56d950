use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Event<T> {
    Sent { what: T },
}

fn main() {}
