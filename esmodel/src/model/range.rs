//! Ranges as values of a field: `{"gte": 10, "lt": 20}`.

use std::{
    fmt,
    marker::PhantomData,
    net,
    ops::{self, Bound, RangeBounds},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeStruct};

use super::{EsField, Holds, Scalar};
use crate::{
    query::{Field, path::Path},
    schema::{
        FieldType, Param, Written,
        kind::{self, KindMarker},
    },
};

/// From one value to another, for the kinds `integer_range`, `long_range`, `float_range`, `double_range`, `date_range`
/// and `ip_range`; which one, the type of the bounds says. Made from Rust's own ranges: `Range::from(18..65)`,
/// `(from..=to).into()`.
///
/// Queries ask whether it contains a value, or how it lies to another range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range<T> {
    /// Where it begins.
    pub lower: Bound<T>,
    /// Where it ends.
    pub upper: Bound<T>,
}

/// What ranges may reach from and to.
#[diagnostic::on_unimplemented(
    message = "there are no ranges of `{Self}` in an index",
    label = "no bound of a range",
    note = "ranges are of `i32`, `i64`, `f32`, `f64` and smaller numbers, of dates and of addresses"
)]
pub trait RangeBound: Scalar {
    /// The kind of a field that holds ranges of it.
    type Ranges: RangeKind;
}

/// The kinds of ranges.
#[diagnostic::on_unimplemented(
    message = "a field of this kind holds no ranges",
    label = "not a range",
    note = "hold it in a `Range<T>`; values have `.eq(..)`, `.gte(..)` and `.between(..)`"
)]
pub trait RangeKind: KindMarker {
    /// The kind of its bounds.
    type Of: KindMarker;
}

macro_rules! kinds {
    ($($range:ident of $kind:ident;)+) => { $( impl RangeKind for kind::$range { type Of = kind::$kind; } )+ };
}
kinds! {
    IntegerRange of Integer;
    LongRange of Long;
    FloatRange of Float;
    DoubleRange of Double;
    DateRange of Date;
    IpRange of Ip;
}

