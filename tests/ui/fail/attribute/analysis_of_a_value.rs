use esmodel::{EsValue, schema::Analysis};
use serde::{Deserialize, Serialize};

const SEARCH: Analysis = Analysis::NONE;

#[derive(Clone, Serialize, Deserialize, EsValue)]
#[es(analysis = SEARCH)]
enum Level {
    Low,
}

fn main() {}
