//! Dates and times of `jiff`. A `Zoned` is written with the name of its zone, which no date field reads: it is a keyword.

use std::borrow::Cow;

use jiff::{Timestamp, Zoned, civil};

use super::{super::field::dates, decimals, field};
use crate::{
    model::{Holds, Millis, Moment, Scalar, Stamp, Term, stamp::sealed::Sealed},
    schema::{Param, Written, kind},
};

const TIME_OF_DAY: &[Param] = &[super::format(concat!(
    "HH:mm:ss||HH:mm:ss.S||HH:mm:ss.SS||HH:mm:ss.SSS||HH:mm:ss.SSSS||HH:mm:ss.SSSSS||HH:mm:ss.SSSSSS||",
    "HH:mm:ss.SSSSSSS||HH:mm:ss.SSSSSSSS||HH:mm:ss.SSSSSSSSS"
))];

field! {
    Timestamp: Date, also Keyword;
    civil::Date: Date, also Keyword;
    civil::DateTime: Date, also Keyword;
    civil::Time: Date with TIME_OF_DAY, also Keyword;
    Zoned: Keyword, also Keyword, Text;
}

dates! {
    [] Timestamp: Written::Like(decimals!(["2024-02-29T10:20:30Z"] "2024-02-29T10:20:30", "Z"));
    [] civil::Date: Written::Like(&["2024-02-29"]);
    [] civil::DateTime: Written::Like(decimals!(["2024-02-29T10:20:30"] "2024-02-29T10:20:30", ""));
    [] civil::Time: Written::Like(decimals!(["10:20:30"] "10:20:30", "")), TIME_OF_DAY;
}

macro_rules! scalars {
    ($($date:ty, $moment:expr;)+) => { $(
        impl Scalar for $date {
            type Kind = kind::Date;

            fn to_term(&self) -> Term {
                Term::Str(Cow::Owned(self.to_string()))
            }

            fn to_date_term(&self) -> Term {
                let moment: fn(&Self) -> Moment = $moment;
                Term::Date(moment(self))
            }
        }
    )+ };
}
scalars! {
    Timestamp, |time| utc(time.as_nanosecond());
    civil::DateTime, |time| {
        let second = |time: &civil::Time| i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        let days = time.date().duration_since(civil::date(1970, 1, 1)).as_secs();
        Moment::local(days + second(&time.time()), nanos(time.subsec_nanosecond().into()))
    };
    civil::Time, |time| {
        let nanoseconds = time.duration_since(civil::Time::midnight()).as_nanos();
        Moment::time(u32::try_from(nanoseconds / SECOND).unwrap_or(0), nanos(nanoseconds % SECOND))
    };
    // A day is meant as a whole.
    civil::Date, |day| Moment::day(day.year().into(), u32::from(day.month().unsigned_abs()), day.day().unsigned_abs().into());
}

const SECOND: i128 = 1_000_000_000;

fn utc(nanoseconds: i128) -> Moment {
    let seconds = i64::try_from(nanoseconds.div_euclid(SECOND)).unwrap_or(i64::MAX);
    Moment::zoned(seconds, nanos(nanoseconds.rem_euclid(SECOND)), 0)
}

fn nanos(nanoseconds: i128) -> u32 {
    u32::try_from(nanoseconds).unwrap_or(0)
}

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

impl Scalar for Zoned {
    type Kind = kind::Keyword;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.to_string()))
    }
}
