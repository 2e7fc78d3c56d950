//! The parameters, each once.

use super::Takes::{
    self, Bool, Contexts, Format, Int, Keys, Names, Number, OneOf, Precision, Scalar, Str, Texts, Within,
};

type Param = (&'static str, Takes);

/// The servers' whole numbers have 32 bits.
const MOST: i64 = i32::MAX as i64;

pub(super) const INDEX: Param = ("index", Bool);
pub(super) const DOC_VALUES: Param = ("doc_values", Bool);
pub(super) const STORE: Param = ("store", Bool);
pub(super) const COPY_TO: Param = ("copy_to", Names);
pub(super) const IGNORE_MALFORMED: Param = ("ignore_malformed", Bool);
pub(super) const IGNORE_Z_VALUE: Param = ("ignore_z_value", Bool);
pub(super) const IGNORE_ABOVE: Param = ("ignore_above", Within(0, MOST));
pub(super) const COERCE: Param = ("coerce", Bool);
pub(super) const META: Param = ("meta", Texts);
pub(super) const NORMS: Param = ("norms", Bool);
pub(super) const SIMILARITY: Param = ("similarity", Str);
pub(super) const NORMALIZER: Param = ("normalizer", Str);
pub(super) const ANALYZER: Param = ("analyzer", Str);
pub(super) const SEARCH_ANALYZER: Param = ("search_analyzer", Str);
pub(super) const SEARCH_QUOTE_ANALYZER: Param = ("search_quote_analyzer", Str);
pub(super) const GLOBAL_ORDINALS: Param = ("eager_global_ordinals", Bool);
pub(super) const SPLIT_QUERIES: Param = ("split_queries_on_whitespace", Bool);
pub(super) const POSITION_GAP: Param = ("position_increment_gap", Within(0, MOST));
pub(super) const FORMAT: Param = ("format", Format);
pub(super) const LOCALE: Param = ("locale", Str);
pub(super) const NULL: Param = ("null_value", Scalar);
pub(super) const NULL_NUMBER: Param = ("null_value", Number);
pub(super) const NULL_BOOL: Param = ("null_value", Bool);
pub(super) const NULL_STR: Param = ("null_value", Str);
/// Worked out by the server while it indexes.
pub(super) const SCRIPT: Param = ("script", Str);
pub(super) const ON_SCRIPT_ERROR: Param = ("on_script_error", OneOf(&["fail", "continue"]));
pub(super) const DIMENSION: Param = ("time_series_dimension", Bool);
pub(super) const METRIC: Param = ("time_series_metric", OneOf(&["gauge", "counter"]));
pub(super) const SOURCE_KEEP: Param = ("synthetic_source_keep", OneOf(&["none", "arrays", "all"]));
/// Of exact terms.
pub(super) const TERM_OPTIONS: Param = ("index_options", OneOf(&["docs", "freqs"]));
/// Of words.
pub(super) const WORD_OPTIONS: Param = ("index_options", OneOf(&["docs", "freqs", "positions", "offsets"]));
pub(super) const TERM_VECTOR: Param = (
    "term_vector",
    OneOf(&[
        "no",
        "yes",
        "with_positions",
        "with_offsets",
        "with_positions_offsets",
        "with_positions_payloads",
        "with_positions_offsets_payloads",
    ]),
);
pub(super) const INDEX_PREFIXES: Param =
    ("index_prefixes", Keys(&[("min_chars", Within(1, 19)), ("max_chars", Within(1, 19))]));
pub(super) const FIELDDATA_FREQUENCY: Param =
    ("fielddata_frequency_filter", Keys(&[("min", Number), ("max", Number), ("min_segment_size", Int)]));
pub(super) const ORIENTATION: Param =
    ("orientation", OneOf(&["right", "ccw", "counterclockwise", "left", "cw", "clockwise"]));
pub(super) const CONTEXTS: Param = ("contexts", Contexts);
/// What one context of each type may say.
pub(crate) const CONTEXT: &[(&str, &[Param])] =
    &[("category", &[("path", Str)]), ("geo", &[("path", Str), ("precision", Precision)])];

/// Whole numbers, which may name a series of measurements.
pub(super) const WHOLE: &[Param] = &[
    INDEX,
    DOC_VALUES,
    STORE,
    COPY_TO,
    COERCE,
    IGNORE_MALFORMED,
    NULL_NUMBER,
    SCRIPT,
    ON_SCRIPT_ERROR,
    DIMENSION,
    METRIC,
    SOURCE_KEEP,
    META,
];

/// Numbers with fractions.
pub(super) const FRACTION: &[Param] = &[
    INDEX,
    DOC_VALUES,
    STORE,
    COPY_TO,
    COERCE,
    IGNORE_MALFORMED,
    NULL_NUMBER,
    SCRIPT,
    ON_SCRIPT_ERROR,
    METRIC,
    SOURCE_KEEP,
    META,
];

/// Points in time.
pub(super) const DATES: &[Param] = &[
    INDEX,
    DOC_VALUES,
    STORE,
    COPY_TO,
    IGNORE_MALFORMED,
    NULL,
    FORMAT,
    LOCALE,
    SCRIPT,
    ON_SCRIPT_ERROR,
    SOURCE_KEEP,
    META,
];

/// From one value to another. The servers copy no value that is an object, and refuse documents where one is to be.
pub(super) const RANGE: &[Param] = &[INDEX, DOC_VALUES, STORE, COERCE, META];
