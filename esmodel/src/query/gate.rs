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
pub trait Sortable: kind::KindMarker {}

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

/// Kinds whose number raises scores: `rank`.
#[diagnostic::on_unimplemented(
    message = "only a `rank_feature` field ranks by its number",
    label = "its number raises no scores",
    note = "write `#[es(rank_feature)]`; of a `rank_features` field, which has several, write `.rank_by(\"name\")`"
)]
pub trait Ranking {}

/// Kinds with several numbers that raise scores: `rank_by`.
#[diagnostic::on_unimplemented(
    message = "only a `rank_features` field ranks by numbers under names",
    label = "has no numbers under names",
    note = "write `#[es(rank_features)]`; of a `rank_feature` field write `.rank()`"
)]
pub trait Rankings {}

/// Kinds that hold weights under words: `resembles`, `resembles_text`.
#[diagnostic::on_unimplemented(
    message = "only a `sparse_vector` field has weights to compare",
    label = "has no weights",
    note = "write `#[es(sparse_vector)]` on a map from words to numbers; vectors have `.nearest(..)`"
)]
pub trait Weighted {}

/// Kinds whose text a model reads: `means`.
#[diagnostic::on_unimplemented(
    message = "only a `semantic_text` field is searched by its meaning",
    label = "no model reads it",
    note = "write `#[es(semantic_text(inference_id = \"..\"))]`; words are searched by `.matches(..)`"
)]
pub trait Meaningful {}

/// Kinds that reach over something, or lie somewhere: `intersects`, `inside`.
#[diagnostic::on_unimplemented(
    message = "only ranges, shapes and places lie inside of others",
    label = "neither a range nor a shape",
    note = "hold it in a `Range<T>`, a `GeoShape` or a `GeoPoint`; values have `.between(..)` and `.range()`"
)]
pub trait Extended {
    /// Whether it reaches over nothing, so that to be inside and to intersect are the same.
    #[doc(hidden)]
    const IS_PLACE: bool = false;
}

impl Extended for kind::GeoPoint {
    const IS_PLACE: bool = true;
}

impl Extended for kind::Point {
    const IS_PLACE: bool = true;
}

/// Kinds that reach over something: `encloses`.
#[diagnostic::on_unimplemented(
    message = "only ranges and shapes enclose others",
    label = "neither a range nor a shape",
    note = "a place lies `.inside(..)` of a shape, or `.within(..)` a distance"
)]
pub trait Spread: Extended {}

macro_rules! gates {
    ($($gate:ident: $($kind:ident),+;)+) => { $( $( impl $gate for kind::$kind {} )+ )+ };
}

gates! {
    Exact: Keyword, ConstantKeyword, CountedKeyword, IcuCollationKeyword, Wildcard, Version, TokenCount, Byte, Short,
        Integer, Long, UnsignedLong, HalfFloat, Float, Double, ScaledFloat, Boolean, Date, DateNanos, Ip, Id, Join,
        Flattened;
    Ordered: Keyword, CountedKeyword, IcuCollationKeyword, Version, TokenCount, Byte, Short, Integer, Long,
        UnsignedLong, HalfFloat, Float, Double, ScaledFloat, Date, DateNanos, Ip;
    Sortable: Keyword, IcuCollationKeyword, Version, TokenCount, Byte, Short, Integer, Long, UnsignedLong, HalfFloat,
        Float, Double, ScaledFloat, Boolean, Date, DateNanos, Ip;
    Numeric: TokenCount, Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double, ScaledFloat;
    Temporal: Date, DateNanos;
    FullText: Text, MatchOnlyText, PatternText, AnnotatedText, SearchAsYouType, SemanticText, Semantic;
    Searchable: Text, MatchOnlyText, PatternText, AnnotatedText, SearchAsYouType, Keyword, ConstantKeyword, Wildcard;
    Textual: Keyword, ConstantKeyword, CountedKeyword, Wildcard, Version, Text, MatchOnlyText, PatternText,
        AnnotatedText, SearchAsYouType;
    Geo: GeoPoint;
    Embedding: DenseVector;
    Ranking: RankFeature;
    Rankings: RankFeatures;
    Weighted: SparseVector;
    Meaningful: SemanticText;
    Extended: IntegerRange, LongRange, FloatRange, DoubleRange, DateRange, IpRange, GeoShape, Shape;
    Spread: IntegerRange, LongRange, FloatRange, DoubleRange, DateRange, IpRange, GeoShape, Shape;
}

macro_rules! measurable {
    ($($measure:ty: $($kind:ident),+;)+) => { $( $( impl Measurable for kind::$kind { type Measure = $measure; } )+ )+ };
}

measurable! {
    f64: TokenCount, Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double, ScaledFloat;
    crate::model::Millis: Date, DateNanos;
}

#[cfg(test)]
mod tests {
    use super::{Sortable, kind};

    #[test]
    fn what_can_be_sorted_is_the_same_for_the_compiler_and_for_names() {
        const fn sorts<K: Sortable>() {
            assert!(K::KIND.is_sortable());
        }
        macro_rules! sort { ($($kind:ident),+) => { $( const { sorts::<kind::$kind>() }; )+ }; }
        sort!(
            Keyword,
            IcuCollationKeyword,
            Version,
            TokenCount,
            Byte,
            Short,
            Integer,
            Long,
            UnsignedLong,
            HalfFloat,
            Float,
            Double
        );
        sort!(ScaledFloat, Boolean, Date, DateNanos, Ip);
        assert_eq!(crate::schema::Kind::ALL.iter().filter(|kind| kind.is_sortable()).count(), 17);
    }
}
