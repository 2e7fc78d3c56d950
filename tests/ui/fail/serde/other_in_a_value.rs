use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsValue)]
enum Level {
    Junior,
    #[serde(other)]
    Unknown,
}

fn main() {}
