use esmodel::{
    EsModel, EsObject,
    schema::{Analysis, Analyzer},
};
use serde::{Deserialize, Serialize};

const SEARCH: Analysis =
    Analysis { analyzers: &[Analyzer::custom("folded", "standard", &["lowercase"])], ..Analysis::NONE };
const NAMES: Analysis =
    Analysis { analyzers: &[Analyzer::custom("folded", "standard", &["stop"])], ..Analysis::NONE };

#[derive(Serialize, Deserialize, EsObject)]
#[es(analysis = SEARCH)]
struct Address {
    #[es(text(analyzer = "folded"))]
    city: String,
}

#[derive(Serialize, Deserialize, EsObject)]
#[es(analysis = NAMES)]
struct Name {
    #[es(text(analyzer = "folded"))]
    last: String,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: Name,
    homes: Vec<Address>,
}

fn main() {}
