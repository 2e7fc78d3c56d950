//! The kinds of field and the parameters that each has: one table, for attributes and for messages.

mod formats;
mod params;
mod spelling;
mod table;

pub(crate) use formats::check as check_format;
pub(crate) use params::{ALGORITHMS, CONTEXT};
pub(crate) use spelling::{distance, geohash_length, locale, orientation, place, point};
pub(crate) use table::KINDS;

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Str,
    Int,
    /// A whole number from the first to the second.
    Within(i64, i64),
    Number,
    Bool,
    /// A scalar of the field's own type.
    Scalar,
    /// Names of fields.
    Names,
    /// Any strings.
    Strs,
    /// One of the server's words.
    OneOf(&'static [&'static str]),
    /// Several of the server's words.
    Words(&'static [&'static str]),
    /// One of the server's words, or several.
    SomeOf(&'static [&'static str]),
    /// Formats of dates, with `||` between.
    Format,
    /// How exact a place is: the length of a geohash, or a distance.
    Precision,
    /// A language and a country: `de-DE`.
    Locale,
    /// A place on Earth: `lat,lon`, `POINT (lon lat)` or a geohash.
    Place,
    /// A point of a plane: `x,y` or `POINT (x y)`.
    PlanePoint,
    /// A time: `30s`.
    Duration,
    /// Parameters of its own: `index_prefixes(min_chars = 2)`.
    Keys(&'static [(&'static str, Takes)]),
    /// True or false, or parameters of its own: `doc_values = false`, `doc_values(multi_value = false)`.
    BoolOr(&'static [(&'static str, Takes)]),
    /// True or false, or the algorithms in their order: `chunking(delimiter(delimiter = "."))`.
    Chunking,
    /// Texts under names of the user's own: `meta(unit = "ms")`.
    Texts,
    /// Contexts of suggestions: `contexts(genre(category))`.
    Contexts,
}

impl Takes {
    /// Whether it is written with parentheses.
    pub(crate) const fn is_group(self) -> bool {
        matches!(self, Self::Keys(_) | Self::Texts | Self::Contexts | Self::Words(_))
    }
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
    pub(crate) params: &'static [(&'static str, Takes)],
    /// The parameters that must be given, each as it is written.
    pub(crate) required: &'static [(&'static str, &'static str)],
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

/// A kind that esmodel does not know: `#[es(raw = ..)]`.
pub(crate) static RAW: KindSpec =
    KindSpec { name: "raw", marker: "Raw", shape: Shape::Leaf, params: &[], required: &[], compares: Compares::String };

impl KindSpec {
    /// The kind of that name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// Whether its values are dates, or reach from one to another.
    pub(crate) fn is_date(&self) -> bool {
        matches!(self.name, "date" | "date_nanos" | "date_range")
    }

    /// Whether it can be a second view of a field.
    pub(crate) fn is_multi(&self) -> bool {
        self.shape == Shape::Leaf
            && !matches!(
                self.name,
                "join"
                    | "percolator"
                    | "dense_vector"
                    | "rank_vectors"
                    | "sparse_vector"
                    | "histogram"
                    | "exponential_histogram"
                    | "tdigest"
                    | "aggregate_metric_double"
            )
    }
}

/// Names of parameters, for messages.
pub(crate) fn listed(params: &[(&str, Takes)]) -> String {
    let names: Vec<String> = params.iter().map(|(name, _)| format!("`{name}`")).collect();
    names.join(", ")
}