macro_rules! bounds {
    ($($(#[$gate:meta])? $bound:ty: $kind:ident;)+) => { $( $(#[$gate])? impl RangeBound for $bound { type Ranges = kind::$kind; } )+ };
}
bounds! {
    i8: IntegerRange;
    i16: IntegerRange;
    i32: IntegerRange;
    u8: IntegerRange;
    u16: IntegerRange;
    i64: LongRange;
    u32: LongRange;
    f32: FloatRange;
    f64: DoubleRange;
    net::IpAddr: IpRange;
    net::Ipv4Addr: IpRange;
    net::Ipv6Addr: IpRange;
    #[cfg(feature = "chrono")] chrono::NaiveDate: DateRange;
    #[cfg(feature = "chrono")] chrono::NaiveDateTime: DateRange;
    #[cfg(feature = "chrono")] chrono::NaiveTime: DateRange;
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone + 'static> RangeBound for chrono::DateTime<Tz>
where
    Tz::Offset: fmt::Display,
{
    type Ranges = kind::DateRange;
}

impl<T> Range<T> {
    /// All values.
    pub const ALL: Self = Self { lower: Bound::Unbounded, upper: Bound::Unbounded };

    /// A range from its two ends.
    pub const fn new(lower: Bound<T>, upper: Bound<T>) -> Self {
        Self { lower, upper }
    }
}

impl<T> RangeBounds<T> for Range<T> {
    fn start_bound(&self) -> Bound<&T> {
        self.lower.as_ref()
    }

    fn end_bound(&self) -> Bound<&T> {
        self.upper.as_ref()
    }
}

macro_rules! from_ranges {
    ($($std:ty, $range:ident => $lower:expr, $upper:expr;)+) => { $(
        impl<T> From<$std> for Range<T> {
            fn from($range: $std) -> Self {
                Self { lower: $lower, upper: $upper }
            }
        }
    )+ };
}
from_ranges! {
    ops::Range<T>, range => Bound::Included(range.start), Bound::Excluded(range.end);
    ops::RangeFrom<T>, range => Bound::Included(range.start), Bound::Unbounded;
    ops::RangeTo<T>, range => Bound::Unbounded, Bound::Excluded(range.end);
    ops::RangeToInclusive<T>, range => Bound::Unbounded, Bound::Included(range.end);
    ops::RangeFull, _range => Bound::Unbounded, Bound::Unbounded;
}

impl<T> From<ops::RangeInclusive<T>> for Range<T> {
    fn from(range: ops::RangeInclusive<T>) -> Self {
        let (lower, upper) = range.into_inner();
        Self { lower: Bound::Included(lower), upper: Bound::Included(upper) }
    }
}

impl<T: Serialize> Serialize for Range<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ends = [("gte", "gt", &self.lower), ("lte", "lt", &self.upper)];
        let given = ends.iter().filter(|(.., bound)| !matches!(bound, Bound::Unbounded)).count();
        let mut range = serializer.serialize_struct("Range", given)?;
        for (included, excluded, bound) in ends {
            match bound {
                Bound::Included(value) => range.serialize_field(included, value)?,
                Bound::Excluded(value) => range.serialize_field(excluded, value)?,
                Bound::Unbounded => range.skip_field(included)?,
            }
        }
        range.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Range<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Range<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(r#"a range as {"gte": .., "lt": ..}"#)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Range<T>, A::Error> {
                #[derive(Deserialize)]
                #[serde(field_identifier, rename_all = "lowercase")]
                enum Key {
                    Gte,
                    Gt,
                    Lte,
                    Lt,
                }

                let mut range = Range::ALL;
                while let Some(key) = map.next_key()? {
                    // Null is the server's word for no bound.
                    let Some(value) = map.next_value::<Option<T>>()? else { continue };
                    match key {
                        Key::Gte => range.lower = Bound::Included(value),
                        Key::Gt => range.lower = Bound::Excluded(value),
                        Key::Lte => range.upper = Bound::Included(value),
                        Key::Lt => range.upper = Bound::Excluded(value),
                    }
                }
                Ok(range)
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

impl<T> EsField for Range<T>
where
    T: RangeBound + Holds<<<T as RangeBound>::Ranges as RangeKind>::Of>,
{
    const TYPE: FieldType = FieldType::scalar(<T::Ranges as KindMarker>::KIND)
        .with_params(<T as Holds<<T::Ranges as RangeKind>::Of>>::PARAMS);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, T::Ranges, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl<K: RangeKind, T: Scalar + Holds<K::Of>> Holds<K> for Range<T> {
    type Value = Self;
    const PARAMS: &'static [Param] = <T as Holds<K::Of>>::PARAMS;
    const WRITTEN: Written = <T as Holds<K::Of>>::WRITTEN;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_form_is_written_and_read() {
        for (range, text) in [
            (Range::from(1..5), json!({ "gte": 1, "lt": 5 })),
            (Range::from(1..=5), json!({ "gte": 1, "lte": 5 })),
            (Range::from(1..), json!({ "gte": 1 })),
            (Range::from(..5), json!({ "lt": 5 })),
            (Range::from(..=5), json!({ "lte": 5 })),
            (Range::from(..), json!({})),
            (Range::new(Bound::Excluded(1), Bound::Unbounded), json!({ "gt": 1 })),
        ] {
            assert_eq!(serde_json::to_value(range).unwrap(), text);
            assert_eq!(serde_json::from_value::<Range<i32>>(text).unwrap(), range);
        }
        assert_eq!(serde_json::from_value::<Range<i32>>(json!({ "gte": null, "lt": 1 })).unwrap(), Range::from(..1));
        assert!(serde_json::from_value::<Range<i32>>(json!({ "from": 1 })).is_err());
        assert!(Range::from(1..5).contains(&4) && !Range::from(1..5).contains(&5));
    }
}
