//! Which Rust types fields may have, and which kind each is.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    net,
    sync::Arc,
};

use super::{AdditionsInside, GeoPoint, LazyValues, LazyWork, Millis, Omit, value::Scalar};
use crate::{
    query::{
        Field,
        path::{Many, Path},
    },
    schema::{
        FieldType, Param, ParamValue, Written,
        kind::{self, KindMarker},
    },
};

/// A type that a mapped field may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no field type in a mapping",
    label = "not a type that a document can hold",
    note = "for a struct, derive `EsObject`; for a unit enum or a newtype, derive `EsValue`; for a map, see `#[es(flattened)]`; for a range of the standard library, use `esmodel::model::Range`; to leave the field out of the index, `#[serde(skip)]`",
    note = "a model (`EsModel`) is a document of its own and stands in no other: keep its id, or make the struct an `EsObject`"
)]
pub trait EsField {
    /// The kind, its parameters, its children.
    const TYPE: FieldType;
    /// What is left out when a value is stored.
    const OMIT: &'static Omit = Omit::NONE;
    /// Whether there are computed fields inside.
    const COMPUTES: bool = false;
    /// Whether there are lazy properties inside.
    const HAS_LAZY: bool = false;
    /// Whether a write adds something to the structs inside: fields that serde hides and that are stored, timestamps.
    const ADDS: bool = false;
    /// Whether a write looks into the structs inside: it adds something, or checks keys of maps that serde flattens.
    const GATHERS: bool = Self::ADDS;
    /// Whether objects inside have timestamps.
    const STAMPS: bool = false;
    /// What queries on the field compare with.
    type Value: ?Sized + 'static;
    /// What is inside of lists and wrappers: the struct that an explicit `object` or `nested` speaks of.
    type Element: EsField;
    /// The token of such a field at `P`.
    type Token<P: Path>: Copy;

    /// The token at `P`.
    #[doc(hidden)]
    fn token<P: Path>() -> Self::Token<P>;

    /// Fills the computed fields inside.
    #[doc(hidden)]
    fn compute(&mut self) {}

    /// Starts the functions of the lazy properties inside, in order.
    #[doc(hidden)]
    fn start_lazy<'a>(&'a self, work: &mut LazyWork<'a>) {
        let _ = work;
    }

    /// Takes what they made, in the same order.
    #[doc(hidden)]
    fn take_lazy(&mut self, values: &mut LazyValues) {
        let _ = values;
    }

    /// Gathers what a write adds to the structs inside, in the order in which serde writes them.
    #[doc(hidden)]
    fn gather_additions<'v>(&'v self, additions: &mut AdditionsInside<'v>) {
        let _ = additions;
    }

    /// Takes over the timestamps of the objects inside, after a write at that time succeeded.
    #[doc(hidden)]
    fn stamp_inside(&mut self, at: Millis) {
        let _ = at;
    }
}

/// Says that a Rust type may be stored in a field of kind `K`: the obligation behind `#[es(text)]`, `#[es(long)]`, ..
#[diagnostic::on_unimplemented(
    message = "a field of kind `{K}` cannot hold `{Self}`",
    label = "this type does not fit the field's kind",
    note = "a kind must be able to read what serde writes of the type, in a multi-field too, which reads the same value: leave the kind away to take the type's own, or change the type"
)]
pub trait Holds<K: KindMarker> {
    /// What queries on such a field compare with.
    type Value: ?Sized + 'static;
    /// Parameters that come from the type itself.
    const PARAMS: &'static [Param] = &[];
    /// How serde writes a value, where the kind is a date: the field's format must read it.
    const WRITTEN: Written = Written::Anyhow;
    /// Such a field, with those parameters; a list says that it is one.
    const TYPE: FieldType = FieldType::scalar(K::KIND).with_params(Self::PARAMS).written(Self::WRITTEN);
}

