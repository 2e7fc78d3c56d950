//! The kinds of field: one table of names and versions, and a marker type for each kind.

use crate::dialect::{self, Dialect, Product, Since};

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $kind:ident: $es:literal, $os:literal, since $es_since:expr, $os_since:expr; )+) => {
        /// The type of a field in the mapping.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $( $(#[doc = $doc])+ $kind, )+
            /// A kind that esmodel does not know, whose mapping is given as JSON.
            Raw,
        }

        impl Kind {
            /// Every kind that is known, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The kind's name in Elasticsearch's mappings, which messages use too.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $es,)+ Self::Raw => "raw" }
            }

            /// The kind's name in that product's mappings.
            pub const fn name_in(self, product: Product) -> &'static str {
                match product {
                    Product::Elasticsearch => self.name(),
                    Product::OpenSearch => match self { $(Self::$kind => $os,)+ Self::Raw => "raw" },
                }
            }

            /// The first versions that have it.
            pub const fn since(self) -> Since {
                match self { $(Self::$kind => Since::of($es_since, $os_since),)+ Self::Raw => Since::ALWAYS }
            }
        }

        $( $(#[doc = $doc])+ #[derive(Debug, Clone, Copy)] pub struct $kind; impl KindMarker for $kind { const KIND: Kind = Kind::$kind; }
        impl Numbered for KindAt<{ Kind::$kind as u8 }> { type Marker = $kind; } )+
    };
}

/// A kind as a type: the `K` of a field token.
pub trait KindMarker: Copy + Send + Sync + 'static {
    /// The same as a value.
    const KIND: Kind;
}

/// The kind whose number in [`Kind`] is `N`: from what a `const` found out back to a type.
#[derive(Debug)]
pub struct KindAt<const N: u8>;

/// That there is such a kind.
pub trait Numbered {
    /// The kind.
    type Marker: KindMarker;
}

const ALWAYS: Option<dialect::Version> = Some(dialect::Version::new(0, 0, 0));

/// A version that the table below names.
#[expect(clippy::unnecessary_wraps, reason = "beside `None`, where a product never had a kind")]
pub(super) const fn since(major: u16, minor: u16) -> Option<dialect::Version> {
    Some(dialect::Version::new(major, minor, 0))
}

