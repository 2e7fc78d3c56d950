//! Dates and times of `time`, in the form that the crate itself gives them: `2024-02-29 10:00:00.5 +01:00:00`. The
//! mapping's format says so to the server.

use std::{borrow::Cow, fmt};

use serde::Serialize;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime};

use super::{super::field::dates, decimals, field};
use crate::{
    model::{Holds, Millis, Moment, Scalar, Stamp, Term, stamp::sealed::Sealed},
    schema::{Param, Written, kind},
};

/// Each number of decimals is a format of its own. The first is that of the servers' answers.
macro_rules! formats {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "SSS",
            $after,
            "||",
            $before,
            "S",
            $after,
            "||",
            $before,
            "SS",
            $after,
            "||",
            $before,
            "SSSS",
            $after,
            "||",
            $before,
            "SSSSS",
            $after,
            "||",
            $before,
            "SSSSSS",
            $after,
            "||",
            $before,
            "SSSSSSS",
            $after,
            "||",
            $before,
            "SSSSSSSS",
            $after,
            "||",
            $before,
            "SSSSSSSSS",
            $after
        )
    };
}

const OFFSET: &[Param] = &[super::format(formats!("uuuu-MM-dd HH:mm:ss.", " XXXXX"))];
const PLAIN: &[Param] = &[super::format(formats!("uuuu-MM-dd HH:mm:ss.", ""))];
const TIME_OF_DAY: &[Param] = &[super::format(formats!("HH:mm:ss.", ""))];

field! {
    OffsetDateTime: Date with OFFSET, also Keyword;
    UtcDateTime: Date with PLAIN, also Keyword;
    PrimitiveDateTime: Date with PLAIN, also Keyword;
    Time: Date with TIME_OF_DAY, also Keyword;
    Date: Date, also Keyword;
}

dates! {
    [] OffsetDateTime: Written::Like(decimals!([] "2024-02-29 10:20:30", " +05:30:00")), OFFSET;
    [] UtcDateTime: Written::Like(decimals!([] "2024-02-29 10:20:30", "")), PLAIN;
    [] PrimitiveDateTime: Written::Like(decimals!([] "2024-02-29 10:20:30", "")), PLAIN;
    [] Time: Written::Like(decimals!([] "10:20:30", "")), TIME_OF_DAY;
    [] Date: Written::Like(&["2024-02-29"]);
}

/// As the crate's serde writes it, which is what the index holds.
fn as_written(value: &impl Serialize, fallback: impl fmt::Debug) -> Term {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Term::Str(Cow::Owned(text)),
        _ => Term::Str(Cow::Owned(format!("{fallback:?}"))),
    }
}

macro_rules! scalars {
    ($($date:ty, $moment:expr;)+) => { $(
        impl Scalar for $date {
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
scalars! {
    OffsetDateTime, |time| Moment::zoned(time.unix_timestamp(), time.nanosecond(), time.offset().whole_seconds());
    // Its text has no zone, and a server takes it for UTC.
    UtcDateTime, |time| Moment::local(time.unix_timestamp(), time.nanosecond());
    PrimitiveDateTime, |time| Moment::local(time.assume_utc().unix_timestamp(), time.nanosecond());
    Time, |time| {
        let (hour, minute, second, nanos) = time.as_hms_nano();
        Moment::time(u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second), nanos)
    };
    // A day is meant as a whole.
    Date, |day| Moment::day(day.year(), u32::from(u8::from(day.month())), day.day().into());
}

macro_rules! stamps {
    ($($time:ty),+) => { $(
        /// Cut to the millisecond.
        impl From<$time> for Millis {
            fn from(time: $time) -> Self {
                Self(time.unix_timestamp() * 1000 + i64::from(time.millisecond()))
            }
        }

        impl Sealed for $time {}

        impl Stamp for $time {
            fn from_millis(millis: Millis) -> Self {
                Self::from_unix_timestamp_nanos(i128::from(millis.0) * 1_000_000).unwrap_or(Self::UNIX_EPOCH)
            }

            fn to_text(millis: Millis) -> String {
                match as_written(&Self::from_millis(millis), millis) {
                    Term::Str(text) => with_millis(&text),
                    _ => millis.to_string(),
                }
            }
        }
    )+ };
}
stamps!(OffsetDateTime, UtcDateTime);

/// Fills the decimals of the second up to three.
fn with_millis(text: &str) -> String {
    let Some((before, rest)) = text.split_once('.') else { return text.to_owned() };
    let decimals = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (decimals, after) = rest.split_at(decimals);
    format!("{before}.{decimals:0<3}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ParamValue;

    #[test]
    fn queries_have_three_decimals() {
        let time = OffsetDateTime::from_unix_timestamp_nanos(1_709_200_800_500_000_001).unwrap();
        let written = |scalar: &dyn Fn() -> Term, params: &[Param]| match (scalar(), params) {
            (Term::Date(moment), [Param { value: ParamValue::Str(format), .. }]) => {
                moment.written(Some(format)).unwrap()
            }
            (Term::Date(moment), _) => moment.written(None).unwrap(),
            (other, _) => panic!("{other:?}"),
        };
        assert_eq!(time.to_term(), Term::Str("2024-02-29 10:00:00.500000001 +00:00:00".into()));
        assert_eq!(written(&|| time.to_date_term(), OFFSET), "2024-02-29 10:00:00.500 Z");
        assert_eq!(written(&|| UtcDateTime::from(time).to_date_term(), PLAIN), "2024-02-29 10:00:00.500");
        assert_eq!(written(&|| time.time().to_date_term(), TIME_OF_DAY), "10:00:00.500");
        assert_eq!(written(&|| time.date().to_date_term(), &[]), "2024-02-29");
    }
}
