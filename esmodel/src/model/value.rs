//! Scalars: the values that queries compare with.

use std::{borrow::Cow, net};

use super::Moment;
use crate::schema::kind::{self, KindMarker};

/// One JSON scalar in a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// A string.
    Str(Cow<'static, str>),
    /// A whole number.
    Int(i64),
    /// A whole number beyond `i64`.
    UInt(u64),
    /// A number with a fraction; it must be finite when the query is sent.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A date, a time or both, which is written in the format of the field.
    Date(Moment),
}

/// A type whose values are single JSON scalars. `#[derive(EsValue)]` implements it for unit enums and newtypes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one value",
    label = "not a scalar",
    note = "wrap a string, a number, a truth value, a date or an address; for a struct, derive `EsObject`"
)]
pub trait Scalar: 'static {
    /// The kind that such a field has when its attribute names none.
    type Kind: KindMarker;

    /// The value as it stands in queries, which is as serde writes it.
    fn to_term(&self) -> Term;

    /// The value as it stands in queries on a `date` field: of a date, a [`Term::Date`], which is written in the field's
    /// format, to the millisecond. A server takes `10:00:00` there for the whole second, so that `eq` finds and `gt` misses
    /// what lies in it.
    fn to_date_term(&self) -> Term {
        self.to_term()
    }

    /// The value as it stands in queries on a `date_nanos` field: to the nanosecond.
    fn to_nanos_term(&self) -> Term {
        match self.to_date_term() {
            Term::Date(moment) => Term::Date(moment.exact()),
            other => other,
        }
    }
}

/// A struct of one field that is written as that field. `#[derive(EsValue)]` implements it.
pub trait Newtype: Sized + 'static {
    /// What it wraps.
    type Inner;

    /// The wrapped value.
    fn inner(&self) -> &Self::Inner;

    /// Wraps a value.
    fn from_inner(inner: Self::Inner) -> Self;
}

impl Scalar for String {
    type Kind = kind::Keyword;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.clone()))
    }
}

impl Scalar for char {
    type Kind = kind::Keyword;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.to_string()))
    }
}

impl Scalar for bool {
    type Kind = kind::Boolean;

    fn to_term(&self) -> Term {
        Term::Bool(*self)
    }
}

impl Scalar for u64 {
    type Kind = kind::UnsignedLong;

    fn to_term(&self) -> Term {
        Term::UInt(*self)
    }
}

impl Scalar for f64 {
    type Kind = kind::Double;

    fn to_term(&self) -> Term {
        Term::Float(*self)
    }
}

impl Scalar for f32 {
    type Kind = kind::Float;

    fn to_term(&self) -> Term {
        // The shortest decimal of the f32, not its exact expansion: what serde writes for the field itself.
        Term::Float(self.to_string().parse().unwrap_or_else(|_| f64::from(*self)))
    }
}

macro_rules! integers {
    ($($int:ty: $kind:ident),+) => { $(
        impl Scalar for $int {
            type Kind = kind::$kind;

            fn to_term(&self) -> Term {
                Term::Int(i64::from(*self))
            }
        }
    )+ };
}
integers!(i8: Byte, i16: Short, i32: Integer, i64: Long, u8: Short, u16: Integer, u32: Long);

macro_rules! addresses {
    ($($address:ty),+) => { $(
        impl Scalar for $address {
            type Kind = kind::Ip;

            fn to_term(&self) -> Term {
                Term::Str(Cow::Owned(self.to_string()))
            }
        }
    )+ };
}
addresses!(net::IpAddr, net::Ipv4Addr, net::Ipv6Addr);

#[cfg(feature = "chrono")]
mod dates {
    use std::{borrow::Cow, fmt};

    use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike};
    use serde::Serialize;

    use super::{Moment, Scalar, Term, kind};

    /// Date and time as serde writes them, which is what the index holds.
    fn as_written(value: &impl Serialize, fallback: impl fmt::Debug) -> Term {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(text)) => Term::Str(Cow::Owned(text)),
            _ => Term::Str(Cow::Owned(format!("{fallback:?}"))),
        }
    }

    macro_rules! dates {
        ($([$($generics:tt)*] $date:ty, $moment:expr;)+) => { $(
            impl<$($generics)*> Scalar for $date {
                type Kind = kind::Date;

                fn to_term(&self) -> Term {
                    as_written(self, self)
                }

                fn to_date_term(&self) -> Term {
                    let moment: fn(&Self) -> Moment = $moment;
                    Term::Date(moment(self))
                }
            }
        )+ };
    }
    dates! {
        [Tz: TimeZone<Offset: fmt::Display> + 'static] DateTime<Tz>, |time| {
            Moment::zoned(time.timestamp(), time.timestamp_subsec_nanos(), time.offset().fix().local_minus_utc())
        };
        // A day is meant as a whole.
        [] NaiveDate, |day| Moment::day(day.year(), day.month(), day.day());
        [] NaiveDateTime, |time| Moment::local(time.and_utc().timestamp(), time.and_utc().timestamp_subsec_nanos());
        [] NaiveTime, |time| Moment::time(time.num_seconds_from_midnight(), time.nanosecond());
    }
}
