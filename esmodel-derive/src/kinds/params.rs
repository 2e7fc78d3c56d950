//! The parameters, each once.

use super::Takes::{
    self, Bool, BoolOr, Contexts, Format, Int, Keys, Names, Number, OneOf, Precision, Scalar, Str, Texts, Within,
};

type Param = (&'static str, Takes);

/// The servers' whole numbers have 32 bits.
const MOST: i64 = i32::MAX as i64;

pub(super) const INDEX: Param = ("index", Bool);
/// The parameters inside are those of columnar indices.
pub(super) const DOC_VALUES: Param =
    ("doc_values", BoolOr(&[("multi_value", Bool), ("nullability", Bool), ("on_failure", OneOf(&["fail", "ignore"]))]));
/// A skip list over the doc values.
pub(super) const SKIP_LIST: Param = ("skip_list", Bool);
pub(super) const STORE: Param = ("store", Bool);
pub(super) const COPY_TO: Param = ("copy_to", Names);
pub(super) const IGNORE_MALFORMED: Param = ("ignore_malformed", Bool);
pub(super) const IGNORE_Z_VALUE: Param = ("ignore_z_value", Bool);
pub(super) const IGNORE_ABOVE: Param = ("ignore_above", Within(0, MOST));
pub(super) const COERCE: Param = ("coerce", Bool);
pub(super) const META: Param = ("meta", Texts);
/// The weight of the field in every query.
pub(super) const BOOST: Param = ("boost", Number);
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
/// How values are written in answers.
pub(super) const PRINT_FORMAT: Param = ("print_format", Format);
pub(super) const LOCALE: Param = ("locale", Takes::Locale);
pub(super) const NULL: Param = ("null_value", Scalar);
pub(super) const NULL_NUMBER: Param = ("null_value", Number);
pub(super) const NULL_BOOL: Param = ("null_value", Bool);
pub(super) const NULL_STR: Param = ("null_value", Str);
pub(super) const NULL_PLACE: Param = ("null_value", Takes::Place);
pub(super) const NULL_POINT: Param = ("null_value", Takes::PlanePoint);
/// Worked out by the server while it indexes.
pub(super) const SCRIPT: Param = ("script", Str);
pub(super) const ON_SCRIPT_ERROR: Param = ("on_script_error", OneOf(&["fail", "continue"]));
pub(super) const DIMENSION: Param = ("time_series_dimension", Bool);
pub(super) const METRIC: Param = ("time_series_metric", OneOf(&["gauge", "counter"]));
pub(super) const DISTRIBUTION: Param = ("time_series_metric", OneOf(&["histogram"]));
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
/// Whether names with dots are names, instead of objects: in Elasticsearch, and in OpenSearch.
pub(super) const SUBOBJECTS: Param = ("subobjects", Bool);
pub(super) const DISABLE_OBJECTS: Param = ("disable_objects", Bool);
pub(super) const CONTEXTS: Param = ("contexts", Contexts);
/// What one context of each type may say.
pub(crate) const CONTEXT: &[(&str, &[Param])] =
    &[("category", &[("path", Str)]), ("geo", &[("path", Str), ("precision", Precision)])];

/// Numbers, which may name a series of measurements.
pub(super) const NUMBER: &[Param] = &[
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
    SKIP_LIST,
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
    PRINT_FORMAT,
    LOCALE,
    SCRIPT,
    ON_SCRIPT_ERROR,
    SOURCE_KEEP,
    SKIP_LIST,
    BOOST,
    META,
];

/// From one value to another. The servers copy no value that is an object, and refuse documents where one is to be.
pub(super) const RANGE: &[Param] = &[INDEX, DOC_VALUES, STORE, COERCE, IGNORE_MALFORMED, SOURCE_KEEP, BOOST, META];

const PRUNING: Param =
    ("pruning_config", Keys(&[("tokens_freq_ratio_threshold", Number), ("tokens_weight_threshold", Number)]));
/// Which weights under the names of words a query leaves out.
pub(super) const SPARSE_OPTIONS: &[Param] = &[("prune", Bool), PRUNING];

const VECTOR_INDEX: Param = (
    "type",
    OneOf(&["hnsw", "int8_hnsw", "int4_hnsw", "bbq_hnsw", "flat", "int8_flat", "int4_flat", "bbq_flat", "bbq_disk"]),
);
pub(super) const ELEMENT_TYPE: Param = ("element_type", OneOf(&["float", "bfloat16", "byte", "bit"]));
/// How Elasticsearch indexes vectors.
pub(super) const VECTOR_OPTIONS: &[Param] = &[
    VECTOR_INDEX,
    ("m", Int),
    ("ef_construction", Int),
    ("confidence_interval", Number),
    ("rescore_vector", Keys(&[("oversample", Number)])),
    ("on_disk_rescore", Bool),
    ("flat_index_threshold", Int),
    ("cluster_size", Int),
    ("default_visit_percentage", Number),
    ("bits", Int),
    ("precondition", Bool),
    ("auto_calibrate", Bool),
];
/// The same of the vectors behind a `semantic` field, whose elements are the server's choice.
pub(super) const MEANING_OPTIONS: &[Param] = &[
    VECTOR_INDEX,
    ELEMENT_TYPE,
    ("m", Int),
    ("ef_construction", Int),
    ("confidence_interval", Number),
    ("rescore_vector", Keys(&[("oversample", Number)])),
    ("on_disk_rescore", Bool),
    ("flat_index_threshold", Int),
    ("cluster_size", Int),
    ("default_visit_percentage", Number),
    ("bits", Int),
    ("precondition", Bool),
    ("auto_calibrate", Bool),
];
/// How Elasticsearch cuts a text into chunks.
pub(super) const CHUNKING_SETTINGS: Param = (
    "chunking_settings",
    Keys(&[
        ("strategy", OneOf(&["word", "sentence", "recursive", "none"])),
        ("max_chunk_size", Int),
        ("overlap", Int),
        ("sentence_overlap", Int),
        ("separator_group", OneOf(&["markdown", "plaintext"])),
        ("separators", Takes::Strs),
    ]),
);
/// How OpenSearch cuts a text into chunks.
pub(crate) const ALGORITHMS: &[(&str, &[Param])] = &[
    (
        "fixed_token_length",
        &[("token_limit", Int), ("tokenizer", Str), ("overlap_rate", Number), ("max_chunk_limit", Int)],
    ),
    ("fixed_char_length", &[("char_limit", Int), ("overlap_rate", Number), ("max_chunk_limit", Int)]),
    ("delimiter", &[("delimiter", Str), ("max_chunk_limit", Int)]),
];

/// How OpenSearch indexes vectors.
pub(super) const METHOD: Param = (
    "method",
    Keys(&[
        ("name", OneOf(&["hnsw", "ivf"])),
        ("space_type", Str),
        ("engine", OneOf(&["lucene", "faiss", "nmslib"])),
        (
            "parameters",
            Keys(&[
                ("m", Int),
                ("ef_construction", Int),
                ("ef_search", Int),
                ("nlist", Int),
                ("nprobes", Int),
                (
                    "encoder",
                    Keys(&[
                        ("name", OneOf(&["flat", "sq", "pq", "binary"])),
                        (
                            "parameters",
                            Keys(&[
                                ("type", Str),
                                ("clip", Bool),
                                ("confidence_interval", Number),
                                ("bits", Int),
                                ("m", Int),
                                ("code_size", Int),
                            ]),
                        ),
                    ]),
                ),
            ]),
        ),
    ]),
);
pub(super) const MODE: Param = ("mode", OneOf(&["in_memory", "on_disk"]));
pub(super) const COMPRESSION_LEVEL: Param = ("compression_level", OneOf(&["1x", "2x", "4x", "8x", "16x", "32x"]));