kinds! {
    /// Exact text: ids, codes, tags. The kind of `String`.
    Keyword: "keyword", "keyword", since ALWAYS, ALWAYS;
    /// Exact text that is the same in every document of the index.
    ConstantKeyword: "constant_keyword", "constant_keyword", since since(7, 7), since(2, 14);
    /// Exact text whose values count as often as they occur in a document.
    CountedKeyword: "counted_keyword", "counted_keyword", since since(8, 12), None;
    /// Exact text in the order of a language. A plugin.
    IcuCollationKeyword: "icu_collation_keyword", "icu_collation_keyword", since ALWAYS, ALWAYS;
    /// Exact text, made for patterns in the midst of it.
    Wildcard: "wildcard", "wildcard", since since(7, 9), since(2, 15);
    /// Versions of software, in their order: `1.10.0` after `1.9.0`.
    Version: "version", "version", since since(7, 10), since(3, 2);
    /// Analyzed text, for full-text search; cannot be sorted by or compared exactly.
    Text: "text", "text", since ALWAYS, ALWAYS;
    /// Analyzed text that takes less room: it has no scores, and phrases are slow.
    MatchOnlyText: "match_only_text", "match_only_text", since since(7, 14), since(2, 12);
    /// Analyzed text of logs, kept as templates and what varies in them.
    PatternText: "pattern_text", "pattern_text", since since(9, 2), None;
    /// Analyzed text with marks at some of its words. A plugin.
    AnnotatedText: "annotated_text", "annotated_text", since ALWAYS, ALWAYS;
    /// Analyzed text that is found while it is typed.
    SearchAsYouType: "search_as_you_type", "search_as_you_type", since ALWAYS, ALWAYS;
    /// Suggestions, found by their beginning.
    Completion: "completion", "completion", since ALWAYS, ALWAYS;
    /// How many words a text has; it holds the text.
    TokenCount: "token_count", "token_count", since ALWAYS, ALWAYS;
    /// Whole numbers of 8 bits: `i8`.
    Byte: "byte", "byte", since ALWAYS, ALWAYS;
    /// Whole numbers of 16 bits: `i16`, `u8`.
    Short: "short", "short", since ALWAYS, ALWAYS;
    /// Whole numbers of 32 bits: `i32`, `u16`.
    Integer: "integer", "integer", since ALWAYS, ALWAYS;
    /// Whole numbers of 64 bits: `i64`, `u32`.
    Long: "long", "long", since ALWAYS, ALWAYS;
    /// Whole numbers from 0 to 2^64-1: `u64`.
    UnsignedLong: "unsigned_long", "unsigned_long", since since(7, 10), since(2, 8);
    /// Floating point of 16 bits.
    HalfFloat: "half_float", "half_float", since ALWAYS, ALWAYS;
    /// Floating point of 32 bits: `f32`.
    Float: "float", "float", since ALWAYS, ALWAYS;
    /// Floating point of 64 bits: `f64`.
    Double: "double", "double", since ALWAYS, ALWAYS;
    /// Numbers with a fixed number of decimals: prices.
    ScaledFloat: "scaled_float", "scaled_float", since ALWAYS, ALWAYS;
    /// A number that raises scores: a page's rank.
    RankFeature: "rank_feature", "rank_feature", since ALWAYS, ALWAYS;
    /// Numbers under names, each of which raises scores.
    RankFeatures: "rank_features", "rank_features", since ALWAYS, ALWAYS;
    /// `bool`.
    Boolean: "boolean", "boolean", since ALWAYS, ALWAYS;
    /// Points in time, to the millisecond.
    Date: "date", "date", since ALWAYS, ALWAYS;
    /// Points in time from 1970 to 2262, to the nanosecond.
    DateNanos: "date_nanos", "date_nanos", since ALWAYS, ALWAYS;
    /// Addresses of IPv4 and IPv6.
    Ip: "ip", "ip", since ALWAYS, ALWAYS;
    /// Bytes as base64; kept, not searchable.
    Binary: "binary", "binary", since ALWAYS, ALWAYS;
    /// A hash of the value, for counting different ones. A plugin.
    Murmur3: "murmur3", "murmur3", since ALWAYS, ALWAYS;
    /// A sketch of values, for counting different ones: a `Blob`.
    Hll: "hll", "hll", since None, since(3, 5);
    /// From one whole number of 32 bits to another: `Range<i32>`.
    IntegerRange: "integer_range", "integer_range", since ALWAYS, ALWAYS;
    /// From one whole number of 64 bits to another: `Range<i64>`.
    LongRange: "long_range", "long_range", since ALWAYS, ALWAYS;
    /// From one number to another: `Range<f32>`.
    FloatRange: "float_range", "float_range", since ALWAYS, ALWAYS;
    /// From one number to another: `Range<f64>`.
    DoubleRange: "double_range", "double_range", since ALWAYS, ALWAYS;
    /// From one point in time to another.
    DateRange: "date_range", "date_range", since ALWAYS, ALWAYS;
    /// From one address to another: `Range<IpAddr>`.
    IpRange: "ip_range", "ip_range", since ALWAYS, ALWAYS;
    /// A place on Earth.
    GeoPoint: "geo_point", "geo_point", since ALWAYS, ALWAYS;
    /// A shape on Earth: `GeoShape`.
    GeoShape: "geo_shape", "geo_shape", since ALWAYS, ALWAYS;
    /// A point in a plane: `XyPoint`.
    Point: "point", "xy_point", since since(7, 8), since(2, 4);
    /// A shape in a plane: `XyShape`.
    Shape: "shape", "xy_shape", since since(7, 4), since(2, 4);
    /// A document's place in a family of documents of one index: `Join`.
    Join: "join", "join", since ALWAYS, ALWAYS;
    /// A query that is stored, and found by the documents that it matches: `StoredQuery`.
    Percolator: "percolator", "percolator", since ALWAYS, ALWAYS;
    /// Values and how often each occurs: `Histogram`.
    Histogram: "histogram", "histogram", since since(7, 6), None;
    /// How many values lie in buckets that grow exponentially: `ExponentialHistogram`.
    ExponentialHistogram: "exponential_histogram", "exponential_histogram", since since(9, 3), None;
    /// How many values lie around centroids: `TDigest`.
    TDigest: "tdigest", "tdigest", since since(9, 3), None;
    /// Least, greatest, sum and count of values that are not kept themselves: `Metrics`.
    AggregateMetricDouble: "aggregate_metric_double", "aggregate_metric_double", since since(7, 11), None;
    /// A vector of floats for nearest-neighbour search.
    DenseVector: "dense_vector", "knn_vector", since since(8, 0), since(1, 0);
    /// Several vectors of a length, for ranking by late interaction: `Vec<Vector<N>>`.
    RankVectors: "rank_vectors", "rank_vectors", since since(8, 18), None;
    /// Weights under the names of words.
    SparseVector: "sparse_vector", "rank_features", since since(8, 11), ALWAYS;
    /// Text that is searched by its meaning.
    SemanticText: "semantic_text", "semantic", since since(8, 15), since(3, 1);
    /// Text and media that are searched by their meaning.
    Semantic: "semantic", "semantic", since since(9, 5), since(3, 1);
    /// A struct whose fields belong to the document itself.
    Object: "object", "object", since ALWAYS, ALWAYS;
    /// A struct whose fields can also be named as if they stood beside it.
    Passthrough: "passthrough", "passthrough", since since(8, 16), None;
    /// A list of structs, each searchable as one.
    Nested: "nested", "nested", since ALWAYS, ALWAYS;
    /// A whole JSON object in one field, its leaves searchable as keywords.
    Flattened: "flattened", "flat_object", since since(7, 3), since(2, 7);
}

