//! The parameters of fields: what a server takes where none is given, and which can be changed in a live index.
//!
//! One table for the compiler's comparison with a lock file and for plans. Its rows were found out by changing each
//! parameter on each engine; a live test does so again. It knows parameters, not kinds: a parameter without a row has
//! no default, and a rebuild is what changes it.
#![expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]

use super::{
    ParamValue::{self, Bool, Int, Str},
    check::same,
};

/// How a parameter of a field that is there can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changes {
    /// While the index is open.
    InPlace,
    /// While the index is open, but only to `false`.
    InPlaceToFalse,
    /// Not at all: documents that are indexed already depend on it.
    Rebuild,
}

/// One parameter of some kinds of field.
#[derive(Debug)]
pub(crate) struct Rule {
    key: &'static str,
    /// The kinds, by Elasticsearch's words; of any kind where it is empty.
    kinds: &'static [&'static str],
    /// What the server takes, and does not echo, where none is given.
    defaults: &'static [ParamValue],
    changes: Changes,
}

const fn rule(key: &'static str, defaults: &'static [ParamValue], changes: Changes) -> Rule {
    Rule { key, kinds: &[], defaults, changes }
}

const fn of(
    kinds: &'static [&'static str],
    key: &'static str,
    defaults: &'static [ParamValue],
    changes: Changes,
) -> Rule {
    Rule { key, kinds, defaults, changes }
}

use Changes::{InPlace, InPlaceToFalse, Rebuild};

const ANALYZED: &[&str] = &["text", "search_as_you_type", "match_only_text"];
const EXACT: &[&str] = &["keyword", "flattened", "icu_collation_keyword", "pattern_text"];
const DATES: &[&str] = &["date", "date_range"];