macro_rules! scalars {
    ($($(#[$gate:meta])? $scalar:ty $(, $params:expr)?);+ $(;)?) => { $(
        $(#[$gate])?
        impl EsField for $scalar {
            const TYPE: FieldType = FieldType::scalar(<<Self as Scalar>::Kind as KindMarker>::KIND)$(.with_params($params))?;
            type Value = Self;
            type Element = Self;
            type Token<P: Path> = Field<P::Scope, <Self as Scalar>::Kind, Self>;

            fn token<P: Path>() -> Self::Token<P> {
                Field::at::<P>()
            }
        }
    )+ };
}

scalars! {
    String; char; bool;
    i8; i16; i32; i64; u8; u16; u32; u64; f32; f64;
    net::IpAddr; net::Ipv4Addr; net::Ipv6Addr;
    #[cfg(feature = "chrono")] chrono::NaiveDate;
    #[cfg(feature = "chrono")] chrono::NaiveDateTime;
    #[cfg(feature = "chrono")] chrono::NaiveTime, TIME_OF_DAY;
}

/// A time of day is written `12:30:00` with as many decimals as it has; the server reads it as of 1970-01-01.
#[cfg(feature = "chrono")]
const TIME_OF_DAY: &[Param] =
    &[Param::new("format", ParamValue::Str("HH:mm:ss||HH:mm:ss.SSS||HH:mm:ss.SSSSSS||HH:mm:ss.SSSSSSSSS"))];

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone + 'static> EsField for chrono::DateTime<Tz>
where
    Tz::Offset: std::fmt::Display,
{
    const TYPE: FieldType = FieldType::scalar(kind::Date::KIND);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Date, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

/// Wrappers that are invisible in the mapping: how to what is inside, to write it; to load its lazy properties; to change
/// it.
macro_rules! transparent {
    ($([$($param:ident $(: $bound:path)?)?] $wrapper:ty => $inner:ty, $whole:expr, $inside:expr, $inside_mut:expr
        $(, $optional:ident)?);+ $(;)?) => { $(
        impl<$($param: EsField $(+ $bound)?)?> EsField for $wrapper {
            const TYPE: FieldType = <$inner as EsField>::TYPE $(.$optional())?;
            const OMIT: &'static Omit = <$inner as EsField>::OMIT;
            const COMPUTES: bool = <$inner as EsField>::COMPUTES;
            const HAS_LAZY: bool = <$inner as EsField>::HAS_LAZY;
            const ADDS: bool = <$inner as EsField>::ADDS;
            const GATHERS: bool = <$inner as EsField>::GATHERS;
            const STAMPS: bool = <$inner as EsField>::STAMPS;
            type Value = <$inner as EsField>::Value;
            type Element = <$inner as EsField>::Element;
            type Token<P: Path> = <$inner as EsField>::Token<P>;

            fn token<P: Path>() -> Self::Token<P> {
                <$inner as EsField>::token::<P>()
            }

            fn compute(&mut self) {
                let inside: fn(&mut Self) -> Option<&mut $inner> = $inside_mut;
                if Self::COMPUTES && let Some(inner) = inside(self) {
                    inner.compute();
                }
            }

            fn start_lazy<'a>(&'a self, work: &mut LazyWork<'a>) {
                let inside: fn(&Self) -> Option<&$inner> = $inside;
                if Self::HAS_LAZY && let Some(inner) = inside(self) {
                    inner.start_lazy(work);
                }
            }

            fn take_lazy(&mut self, values: &mut LazyValues) {
                let inside: fn(&mut Self) -> Option<&mut $inner> = $inside_mut;
                if Self::HAS_LAZY && let Some(inner) = inside(self) {
                    inner.take_lazy(values);
                }
            }

            fn gather_additions<'v>(&'v self, additions: &mut AdditionsInside<'v>) {
                let whole: fn(&Self) -> Option<&$inner> = $whole;
                if Self::GATHERS && let Some(inner) = whole(self) {
                    inner.gather_additions(additions);
                }
            }

            fn stamp_inside(&mut self, at: Millis) {
                let inside: fn(&mut Self) -> Option<&mut $inner> = $inside_mut;
                if Self::STAMPS && let Some(inner) = inside(self) {
                    inner.stamp_inside(at);
                }
            }
        }

        impl<K: KindMarker, $($param $(: $bound)?)?> Holds<K> for $wrapper
        where
            $inner: Holds<K>,
        {
            type Value = <$inner as Holds<K>>::Value;
            const PARAMS: &'static [Param] = <$inner as Holds<K>>::PARAMS;
            const WRITTEN: Written = <$inner as Holds<K>>::WRITTEN;
            const TYPE: FieldType = <$inner as Holds<K>>::TYPE $(.$optional())?;
        }
    )+ };
}

transparent! {
    [T] Option<T> => T, Option::as_ref, Option::as_ref, Option::as_mut, optional;
    [T] Box<T> => T, |this| Some(&**this), |this| Some(&**this), |this| Some(&mut **this);
    // A shared value is left as it is: it was computed when it was loaded. Lazy properties inside do not compile.
    [T] Arc<T> => T, |this| Some(&**this), |_| None, Arc::get_mut;
    [T: Clone] Cow<'static, T> => T, |this| Some(&**this), |this| Some(&**this), |this| Some(this.to_mut());
    [] Cow<'static, str> => String, |_| None, |_| None, |_| None;
    [] Box<str> => String, |_| None, |_| None, |_| None;
    [] Arc<str> => String, |_| None, |_| None, |_| None;
}

/// Lists: any field holds any number of values; a list of structs is `nested`.
macro_rules! lists {
    ($([$($also:ident)?] $list:ty, $elements:expr, $elements_mut:expr);+ $(;)?) => { $(
        impl<T: EsField $(, $also)?> EsField for $list {
            const TYPE: FieldType = T::TYPE.many();
            const OMIT: &'static Omit = T::OMIT;
            const COMPUTES: bool = T::COMPUTES;
            const HAS_LAZY: bool = T::HAS_LAZY;
            const ADDS: bool = T::ADDS;
            const GATHERS: bool = T::GATHERS;
            const STAMPS: bool = T::STAMPS;
            type Value = T::Value;
            type Element = T::Element;
            type Token<P: Path> = T::Token<Many<P>>;

            fn token<P: Path>() -> Self::Token<P> {
                T::token::<Many<P>>()
            }

            fn compute(&mut self) {
                let elements: fn(&mut Self) -> &mut [T] = $elements_mut;
                if T::COMPUTES {
                    elements(self).iter_mut().for_each(EsField::compute);
                }
            }

            fn start_lazy<'a>(&'a self, work: &mut LazyWork<'a>) {
                let elements: fn(&Self) -> &[T] = $elements;
                if T::HAS_LAZY {
                    for element in elements(self) {
                        element.start_lazy(work);
                    }
                }
            }

            fn take_lazy(&mut self, values: &mut LazyValues) {
                let elements: fn(&mut Self) -> &mut [T] = $elements_mut;
                if T::HAS_LAZY {
                    for element in elements(self) {
                        element.take_lazy(values);
                    }
                }
            }

            fn gather_additions<'v>(&'v self, additions: &mut AdditionsInside<'v>) {
                if T::GATHERS {
                    for element in self.iter() {
                        element.gather_additions(additions);
                    }
                }
            }

            fn stamp_inside(&mut self, at: Millis) {
                let elements: fn(&mut Self) -> &mut [T] = $elements_mut;
                if T::STAMPS {
                    for element in elements(self) {
                        element.stamp_inside(at);
                    }
                }
            }
        }

        impl<K: KindMarker, T: Holds<K> $(, $also)?> Holds<K> for $list {
            type Value = T::Value;
            const PARAMS: &'static [Param] = T::PARAMS;
            const WRITTEN: Written = T::WRITTEN;
            const TYPE: FieldType = <T as Holds<K>>::TYPE.listed();
        }
    )+ };
}

