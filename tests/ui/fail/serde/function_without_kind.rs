use esmodel::EsModel;
use serde::{Deserialize, Serialize};

fn shout<S: serde::Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&name.to_uppercase())
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[serde(serialize_with = "shout")]
    name: String,
}

fn main() {}
