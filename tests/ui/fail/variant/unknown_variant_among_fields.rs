use esmodel::{
    EsModel, EsObject,
    model::{Computed, UnknownVariant},
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Entry {
    #[serde(flatten)]
    event: Event,
    before: Option<Event>,
}

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Event {
    Sent(Sent),
    #[serde(untagged)]
    Unknown(UnknownVariant<Self>),
}

#[derive(Serialize, Deserialize, EsObject)]
struct Sent {
    to: String,
    #[es(computed)]
    label: Computed<String>,
}

impl Sent {
    fn label(&self) -> String {
        format!("to {}", self.to)
    }
}

fn main() {}
