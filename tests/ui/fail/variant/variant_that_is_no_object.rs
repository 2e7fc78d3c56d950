use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Event {
    Sent(Sent),
    Paid(Paid),
}

#[derive(Serialize, Deserialize)]
struct Sent {
    to: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Paid {
    by: String,
}

fn main() {}
