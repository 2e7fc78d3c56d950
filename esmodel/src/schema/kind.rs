//! The kinds of field: one table of names and versions, and a marker type for each kind.

use crate::dialect::{Dialect, Product, Since, Version};

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $kind:ident: $es:literal, $os:literal, since $es_since:expr, $os_since:expr; )+) => {
        /// The type of a field in the mapping.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $( $(#[doc = $doc])+ $kind, )+
        }

        impl Kind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The kind's name in Elasticsearch's mappings, which messages use too.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $es,)+ }
            }

            /// The kind's name in that product's mappings.
            pub const fn name_in(self, product: Product) -> &'static str {
                match product {
                    Product::Elasticsearch => self.name(),
                    Product::OpenSearch => match self { $(Self::$kind => $os,)+ },
                }
            }

            /// The first versions that have it.
            pub const fn since(self) -> Since {
                match self { $(Self::$kind => Since::of($es_since, $os_since),)+ }
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

const ALWAYS: Option<Version> = Some(Version::new(0, 0, 0));

kinds! {
    /// Exact text: ids, codes, tags. The kind of `String`.
    Keyword: "keyword", "keyword", since ALWAYS, ALWAYS;
    /// Analyzed text, for full-text search; cannot be sorted by or compared exactly.
    Text: "text", "text", since ALWAYS, ALWAYS;
    /// Whole numbers of 8 bits: `i8`.
    Byte: "byte", "byte", since ALWAYS, ALWAYS;
    /// Whole numbers of 16 bits: `i16`, `u8`.
    Short: "short", "short", since ALWAYS, ALWAYS;
    /// Whole numbers of 32 bits: `i32`, `u16`.
    Integer: "integer", "integer", since ALWAYS, ALWAYS;
    /// Whole numbers of 64 bits: `i64`, `u32`.
    Long: "long", "long", since ALWAYS, ALWAYS;
    /// Whole numbers from 0 to 2^64-1: `u64`.
    UnsignedLong: "unsigned_long", "unsigned_long", since Some(Version::new(7, 10, 0)), Some(Version::new(2, 8, 0));
    /// Floating point of 16 bits.
    HalfFloat: "half_float", "half_float", since ALWAYS, ALWAYS;
    /// Floating point of 32 bits: `f32`.
    Float: "float", "float", since ALWAYS, ALWAYS;
    /// Floating point of 64 bits: `f64`.
    Double: "double", "double", since ALWAYS, ALWAYS;
    /// `bool`.
    Boolean: "boolean", "boolean", since ALWAYS, ALWAYS;
    /// Points in time, to the millisecond.
    Date: "date", "date", since ALWAYS, ALWAYS;
    /// Addresses of IPv4 and IPv6.
    Ip: "ip", "ip", since ALWAYS, ALWAYS;
    /// Bytes as base64; kept, not searchable.
    Binary: "binary", "binary", since ALWAYS, ALWAYS;
    /// A place on Earth.
    GeoPoint: "geo_point", "geo_point", since ALWAYS, ALWAYS;
    /// A vector of floats for nearest-neighbour search.
    DenseVector: "dense_vector", "knn_vector", since Some(Version::new(8, 0, 0)), Some(Version::new(1, 0, 0));
    /// A struct whose fields belong to the document itself.
    Object: "object", "object", since ALWAYS, ALWAYS;
    /// A list of structs, each searchable as one.
    Nested: "nested", "nested", since ALWAYS, ALWAYS;
    /// A whole JSON object in one field, its leaves searchable as keywords.
    Flattened: "flattened", "flat_object", since Some(Version::new(7, 3, 0)), Some(Version::new(2, 7, 0));
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

    /// Equality in a `const`.
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}
