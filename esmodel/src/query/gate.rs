//! Which kinds of field can do what. Every method exists on every token; these traits say on which it compiles, and
//! their messages say what to write instead.

use crate::schema::kind;

/// Kinds whose values can be compared exactly: `eq`, `ne`, `any_of`.
#[diagnostic::on_unimplemented(
    message = "a field of this kind has no exact value to compare with",
    label = "cannot be compared exactly",
    note = "a text field is analyzed: give it a keyword sub-field, `#[es(text, fields(raw(keyword)))]`, and use `.raw()`; or search in it with `.matches(..)`",
    note = "places are compared by `.within(..)`, and objects by their fields"
)]
pub trait Exact {}

/// Kinds that ranges work on: `gt`, `gte`, `lt`, `lte`, `between`, `range`.
#[diagnostic::on_unimplemented(
    message = "a field of this kind has no order to compare by",
    label = "has no greater and smaller",
    note = "numbers, dates, addresses and keywords have one; a text field is analyzed: give it a keyword sub-field, `#[es(text, fields(raw(keyword)))]`, and use `.raw()`"
)]
pub trait Ordered {}

/// Kinds that can be sorted and grouped by: `asc`, `desc`, `terms`, `cardinality`, `value_count`.
#[diagnostic::on_unimplemented(
    message = "a field of this kind has no order and no groups",
    label = "cannot be sorted or grouped by",
    note = "a text field is analyzed: give it a keyword sub-field, `#[es(text, fields(raw(keyword)))]`, and use `.raw()`",
    note = "places are sorted by `.distance_from(..)`, ids by `Sort::id()` where the server allows it; vectors, binaries and objects have no order"
)]
pub trait Sortable {}

/// Kinds that can be calculated with: `sum`, `stats`, `histogram`.
#[diagnostic::on_unimplemented(
    message = "only a field of numbers can be added up",
    label = "not a number",
    note = "dates have `.min()`, `.max()`, `.avg()` and `.date_histogram(..)`; anything that can be grouped has `.terms(..)` and `.value_count()`"
)]
pub trait Numeric: Measurable {}

/// Kinds that have a least, a greatest and a mean value: `min`, `max`, `avg`.
#[diagnostic::on_unimplemented(
    message = "only numbers and dates have a least, a greatest and a mean value",
    label = "neither a number nor a date",
    note = "anything that can be grouped has `.terms(..)` and `.value_count()`"
)]
pub trait Measurable {
    /// What the aggregation yields: `f64` for numbers, [`Millis`](crate::model::Millis) for dates.
    type Measure: super::agg::Measure;
}

/// Kinds that hold points in time: `date_histogram`.
#[diagnostic::on_unimplemented(
    message = "only a date field has calendar intervals",
    label = "not a date",
    note = "numbers have `.histogram(..)`"
)]
pub trait Temporal {}

/// Kinds that are analyzed, for full-text search: `matches`, `match_phrase`.
#[diagnostic::on_unimplemented(
    message = "only a text field is analyzed, and can be searched for words",
    label = "not analyzed",
    note = "compare exactly with `.eq(..)`, or make the field text: `#[es(text, fields(raw(keyword)))]`"
)]
pub trait FullText {}

/// Kinds that `Query::multi_match` can look into.
#[diagnostic::on_unimplemented(
    message = "only text and keyword fields can be searched for words together",
    label = "holds no words"
)]
pub trait Searchable {}

/// Kinds that hold text: `prefix`, `wildcard`.
#[diagnostic::on_unimplemented(
    message = "only keyword and text fields have beginnings and patterns",
    label = "holds no text",
    note = "numbers and dates have `.between(..)` and `.gte(..)`"
)]
pub trait Textual {}

/// Kinds that hold places: `within`, `distance_from`.
#[diagnostic::on_unimplemented(
    message = "only a `geo_point` field has a distance",
    label = "not a place",
    note = "hold it in a `GeoPoint`"
)]
pub trait Geo {}

/// Kinds that hold vectors: `nearest`.
#[diagnostic::on_unimplemented(
    message = "only a field of vectors has nearest neighbours",
    label = "not a vector",
    note = "hold it in a `Vector<N>`; places have `.within(..)` and `.distance_from(..)`"
)]
pub trait Embedding {}

macro_rules! gates {
    ($($gate:ident: $($kind:ident),+;)+) => { $( $( impl $gate for kind::$kind {} )+ )+ };
}

gates! {
    Exact: Keyword, Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double, Boolean, Date, Ip, Id, Flattened;
    Ordered: Keyword, Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double, Date, Ip;
    Sortable: Keyword, Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double, Boolean, Date, Ip;
    Numeric: Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double;
    Temporal: Date;
    FullText: Text;
    Searchable: Text, Keyword;
    Textual: Keyword, Text;
    Geo: GeoPoint;
    Embedding: DenseVector;
}

macro_rules! measurable {
    ($($measure:ty: $($kind:ident),+;)+) => { $( $( impl Measurable for kind::$kind { type Measure = $measure; } )+ )+ };
}

measurable! {
    f64: Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double;
    crate::model::Millis: Date;
}
