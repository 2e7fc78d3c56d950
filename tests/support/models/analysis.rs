//! One analysis with each builder, and those who share it.

use esmodel::{
    prelude::*,
    schema::{Analysis, Analyzer, CharFilter, Filter, Normalizer, Param, ParamValue, Tokenizer},
};

/// Each builder.
pub const EVERYTHING: Analysis = Analysis {
    analyzers: &[
        Analyzer::custom("folded", "standard", &["lowercase", "asciifolding", "short", "no_the", "cars"])
            .char_filters(&["dashes", "digits"]),
        Analyzer::custom("beginnings", "grams", &["edges", "stems", "no_digits"]),
        Analyzer::custom("paired", "commas", &["pairs"]),
        Analyzer::custom("cut", "pieces", &[]),
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
        Filter::shingle("pairs", 2, 3).with(&[Param::new("output_unigrams", ParamValue::Bool(false))]),
        Filter::pattern_replace("no_digits", "[0-9]", ""),
    ],
    char_filters: &[CharFilter::mapping("dashes", &["- => _"]), CharFilter::pattern_replace("digits", "[0-9]", "#")],
};

/// What every engine has.
pub const PLAIN: Analysis = Analysis {
    analyzers: &[Analyzer::custom("plain", "standard", &["lowercase", "no_articles"])],
    filters: &[Filter::stop("no_articles", &["the", "a"])],
    ..Analysis::NONE
};

/// Uses everything, and brings parts of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "analysed", analysis(EVERYTHING, PLAIN), analyzers(words(tokenizer = "whitespace", filter("short"))))]
pub struct Analysed {
    #[es(id)]
    pub id: u32,
    #[es(text(analyzer = "folded", search_analyzer = "words"))]
    pub text: String,
    #[es(keyword(normalizer = "lower"))]
    pub code: String,
}

/// An object that brings what its field needs.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
#[es(analysis = PLAIN)]
pub struct Titled {
    #[es(text(analyzer = "plain"))]
    pub title: String,
}

/// Has its analyzer from the object inside.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "films")]
pub struct Film {
    #[es(id)]
    pub id: u32,
    #[serde(flatten)]
    pub titled: Titled,
    pub sequels: Vec<Titled>,
}

/// Names it itself, and has a second one of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "songs", analysis = PLAIN, normalizers(lower(filter("lowercase"))))]
pub struct Song {
    #[es(id)]
    pub id: u32,
    #[es(text(analyzer = "plain"))]
    pub name: String,
    #[es(keyword(normalizer = "lower"))]
    pub code: String,
}
