use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type", content = "data")]
enum Value {
    #[es(text)]
    Title(String),
    Text(#[es(text)] String),
}

fn main() {}
