use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[serde(skip_serializing, deserialize_with = "reversed")]
    #[es(stored, keyword)]
    password_hash: String,
}

fn reversed<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(String::deserialize(deserializer)?.chars().rev().collect())
}

fn main() {}
