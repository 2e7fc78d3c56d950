use esmodel::{EsObject, model::Computed};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Event {
    Sent(Sent),
    Paid { label: String },
}

#[derive(Serialize, Deserialize, EsObject)]
struct Sent {
    name: String,
    #[es(computed)]
    label: Computed<String>,
}

impl Sent {
    fn label(&self) -> String {
        self.name.clone()
    }
}

fn main() {}
