//! One analysis for many models and objects, with each of its builders.

use esmodel::{
    EsModel, EsObject,
    model::ModelDefinition,
    schema::{Analysis, Analyzer, CharFilter, Filter, Normalizer, Param, ParamValue, Tokenizer},
};
use serde::{Deserialize, Serialize};

mod names {
    use super::*;

    pub const PLAIN: Analysis =
        Analysis { analyzers: &[Analyzer::custom("plain", "standard", &["lowercase"])], ..Analysis::NONE };
}

const SEARCH: Analysis = Analysis {
    analyzers: &[
        Analyzer::custom("folded", "standard", &["lowercase", "short", "no_the"]).char_filters(&["dashes", "digits"]),
        Analyzer::custom("beginnings", "grams", &[]),
        Analyzer::raw("prints", "fingerprint", &[Param::new("max_output_size", ParamValue::Int(100))]),
    ],
    normalizers: &[Normalizer::custom("lower", &["lowercase"]).char_filters(&["dashes"])],
    tokenizers: &[
        Tokenizer::edge_ngram("grams", 2, 10),
        Tokenizer::ngram("pieces", 2, 3),
        Tokenizer::pattern("commas", ","),
    ],
    filters: &[
        Filter::length("short", 1, 10),
        Filter::edge_ngram("edges", 1, 4),
        Filter::stop("no_the", &["the"]),
        Filter::synonyms("cars", &["car, automobile"]),
        Filter::stemmer("stems", "english"),
        Filter::shingle("pairs", 2, 2).with(&[Param::new("output_unigrams", ParamValue::Bool(false))]),
        Filter::pattern_replace("no_digits", "[0-9]", ""),
    ],
    char_filters: &[CharFilter::mapping("dashes", &["- => _"]), CharFilter::pattern_replace("digits", "[0-9]", "#")],
};

#[derive(Serialize, Deserialize, EsObject)]
#[es(analysis(names::PLAIN, SEARCH))]
struct Place {
    #[es(text(analyzer = "plain"))]
    city: String,
    #[es(keyword(normalizer = "lower"))]
    code: String,
}

/// The same of a part, here and at the object inside, is one part.
#[derive(Serialize, Deserialize, EsModel)]
#[es(analysis = SEARCH, analyzers(plain(tokenizer = "standard", filter("lowercase"))))]
struct Shop {
    #[es(text(analyzer = "folded", search_analyzer = "plain"))]
    name: String,
    places: Vec<Place>,
}

/// Names of the official plugins are known; what another brings is declared by its type.
#[derive(Serialize, Deserialize, EsModel)]
#[es(
    analyzers(japanese(tokenizer = "kuromoji_tokenizer", filter("icu_folding", "spelled"))),
    normalizers(folded(char_filter("icu_normalizer"), filter("icu_folding", "trimmed"))),
    filters(spelled(type = "pinyin"), trimmed(type = "truncate", length = 10))
)]
struct Poem {
    #[es(text(analyzer = "japanese", search_analyzer = "kuromoji"))]
    text: String,
    #[es(keyword(normalizer = "folded"))]
    code: String,
}

/// Brings nothing of its own.
#[derive(Serialize, Deserialize, EsModel)]
struct Person {
    #[es(text(analyzer = "beginnings"))]
    name: String,
    #[serde(flatten)]
    home: Place,
    work: Option<Place>,
}

fn main() {
    let by: Vec<&str> = Shop::SCHEMA.analysis.iter().map(|declared| declared.by).collect();
    assert_eq!(by, ["Shop", "SEARCH"]);
    assert!(Person::SCHEMA.analysis.is_empty());
    let by: Vec<&str> = Person::SCHEMA.properties[1].field_type.analysis.iter().map(|declared| declared.by).collect();
    assert_eq!(by, ["names::PLAIN", "SEARCH"]);
    assert_eq!(SEARCH.filters[5].component().params().count(), 4);
}