/// A kind that esmodel does not know, whose mapping is given as JSON.
#[derive(Debug, Clone, Copy)]
pub struct Raw;

impl KindMarker for Raw {
    const KIND: Kind = Kind::Raw;
}

impl Numbered for KindAt<{ Kind::Raw as u8 }> {
    type Marker = Raw;
}

/// The document's id. It is no field of the mapping: it can be compared, not sorted by.
#[derive(Debug, Clone, Copy)]
pub struct Id;

impl KindMarker for Id {
    const KIND: Kind = Kind::Keyword;
}

impl Kind {
    /// Whether the server of that dialect has the kind.
    pub fn is_in(self, dialect: Dialect) -> bool {
        self.since().within(dialect)
    }

    /// Whether values of the kind have an order and groups in every product: what the markers of
    /// [`Sortable`](crate::query::gate::Sortable) say, for kinds that are known at run time or in a `const`.
    pub(crate) const fn is_sortable(self) -> bool {
        matches!(
            self,
            Self::Keyword
                | Self::IcuCollationKeyword
                | Self::Version
                | Self::TokenCount
                | Self::Byte
                | Self::Short
                | Self::Integer
                | Self::Long
                | Self::UnsignedLong
                | Self::HalfFloat
                | Self::Float
                | Self::Double
                | Self::ScaledFloat
                | Self::Boolean
                | Self::Date
                | Self::DateNanos
                | Self::Ip
        )
    }

    /// Whether its values are dates, or reach from one to another.
    pub(crate) const fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::DateNanos | Self::DateRange)
    }

    /// Whether its text is cut into words, and has no columns.
    pub(crate) const fn is_analyzed(self) -> bool {
        matches!(
            self,
            Self::Text | Self::MatchOnlyText | Self::PatternText | Self::AnnotatedText | Self::SearchAsYouType
        )
    }

    /// Whether it is a struct whose fields stand below it in the mapping.
    pub(crate) const fn has_fields(self) -> bool {
        matches!(self, Self::Object | Self::Passthrough | Self::Nested)
    }

    /// Equality in a `const`.
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}
