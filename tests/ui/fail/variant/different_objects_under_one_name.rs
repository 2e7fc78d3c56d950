use esmodel::{EsObject, model::Computed};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type", content = "data")]
enum Event {
    Sent { customer: Customer },
    Paid { customer: CustomerName },
    Lost { customer: Shown },
}

#[derive(Serialize, Deserialize, EsObject)]
struct Customer {
    name: String,
    city: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct CustomerName {
    name: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Shown {
    name: String,
    city: String,
    #[es(computed)]
    label: Computed<String>,
}

impl Shown {
    fn label(&self) -> String {
        format!("{} of {}", self.name, self.city)
    }
}

fn main() {}
