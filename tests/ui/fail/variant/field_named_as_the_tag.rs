use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "kind")]
enum Event {
    Created,
    Sent(Sent),
}

#[derive(Serialize, Deserialize, EsObject)]
struct Sent {
    kind: String,
}

fn main() {}