lists! {
    [] Vec<T>, |this| this, |this| this;
    [] Box<[T]>, |this| this, |this| this;
    // Elements of sets cannot be changed in place; the derive refuses computed fields and lazy properties inside them.
    [S] HashSet<T, S>, |_| &[], |_| &mut [];
    [] BTreeSet<T>, |_| &[], |_| &mut [];
}

/// Maps have keys of their own, which a strict mapping does not know: the model check refuses them unless the field
/// is `flattened` or a dynamic object.
macro_rules! maps {
    ($([$($generics:tt)*] $map:ty);+ $(;)?) => { $(
        impl<$($generics)*> EsField for $map {
            const TYPE: FieldType = FieldType::map();
            type Value = ();
            type Element = Self;
            type Token<P: Path> = Field<P::Scope, kind::Object, ()>;

            fn token<P: Path>() -> Self::Token<P> {
                Field::at::<P>()
            }
        }

        impl<$($generics)*> Holds<kind::Object> for $map {
            type Value = ();
        }
        impl<$($generics)*> Holds<kind::Passthrough> for $map {
            type Value = ();
        }
        impl<$($generics)*> Holds<kind::Nested> for $map {
            type Value = ();
        }
        impl<$($generics)*> Holds<kind::Flattened> for $map {
            type Value = String;
        }
    )+ };
}

