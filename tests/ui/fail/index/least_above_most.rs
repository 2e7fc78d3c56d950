use esmodel::{
    prelude::*,
    schema::{Analysis, Filter},
};

const SEARCH: Analysis = Analysis { filters: &[Filter::edge_ngram("starts", 5, 2)], ..Analysis::NONE };

#[derive(Serialize, Deserialize, EsModel)]
#[es(analysis = SEARCH, tokenizers(runs(type = "ngram", min_gram = 3, max_gram = 2)), filters(short(type = "length", min = 1, max = 5)))]
struct Employee {
    name: String,
}

fn main() {}
