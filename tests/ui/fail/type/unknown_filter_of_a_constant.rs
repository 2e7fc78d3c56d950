use esmodel::{
    EsModel, EsObject,
    schema::{Analysis, Analyzer, Filter},
};
use serde::{Deserialize, Serialize};

const SEARCH: Analysis = Analysis {
    analyzers: &[Analyzer::custom("folded", "standard", &["lowercase", "shrot"])],
    filters: &[Filter::length("short", 1, 10)],
    ..Analysis::NONE
};
const NAMES: Analysis = Analysis {
    filters: &[Filter::condition("few", &["uppercas"], "token.getTerm().length() < 5")],
    ..Analysis::NONE
};
const PLACES: Analysis =
    Analysis { analyzers: &[Analyzer::custom("cut", "standart", &[])], ..Analysis::NONE };

#[derive(Serialize, Deserialize, EsObject)]
#[es(analysis = PLACES)]
struct Address {
    #[es(text(analyzer = "cut"))]
    city: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(analysis(SEARCH, NAMES))]
struct Employee {
    #[es(text(analyzer = "folded"))]
    name: String,
    homes: Vec<Address>,
}

fn main() {}
