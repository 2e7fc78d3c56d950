use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Payment {
    Card {
        #[es(text(analyzer = "english"))]
        note: String,
        #[es(keyword(ignore_above = 10))]
        code: String,
        #[es(keyword, fields(words(text)))]
        name: String,
    },
    Cash {
        #[es(text)]
        note: String,
        #[es(keyword(ignore_above = 20))]
        code: String,
        name: String,
    },
}

fn main() {}
