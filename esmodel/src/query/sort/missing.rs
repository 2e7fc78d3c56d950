//! Where documents without a value come in an order, and what they are taken for.

use super::Order;
use crate::{
    error::Error,
    model::{Millis, Term},
    query::{
        json::JsonWriter,
        literal::{IntoTerm, Literal},
    },
    schema::{Kind, kind},
};

/// Where documents without a value come.
///
/// In the order of a date they are sorted as if they had the last millisecond of the year 9999 or the first of the year
/// 1, and of a `date_nanos` the last or the first that such a field can hold; the hits' sort values say so. In the order
/// of whole numbers they are equal to the greatest or the least number of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Before all others.
    First,
    /// After all others. The default.
    Last,
}

/// What becomes of documents without a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Absent {
    /// Nothing was said: they come last.
    Default,
    Place(Missing),
    Value(Literal),
    /// A value that the field cannot hold, and why.
    Refused(String),
}

impl From<Result<Literal, String>> for Absent {
    fn from(value: Result<Literal, String>) -> Self {
        value.map_or_else(Self::Refused, Self::Value)
    }
}

impl Absent {
    pub(super) fn write(&self, json: &mut JsonWriter, path: &str, kind: Kind, order: Order) {
        let place = match self {
            Self::Default => Missing::Last,
            Self::Place(place) => *place,
            Self::Value(value) => {
                json.key("missing");
                return value.write(json, path);
            }
            Self::Refused(problem) => return json.fail(Error::invalid(format!("`{path}` {problem}"))),
        };
        // Servers take Long.MIN_VALUE and Long.MAX_VALUE, which they cannot read back where a page ends at such
        // a document: the next page is short, an error, or never comes (all versions).
        if let Some((least, greatest)) = bounds(kind) {
            let is_greatest = (order == Order::Asc) == (place == Missing::Last);
            json.key("missing");
            json.scalar(if is_greatest { &greatest } else { &least });
        } else if *self != Self::Default {
            json.entry_str("missing", if place == Missing::First { "_first" } else { "_last" });
        }
    }
}

/// The least and the greatest number that stands for a point in time, in the unit of the kind.
const fn bounds(kind: Kind) -> Option<(i64, i64)> {
    match kind {
        Kind::Date => Some((YEAR_1, YEAR_9999)),
        // The greatest number itself is what servers put for an absent value.
        Kind::DateNanos => Some((0, i64::MAX - 1)),
        _ => None,
    }
}

/// 0001-01-01T00:00:00.000Z in milliseconds.
const YEAR_1: i64 = -62_135_596_800_000;
/// 9999-12-31T23:59:59.999Z in milliseconds.
const YEAR_9999: i64 = 253_402_300_799_999;

/// A value that documents without one are sorted by, in a field of kind `K` that holds values of type `V`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand for an absent value in the order of a `{K}` that holds `{V}`",
    label = "no order of absent values",
    note = "keywords and numbers take a value of the field's type, dates a `DateTime` or `Millis`, truth values a `bool`",
    note = "servers take none for addresses, versions and collated text: say where such documents come, `.asc().missing(Missing::First)`"
)]
pub trait StandIn<K, V: ?Sized> {
    /// As the server takes it, or why the field cannot hold it.
    #[doc(hidden)]
    fn stand_in(self) -> Result<Literal, String>;
}

macro_rules! as_in_queries {
    ($($kind:ident),+) => { $(
        impl<V: ?Sized, T: IntoTerm<kind::$kind, V>> StandIn<kind::$kind, V> for T {
            fn stand_in(self) -> Result<Literal, String> {
                Ok(self.into_literal())
            }
        }
    )+ };
}
as_in_queries!(Keyword, TokenCount, Byte, Short, Integer, Long, UnsignedLong, HalfFloat, Float, Double, ScaledFloat);

/// Truth values are ordered as 0 and 1, and servers take nothing else for them.
impl<V: ?Sized> StandIn<kind::Boolean, V> for bool {
    fn stand_in(self) -> Result<Literal, String> {
        Ok(Term::Int(self.into()).into())
    }
}

/// Servers take the number of milliseconds, whatever the format of the field.
impl<V: ?Sized, T: Into<Millis>> StandIn<kind::Date, V> for T {
    fn stand_in(self) -> Result<Literal, String> {
        let Millis(millis) = self.into();
        if (YEAR_1..=YEAR_9999).contains(&millis) {
            return Ok(Term::Int(millis).into());
        }
        Err(format!("is sorted by {millis} ms where there is no value: give a time of the years 1 to 9999"))
    }
}

impl<V: ?Sized, T: Into<Millis>> StandIn<kind::DateNanos, V> for T {
    fn stand_in(self) -> Result<Literal, String> {
        let Millis(millis) = self.into();
        match millis.checked_mul(1_000_000) {
            Some(nanos) if nanos >= 0 => Ok(Term::Int(nanos).into()),
            _ => Err(format!("is sorted by {millis} ms where there is no value: give a time from 1970 to 2262")),
        }
    }
}
