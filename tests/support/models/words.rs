//! Analyzed text in every form.

use esmodel::prelude::*;

/// Each parameter of text that needs one of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "words")]
pub struct Words {
    #[es(id)]
    pub id: u32,
    #[es(text(index_prefixes(min_chars = 1, max_chars = 8), meta(source = "wiki", "the unit" = "word")))]
    pub prefixes: String,
    #[es(text(fielddata = true, fielddata_frequency_filter(min = 0.01, max = 0.5, min_segment_size = 500)))]
    pub rare: String,
    #[es(keyword(meta(unit = "code")))]
    pub code: String,
    #[es(completion(
        analyzer = "standard",
        search_analyzer = "whitespace",
        preserve_separators = false,
        preserve_position_increments = false,
        max_input_length = 40
    ))]
    pub suggested: Vec<String>,
}

/// Kinds of text that come in a module of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "words-extra")]
pub struct WordsExtra {
    #[es(id)]
    pub id: u32,
    #[es(match_only_text(meta(source = "wiki"), copy_to = "typed"))]
    pub light: String,
    #[es(search_as_you_type(
        max_shingle_size = 4,
        analyzer = "simple",
        search_analyzer = "standard",
        search_quote_analyzer = "whitespace",
        norms = false,
        similarity = "boolean",
        index_options = "offsets",
        store = true,
        term_vector = "yes"
    ))]
    pub typed: String,
    #[es(
        text,
        fields(
            words(token_count(
                analyzer = "standard",
                enable_position_increments = false,
                doc_values = false,
                store = true,
                null_value = 0
            )),
            light(match_only_text),
            typed(search_as_you_type)
        )
    )]
    pub title: String,
}

/// Kinds of text that come in plugins, which no distribution bundles.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "words-plugin")]
pub struct WordsPlugin {
    #[es(id)]
    pub id: u32,
    #[es(annotated_text(
        analyzer = "simple",
        index_options = "offsets",
        norms = false,
        position_increment_gap = 10,
        store = true
    ))]
    pub marked: String,
    #[es(keyword, fields(hash(murmur3(store = true))))]
    pub visitor: String,
}

/// Text of logs: Elasticsearch 9 only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "log-lines")]
pub struct LogLines {
    #[es(id)]
    pub id: u32,
    #[es(pattern_text)]
    pub plain: String,
    #[es(
        pattern_text(analyzer = "delimiter", index_options = "positions"),
        fields(words(pattern_text(analyzer = "standard")))
    )]
    pub message: String,
}

/// Light text that OpenSearch can be told more of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "light-words")]
pub struct LightWords {
    #[es(id)]
    pub id: u32,
    #[es(match_only_text(
        store = true,
        analyzer = "simple",
        search_analyzer = "standard",
        search_quote_analyzer = "whitespace",
        similarity = "boolean",
        term_vector = "yes",
        fielddata = true,
        eager_global_ordinals = true,
        position_increment_gap = 50,
        boost = 2
    ))]
    pub line: String,
    #[es(match_only_text(index = false))]
    pub unseen: String,
}