/// The rows; the first that has the key and the kind counts.
pub(crate) const RULES: &[Rule] = &[
    // Not every server says it of these kinds, or says what is so: it is left out of comparisons.
    of(&["version", "geo_shape"], "index", &[Bool(true), Bool(false)], Rebuild),
    of(&["wildcard"], "doc_values", &[Bool(false), Bool(true)], Rebuild),
    rule("index", &[Bool(true)], Rebuild),
    of(&["binary", "search_as_you_type", "match_only_text"], "doc_values", &[Bool(false)], Rebuild),
    rule("doc_values", &[Bool(true)], Rebuild),
    rule("store", &[Bool(false)], Rebuild),
    rule("copy_to", &[ParamValue::List(&[])], InPlace),
    rule("null_value", &[], Rebuild),
    rule("ignore_above", &[Int(2_147_483_647)], InPlace),
    rule("normalizer", &[], Rebuild),
    of(ANALYZED, "norms", &[Bool(true)], InPlaceToFalse),
    rule("norms", &[Bool(false)], InPlaceToFalse),
    of(&["dense_vector"], "similarity", &[Str("cosine")], Rebuild),
    rule("similarity", &[Str("BM25")], Rebuild),
    of(ANALYZED, "index_options", &[Str("positions")], Rebuild),
    of(EXACT, "index_options", &[Str("docs")], Rebuild),
    of(&["join"], "eager_global_ordinals", &[Bool(true)], InPlace),
    rule("eager_global_ordinals", &[Bool(false)], InPlace),
    rule("split_queries_on_whitespace", &[Bool(false)], InPlace),
    of(&["completion"], "analyzer", &[Str("simple")], Rebuild),
    of(&["pattern_text"], "analyzer", &[Str("delimiter")], Rebuild),
    rule("analyzer", &[Str("default")], Rebuild),
    // Their defaults are `analyzer` and `search_analyzer`: `canonical` takes them away.
    rule("search_analyzer", &[], InPlace),
    rule("search_quote_analyzer", &[], InPlace),
    rule("index_phrases", &[Bool(false)], Rebuild),
    rule("index_prefixes", &[], Rebuild),
    rule("term_vector", &[Str("no")], Rebuild),
    rule("fielddata", &[Bool(false)], InPlace),
    rule("position_increment_gap", &[Int(100)], Rebuild),
    of(&["geo_shape"], "coerce", &[Bool(false)], InPlace),
    rule("coerce", &[Bool(true)], InPlace),
    rule("ignore_malformed", &[Bool(false)], InPlace),
    rule("ignore_z_value", &[Bool(true)], InPlace),
    of(DATES, "format", &[Str("strict_date_optional_time||epoch_millis")], Rebuild),
    of(
        &["date_nanos"],
        "format",
        // OpenSearch takes, and does not echo, the one that it has for dates.
        &[
            Str("strict_date_optional_time_nanos||strict_date_optional_time||epoch_millis"),
            Str("strict_date_optional_time||epoch_millis"),
        ],
        Rebuild,
    ),
    rule("format", &[], Rebuild),
    // Servers do not agree on what they leave out.
    rule("locale", &[Str(""), Str("ROOT"), Str("en")], Rebuild),
    rule("depth_limit", &[Int(20)], InPlace),
    rule("dims", &[], Rebuild),
    rule("element_type", &[Str("float")], Rebuild),
    rule("dynamic", &[], InPlace),
    rule("enabled", &[Bool(true)], Rebuild),
    rule("include_in_parent", &[Bool(false)], Rebuild),
    rule("include_in_root", &[Bool(false)], Rebuild),
    rule("preserve_separators", &[Bool(true)], Rebuild),
    rule("preserve_position_increments", &[Bool(true)], Rebuild),
    rule("max_input_length", &[Int(50)], InPlace),
    rule("max_shingle_size", &[Int(3)], Rebuild),
    rule("scaling_factor", &[], Rebuild),
    rule("positive_score_impact", &[Bool(true)], Rebuild),
    rule("enable_position_increments", &[Bool(true)], Rebuild),
    rule("meta", &[ParamValue::Map(&[])], InPlace),
    rule("orientation", &[Str("right")], InPlace),
    rule("boost", &[Int(1)], InPlace),
    rule("use_similarity", &[Bool(false)], InPlace),
    rule("skip_list", &[Bool(false)], Rebuild),
    rule("on_script_error", &[Str("fail")], Rebuild),
    rule("print_format", &[Str("strict_date_optional_time")], Rebuild),
    rule("subobjects", &[Bool(true)], Rebuild),
    rule("disable_objects", &[Bool(false)], Rebuild),
    rule("priority", &[], InPlace),
    rule("time_series_dimension", &[Bool(false)], Rebuild),
    rule("precision", &[Int(14)], Rebuild),
    rule("case_level", &[Bool(false)], Rebuild),
    rule("numeric", &[Bool(false)], Rebuild),
    rule("hiragana_quaternary_mode", &[Bool(false)], Rebuild),
    rule("preserve_leaf_arrays", &[Str("lossy")], Rebuild),
    rule("digest_type", &[Str("default")], Rebuild),
    rule("compression", &[Int(100)], Rebuild),
    rule("raw_field_type", &[Str("text")], Rebuild),
];

impl Rule {
    const fn is_about(&self, kind: &str, key: &str) -> bool {
        if !same(self.key, key) {
            return false;
        }
        let mut at = 0;
        while at < self.kinds.len() {
            if same(self.kinds[at], kind) {
                return true;
            }
            at += 1;
        }
        self.kinds.is_empty()
    }

    /// What the server takes where the parameter is not given; each of them means the same.
    pub(crate) const fn defaults(&self) -> &'static [ParamValue] {
        self.defaults
    }

    /// How it can be changed.
    pub(crate) const fn changes(&self) -> Changes {
        self.changes
    }
}

/// The row of a kind's parameter.
pub(crate) const fn rule_of(kind: &str, key: &str) -> Option<&'static Rule> {
    let mut at = 0;
    while at < RULES.len() {
        if RULES[at].is_about(kind, key) {
            return Some(&RULES[at]);
        }
        at += 1;
    }
    None
}

/// Whether the value is what the server takes anyway.
pub(crate) const fn is_default(kind: &str, key: &str, value: ParamValue) -> bool {
    let Some(rule) = rule_of(kind, key) else { return false };
    let mut at = 0;
    while at < rule.defaults.len() {
        if value.is(rule.defaults[at]) {
            return true;
        }
        at += 1;
    }
    false
}
