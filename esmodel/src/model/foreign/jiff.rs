//! Dates and times of `jiff`. A `Zoned` is written with the name of its zone, which no date field reads: it is a keyword.

use std::borrow::Cow;

use jiff::{Timestamp, Zoned, civil};

use super::field;
use crate::{
    model::{Millis, Scalar, Stamp, Term, stamp::sealed::Sealed},
    schema::{Param, kind},
};

const TIME_OF_DAY: &[Param] = &[super::format(concat!(
    "HH:mm:ss||HH:mm:ss.S||HH:mm:ss.SS||HH:mm:ss.SSS||HH:mm:ss.SSSS||HH:mm:ss.SSSSS||HH:mm:ss.SSSSSS||",
    "HH:mm:ss.SSSSSSS||HH:mm:ss.SSSSSSSS||HH:mm:ss.SSSSSSSSS"
))];

field! {
    Timestamp: Date, also DateNanos, Keyword;
    civil::Date: Date, also DateNanos, Keyword;
    civil::DateTime: Date, also DateNanos, Keyword;
    civil::Time: Date with TIME_OF_DAY, also Keyword;
    Zoned: Keyword, also Text;
}

macro_rules! times {
    ($($time:ty),+) => { $(
        impl Scalar for $time {
            type Kind = kind::Date;

            fn to_term(&self) -> Term {
                Term::Str(Cow::Owned(self.to_string()))
            }

            fn to_date_term(&self) -> Term {
                Term::Str(Cow::Owned(format!("{self:.3}")))
            }

            fn to_nanos_term(&self) -> Term {
                Term::Str(Cow::Owned(format!("{self:.9}")))
            }
        }
    )+ };
}
times!(Timestamp, civil::DateTime, civil::Time);

/// Cut to the millisecond.
impl From<Timestamp> for Millis {
    fn from(time: Timestamp) -> Self {
        // The crate rounds towards 1970.
        let is_cut_up = time.subsec_nanosecond() % 1_000_000 < 0;
        Self(time.as_millisecond() - i64::from(is_cut_up))
    }
}

impl Sealed for Timestamp {}

impl Stamp for Timestamp {
    fn from_millis(millis: Millis) -> Self {
        Self::from_millisecond(millis.0).unwrap_or_default()
    }
}

/// A day is meant as a whole.
impl Scalar for civil::Date {
    type Kind = kind::Date;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.to_string()))
    }
}

impl Scalar for Zoned {
    type Kind = kind::Keyword;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.to_string()))
    }
}
