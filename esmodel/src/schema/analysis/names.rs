//! What servers have under a bare name, and what must be declared. Both families of products, all versions.

use crate::schema::{analysis::Part, check::same};

/// Languages with an analyzer; the name of the type, and a bare name.
pub(in crate::schema) const LANGUAGES: &[&str] = &[
    "arabic",
    "armenian",
    "basque",
    "bengali",
    "brazilian",
    "bulgarian",
    "catalan",
    "chinese",
    "cjk",
    "czech",
    "danish",
    "dutch",
    "english",
    "estonian",
    "finnish",
    "french",
    "galician",
    "german",
    "greek",
    "hindi",
    "hungarian",
    "indonesian",
    "irish",
    "italian",
    "latvian",
    "lithuanian",
    "norwegian",
    "persian",
    "portuguese",
    "romanian",
    "russian",
    "sorani",
    "spanish",
    "swedish",
    "thai",
    "turkish",
];

/// `default` is the index's own; `snowball` is old.
const ANALYZERS: &[&str] =
    &["standard", "simple", "whitespace", "stop", "keyword", "pattern", "fingerprint", "snowball", "default"];

/// Of the official plugins: icu, kuromoji, nori, smartcn, stempel, ukrainian, phonenumber, and OpenSearch's machine
/// learning.
const PLUGIN_ANALYZERS: &[&str] = &[
    "icu_analyzer",
    "kuromoji",
    "kuromoji_completion",
    "nori",
    "smartcn",
    "polish",
    "ukrainian",
    "phone",
    "phone-search",
    "bert-uncased",
    "mbert-uncased",
];

const NORMALIZERS: &[&str] = &["lowercase"];

const TOKENIZERS: &[&str] = &[
    "standard",
    "letter",
    "lowercase",
    "whitespace",
    "uax_url_email",
    "classic",
    "thai",
    "keyword",
    "pattern",
    "simple_pattern",
    "simple_pattern_split",
    "char_group",
    "path_hierarchy",
    "ngram",
    "edge_ngram",
];

/// Of the official plugins, and of Elasticsearch's machine learning.
const PLUGIN_TOKENIZERS: &[&str] = &[
    "icu_tokenizer",
    "kuromoji_tokenizer",
    "nori_tokenizer",
    "smartcn_tokenizer",
    "smartcn_sentence",
    "ml_standard",
    "ml_classic",
];

const FILTERS: &[&str] = &[
    "apostrophe",
    "arabic_stem",
    "brazilian_stem",
    "cjk_bigram",
    "classic",
    "common_grams",
    "concatenate_graph",
    "czech_stem",
    "delimited_payload",
    "delimited_term_freq",
    "dutch_stem",
    "edge_ngram",
    "fingerprint",
    "flatten_graph",
    "french_stem",
    "german_stem",
    "keyword_repeat",
    "kstem",
    "length",
    "limit",
    "min_hash",
    "multiplexer",
    "ngram",
    "porter_stem",
    "remove_duplicates",
    "reverse",
    "russian_stem",
    "shingle",
    "snowball",
    "stemmer",
    "stop",
    "truncate",
    "type_as_payload",
    "unique",
    "word_delimiter",
    "word_delimiter_graph",
];

/// Those that change single characters; normalizers take no others.
const CHARACTER_FILTERS: &[&str] = &[
    "lowercase",
    "uppercase",
    "asciifolding",
    "trim",
    "arabic_normalization",
    "bengali_normalization",
    "cjk_width",
    "decimal_digit",
    "elision",
    "german_normalization",
    "hindi_normalization",
    "indic_normalization",
    "persian_normalization",
    "persian_stem",
    "scandinavian_folding",
    "scandinavian_normalization",
    "serbian_normalization",
    "sorani_normalization",
];

/// As above, but only when declared: the first on Elasticsearch, the second on OpenSearch 3.
const DECLARED_CHARACTER_FILTERS: &[&str] = &["pattern_replace", "truncate"];

const PLUGIN_FILTERS: &[&str] = &[
    "icu_normalizer",
    "icu_folding",
    "icu_collation",
    "icu_transform",
    "kuromoji_baseform",
    "kuromoji_part_of_speech",
    "kuromoji_readingform",
    "kuromoji_stemmer",
    "kuromoji_number",
    "kuromoji_completion",
    "ja_stop",
    "hiragana_uppercase",
    "katakana_uppercase",
    "nori_part_of_speech",
    "nori_readingform",
    "nori_number",
    "phonetic",
    "smartcn_stop",
    "smartcn_word",
    "polish_stem",
    "polish_stop",
];

/// Types that say nothing without parameters.
const PARAMETRIC_FILTERS: &[&str] = &[
    "condition",
    "dictionary_decompounder",
    "hunspell",
    "hyphenation_decompounder",
    "keep",
    "keep_types",
    "keyword_marker",
    "pattern_capture",
    "pattern_replace",
    "predicate_token_filter",
    "stemmer_override",
    "synonym",
    "synonym_graph",
];

const CHAR_FILTERS: &[&str] = &["html_strip"];

/// Of the plugins icu and kuromoji, and of Elasticsearch's machine learning.
const PLUGIN_CHAR_FILTERS: &[&str] =
    &["icu_normalizer", "kuromoji_iteration_mark", "first_line_with_letters", "first_non_blank_line"];

/// Types that say nothing without parameters; both change single characters.
const PARAMETRIC_CHAR_FILTERS: &[&str] = &["mapping", "pattern_replace"];

/// The names that a server has without a declaration: its own, then those of official plugins.
pub(in crate::schema) const fn bare(part: Part) -> [&'static [&'static str]; 3] {
    match part {
        Part::Analyzer => [ANALYZERS, LANGUAGES, PLUGIN_ANALYZERS],
        Part::Normalizer => [NORMALIZERS, &[], &[]],
        Part::Tokenizer => [TOKENIZERS, &[], PLUGIN_TOKENIZERS],
        Part::Filter => [CHARACTER_FILTERS, FILTERS, PLUGIN_FILTERS],
        Part::CharFilter => [CHAR_FILTERS, &[], PLUGIN_CHAR_FILTERS],
    }
}

/// Whether a server has that name without a declaration.
pub(in crate::schema) const fn is_bare(part: Part, name: &str) -> bool {
    let [first, second, plugins] = bare(part);
    has(first, name) || has(second, name) || has(plugins, name)
}

/// The types that must be declared, since they say nothing without parameters.
pub(in crate::schema) const fn parametric(part: Part) -> &'static [&'static str] {
    match part {
        Part::Filter => PARAMETRIC_FILTERS,
        Part::CharFilter => PARAMETRIC_CHAR_FILTERS,
        Part::Analyzer | Part::Normalizer | Part::Tokenizer => &[],
    }
}

/// Whether a type is known to look at more than single characters. Of a plugin's it is not known.
pub(in crate::schema) const fn is_beyond_characters(part: Part, kind: &str, is_declared: bool) -> bool {
    match part {
        Part::Filter if is_declared && has(DECLARED_CHARACTER_FILTERS, kind) => false,
        Part::Filter => has(FILTERS, kind) || has(PARAMETRIC_FILTERS, kind),
        Part::CharFilter => has(CHAR_FILTERS, kind),
        Part::Analyzer | Part::Normalizer | Part::Tokenizer => false,
    }
}

/// Whether a list has a name.
#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
pub(in crate::schema) const fn has(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}
