//! Scalars: the values that queries compare with.

use std::{borrow::Cow, net};

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

    /// The value as it stands in queries on a `date` field: to the millisecond. A server takes `10:00:00` there for
    /// the whole second, so that `eq` finds and `gt` misses what lies in it.
    fn to_date_term(&self) -> Term {
        self.to_term()
    }

    /// The value as it stands in queries on a `date_nanos` field: to the nanosecond.
    fn to_nanos_term(&self) -> Term {
        self.to_date_term()
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

    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeZone};
    use serde::Serialize;

    use super::{Scalar, Term, kind};

    /// Date and time as serde writes them, which is what the index holds.
    fn as_written(value: &impl Serialize, fallback: impl fmt::Debug) -> Term {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(text)) => Term::Str(Cow::Owned(text)),
            _ => Term::Str(Cow::Owned(format!("{fallback:?}"))),
        }
    }

    impl<Tz: TimeZone + 'static> Scalar for DateTime<Tz>
    where
        Tz::Offset: fmt::Display,
    {
        type Kind = kind::Date;

        fn to_term(&self) -> Term {
            as_written(self, self)
        }

        fn to_date_term(&self) -> Term {
            Term::Str(Cow::Owned(self.to_rfc3339_opts(SecondsFormat::Millis, true)))
        }

        fn to_nanos_term(&self) -> Term {
            Term::Str(Cow::Owned(self.to_rfc3339_opts(SecondsFormat::Nanos, true)))
        }
    }

    macro_rules! naive {
        ($($date:ty $(, $millis:literal, $nanos:literal)?);+) => { $(
            impl Scalar for $date {
                type Kind = kind::Date;

                fn to_term(&self) -> Term {
                    as_written(self, self)
                }

                $(fn to_date_term(&self) -> Term {
                    Term::Str(Cow::Owned(self.format($millis).to_string()))
                }

                fn to_nanos_term(&self) -> Term {
                    Term::Str(Cow::Owned(self.format($nanos).to_string()))
                })?
            }
        )+ };
    }
    // A day is meant as a whole.
    naive!(
        NaiveDate;
        NaiveDateTime, "%Y-%m-%dT%H:%M:%S%.3f", "%Y-%m-%dT%H:%M:%S%.9f";
        NaiveTime, "%H:%M:%S%.3f", "%H:%M:%S%.9f"
    );
}
