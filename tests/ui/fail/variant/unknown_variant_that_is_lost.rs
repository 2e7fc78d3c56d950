use esmodel::{EsObject, model::UnknownVariant};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Event {
    Sent { to: String },
    #[serde(other)]
    Unknown,
}

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Step {
    Sent { to: String },
    #[serde(untagged)]
    Unknown(serde_json::Value),
}


#[derive(EsObject)]
enum Stage {
    Sent { to: String },
    Unknown(UnknownVariant<Self>),
}

fn main() {}
