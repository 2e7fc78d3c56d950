use esmodel::{
    EsModel,
    schema::{Analysis, Analyzer},
};
use serde::{Deserialize, Serialize};

const SEARCH: Analysis =
    Analysis { analyzers: &[Analyzer::custom("folded", "standard", &["lowercase"])], ..Analysis::NONE };

#[derive(Serialize, Deserialize, EsModel)]
#[es(analysis = SEARCH, analyzers(folded(tokenizer = "standard")))]
struct Employee {
    #[es(text(analyzer = "folded"))]
    name: String,
}

fn main() {}
