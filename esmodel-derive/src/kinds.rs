//! The kinds of field and the parameters that each has: one table, for attributes and for messages.

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Str,
    Int,
    Number,
    Bool,
    /// A scalar of the field's own type.
    Scalar,
    /// Names of fields.
    Names,
}

/// How a field of the kind is expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Leaf,
    Object,
    Nested,
    Flattened,
}

/// One kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KindSpec {
    /// The server's word, and ours in attributes.
    pub(crate) name: &'static str,
    /// The variant of `Kind` and the marker in `kind`.
    pub(crate) marker: &'static str,
    pub(crate) shape: Shape,
    /// Whether queries can sort by it.
    pub(crate) sorts: bool,
    pub(crate) params: &'static [(&'static str, Takes)],
    /// What an opaque field (one with `serde(with)`) of the kind is compared with.
    pub(crate) compares: Compares,
}

/// The Rust type that stands for a kind where the field's own type does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compares {
    String,
    Integer,
    Float,
    Bool,
}

use Takes::{Bool, Int, Names, Number, Scalar, Str};

const INDEX: (&str, Takes) = ("index", Bool);
const DOC_VALUES: (&str, Takes) = ("doc_values", Bool);
const STORE: (&str, Takes) = ("store", Bool);
const COPY_TO: (&str, Takes) = ("copy_to", Names);
const IGNORE_MALFORMED: (&str, Takes) = ("ignore_malformed", Bool);
const NULL: (&str, Takes) = ("null_value", Scalar);

const NUMBER: &[(&str, Takes)] =
    &[INDEX, DOC_VALUES, STORE, COPY_TO, ("coerce", Bool), IGNORE_MALFORMED, ("null_value", Number)];

const fn leaf(
    name: &'static str,
    marker: &'static str,
    params: &'static [(&'static str, Takes)],
    compares: Compares,
) -> KindSpec {
    KindSpec { name, marker, shape: Shape::Leaf, sorts: true, params, compares }
}

const fn unsorted(mut kind: KindSpec) -> KindSpec {
    kind.sorts = false;
    kind
}

const fn shaped(
    name: &'static str,
    marker: &'static str,
    shape: Shape,
    params: &'static [(&'static str, Takes)],
) -> KindSpec {
    KindSpec { name, marker, shape, sorts: false, params, compares: Compares::String }
}

/// Every kind, by the server's word.
pub(crate) const KINDS: &[KindSpec] = &[
    leaf(
        "keyword",
        "Keyword",
        &[
            INDEX,
            DOC_VALUES,
            STORE,
            COPY_TO,
            NULL,
            ("ignore_above", Int),
            ("normalizer", Str),
            ("norms", Bool),
            ("similarity", Str),
            ("index_options", Str),
            ("eager_global_ordinals", Bool),
            ("split_queries_on_whitespace", Bool),
        ],
        Compares::String,
    ),
    unsorted(leaf(
        "text",
        "Text",
        &[
            INDEX,
            STORE,
            COPY_TO,
            ("analyzer", Str),
            ("search_analyzer", Str),
            ("search_quote_analyzer", Str),
            ("norms", Bool),
            ("similarity", Str),
            ("index_options", Str),
            ("index_phrases", Bool),
            ("term_vector", Str),
            ("fielddata", Bool),
            ("eager_global_ordinals", Bool),
            ("position_increment_gap", Int),
        ],
        Compares::String,
    )),
    leaf("byte", "Byte", NUMBER, Compares::Integer),
    leaf("short", "Short", NUMBER, Compares::Integer),
    leaf("integer", "Integer", NUMBER, Compares::Integer),
    leaf("long", "Long", NUMBER, Compares::Integer),
    leaf(
        "unsigned_long",
        "UnsignedLong",
        &[INDEX, DOC_VALUES, STORE, COPY_TO, IGNORE_MALFORMED, ("null_value", Number)],
        Compares::Integer,
    ),
    leaf("half_float", "HalfFloat", NUMBER, Compares::Float),
    leaf("float", "Float", NUMBER, Compares::Float),
    leaf("double", "Double", NUMBER, Compares::Float),
    leaf("boolean", "Boolean", &[INDEX, DOC_VALUES, STORE, COPY_TO, ("null_value", Bool)], Compares::Bool),
    leaf(
        "date",
        "Date",
        &[INDEX, DOC_VALUES, STORE, COPY_TO, IGNORE_MALFORMED, NULL, ("format", Str), ("locale", Str)],
        Compares::String,
    ),
    leaf("ip", "Ip", &[INDEX, DOC_VALUES, STORE, COPY_TO, IGNORE_MALFORMED, ("null_value", Str)], Compares::String),
    unsorted(leaf("binary", "Binary", &[DOC_VALUES, STORE], Compares::String)),
    unsorted(leaf(
        "geo_point",
        "GeoPoint",
        &[INDEX, DOC_VALUES, STORE, IGNORE_MALFORMED, ("ignore_z_value", Bool), ("null_value", Str)],
        Compares::String,
    )),
    unsorted(leaf(
        "dense_vector",
        "DenseVector",
        &[INDEX, ("dims", Int), ("similarity", Str), ("element_type", Str)],
        Compares::Float,
    )),
    shaped("object", "Object", Shape::Object, &[("dynamic", Scalar), ("enabled", Bool)]),
    shaped(
        "nested",
        "Nested",
        Shape::Nested,
        &[("dynamic", Scalar), ("include_in_parent", Bool), ("include_in_root", Bool)],
    ),
    shaped(
        "flattened",
        "Flattened",
        Shape::Flattened,
        &[
            INDEX,
            DOC_VALUES,
            ("depth_limit", Int),
            ("ignore_above", Int),
            ("null_value", Str),
            ("similarity", Str),
            ("index_options", Str),
            ("eager_global_ordinals", Bool),
            ("split_queries_on_whitespace", Bool),
        ],
    ),
];

impl KindSpec {
    /// The kind of that name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// What its parameter `key` takes.
    pub(crate) fn param(&self, key: &str) -> Option<Takes> {
        self.params.iter().find(|(name, _)| *name == key).map(|(_, takes)| *takes)
    }

    /// Its parameters, for messages.
    pub(crate) fn params_listed(&self) -> String {
        let names: Vec<String> = self.params.iter().map(|(name, _)| format!("`{name}`")).collect();
        names.join(", ")
    }
}