maps! {
    [V: 'static, S: 'static] HashMap<String, V, S>;
    [V: 'static] BTreeMap<String, V>;
    [] serde_json::Map<String, serde_json::Value>;
    // Any JSON: in a mapping it can only be an object, or stay unindexed.
    [] serde_json::Value;
}

/// Weights under names.
macro_rules! weights {
    ($([$($generics:tt)*] $map:ty);+ $(;)?) => { $(
        impl<V: Holds<kind::RankFeature> $($generics)*> Holds<kind::RankFeatures> for $map {
            type Value = <V as Holds<kind::RankFeature>>::Value;
        }
        impl<V: Holds<kind::RankFeature> $($generics)*> Holds<kind::SparseVector> for $map {
            type Value = <V as Holds<kind::RankFeature>>::Value;
        }
    )+ };
}

weights! {
    [, S] HashMap<String, V, S>;
    [] BTreeMap<String, V>;
}

macro_rules! holds {
    ($($rust:ty: $($kind:ident),+);+ $(;)?) => { $( $( impl Holds<kind::$kind> for $rust { type Value = Self; } )+ )+ };
}

holds! {
    String: Keyword, ConstantKeyword, CountedKeyword, IcuCollationKeyword, Wildcard, Version, Text, MatchOnlyText,
        PatternText, AnnotatedText, SearchAsYouType, Completion, SemanticText, Semantic, Murmur3, Hll, Date, DateNanos, Ip,
        Binary;
    char: Keyword, Text;
    bool: Boolean, Keyword;
    i8: Byte, Short, Integer, Long, HalfFloat, Float, Double, ScaledFloat, Keyword;
    i16: Short, Integer, Long, Float, Double, ScaledFloat, Keyword;
    i32: Integer, Long, Double, ScaledFloat, Keyword;
    i64: Long, Double, ScaledFloat, Keyword, Murmur3;
    u8: Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double, ScaledFloat, RankFeature, Keyword;
    u16: Integer, Long, UnsignedLong, Float, Double, ScaledFloat, RankFeature, Keyword;
    u32: Long, UnsignedLong, Double, ScaledFloat, RankFeature, Keyword;
    u64: UnsignedLong, Long, Double, ScaledFloat, RankFeature, Keyword, Murmur3;
    f32: HalfFloat, Float, Double, ScaledFloat, RankFeature;
    f64: HalfFloat, Float, Double, ScaledFloat, RankFeature;
    net::IpAddr: Ip, Keyword;
    net::Ipv4Addr: Ip, Keyword;
    net::Ipv6Addr: Ip, Keyword;
}

/// Numbers, truth values and addresses are indexed as the text that they are in JSON, and compared with text: a server reads
/// `1e16` as its own text, and not as the number that a query would name.
macro_rules! as_text {
    ($($rust:ty: $($kind:ident),+);+ $(;)?) => { $( $( impl Holds<kind::$kind> for $rust { type Value = String; } )+ )+ };
}

as_text! {
    bool: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    i8: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    i16: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    i32: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    i64: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    u8: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    u16: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    u32: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    u64: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    f32: Keyword, Text, MatchOnlyText, SearchAsYouType, Wildcard;
    f64: Keyword, Text, MatchOnlyText, SearchAsYouType, Wildcard;
    net::IpAddr: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    net::Ipv4Addr: Text, MatchOnlyText, SearchAsYouType, Wildcard;
    net::Ipv6Addr: Text, MatchOnlyText, SearchAsYouType, Wildcard;
}

#[cfg(feature = "chrono")]
as_text! {
    chrono::NaiveDate: Text, SearchAsYouType;
    chrono::NaiveDateTime: Text, SearchAsYouType;
}

/// Servers' other forms of a place: `[longitude, latitude]`, and a text, `"latitude,longitude"`, WKT or a geohash.
macro_rules! places {
    ($($rust:ty),+) => { $( impl Holds<kind::GeoPoint> for $rust { type Value = GeoPoint; } )+ };
}
places!([f64; 2], (f64, f64), String);

/// Such a field holds the text, and is compared with the number of its words.
impl Holds<kind::TokenCount> for String {
    type Value = i32;
}

/// Values of dates: how they are written, and the parameters that this asks for.
macro_rules! dates {
    ($($(#[$gate:meta])? [$($generics:tt)*] $date:ty: $written:expr $(, $params:expr)?;)+) => { $(
        dates! { @kind Date $(#[$gate])? [$($generics)*] $date: $written $(, $params)? }
        dates! { @kind DateNanos $(#[$gate])? [$($generics)*] $date: $written $(, $params)? }
    )+ };
    (@kind $kind:ident $(#[$gate:meta])? [$($generics:tt)*] $date:ty: $written:expr $(, $params:expr)?) => {
        $(#[$gate])?
        impl<$($generics)*> Holds<kind::$kind> for $date {
            type Value = Self;
            $(const PARAMS: &'static [Param] = $params;)?
            const WRITTEN: Written = $written;
        }
    };
}
#[cfg(any(feature = "jiff", feature = "time"))]
pub(super) use dates;

dates! {
    [] i32: Written::Number, EPOCH_SECOND;
    [] u32: Written::Number, EPOCH_SECOND;
    [] i64: Written::Number, EPOCH_MILLIS;
    [] u64: Written::Number, EPOCH_MILLIS;
    #[cfg(feature = "chrono")] [] chrono::NaiveDate: Written::Like(&["2024-02-29"]);
    #[cfg(feature = "chrono")] [] chrono::NaiveDateTime: Written::Like(&[
        "2024-02-29T10:20:30", "2024-02-29T10:20:30.123", "2024-02-29T10:20:30.123456", "2024-02-29T10:20:30.123456789",
    ]);
    #[cfg(feature = "chrono")] [] chrono::NaiveTime:
        Written::Like(&["10:20:30", "10:20:30.123", "10:20:30.123456", "10:20:30.123456789"]), TIME_OF_DAY;
    #[cfg(feature = "chrono")] [Tz: chrono::TimeZone + 'static] chrono::DateTime<Tz>: Written::Like(
        // Only the zone that is always UTC has an offset of no size.
        if size_of::<Tz::Offset>() == 0 { UTC } else { ZONED }
    );
}

/// A number in a date field counts from 1970: a small one seconds, a large one milliseconds.
const EPOCH_SECOND: &[Param] = &[Param::new("format", ParamValue::Str("epoch_second"))];
const EPOCH_MILLIS: &[Param] = &[Param::new("format", ParamValue::Str("epoch_millis"))];

/// What chrono writes of a time in UTC: as many decimals as are needed, in groups of three.
#[cfg(feature = "chrono")]
const UTC: &[&str] = &[
    "2024-02-29T10:20:30Z",
    "2024-02-29T10:20:30.123Z",
    "2024-02-29T10:20:30.123456Z",
    "2024-02-29T10:20:30.123456789Z",
];

/// What it writes of a time in any zone.
#[cfg(feature = "chrono")]
const ZONED: &[&str] = &[
    "2024-02-29T10:20:30Z",
    "2024-02-29T10:20:30+05:30",
    "2024-02-29T10:20:30.123+05:30",
    "2024-02-29T10:20:30.123456+05:30",
    "2024-02-29T10:20:30.123456789+05:30",
];

#[cfg(feature = "chrono")]
holds! {
    chrono::NaiveDate: Keyword;
    chrono::NaiveDateTime: Keyword;
    chrono::NaiveTime: Keyword;
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone + 'static> Holds<kind::Text> for chrono::DateTime<Tz> {
    type Value = String;
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone + 'static> Holds<kind::Keyword> for chrono::DateTime<Tz> {
    type Value = Self;
}
