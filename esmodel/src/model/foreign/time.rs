//! Dates and times of `time`, in the form that the crate itself gives them: `2024-02-29 10:00:00.5 +01:00:00`. The
//! mapping's format says so to the server.

use std::{borrow::Cow, fmt};

use serde::Serialize;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime};

use super::field;
use crate::{
    model::{Millis, Scalar, Stamp, Term, stamp::sealed::Sealed},
    schema::{Param, kind},
};

/// Each number of decimals is a format of its own. The first is that of the servers' answers.
macro_rules! decimals {
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

const OFFSET: &[Param] = &[super::format(decimals!("uuuu-MM-dd HH:mm:ss.", " XXXXX"))];
const PLAIN: &[Param] = &[super::format(decimals!("uuuu-MM-dd HH:mm:ss.", ""))];
const TIME_OF_DAY: &[Param] = &[super::format(decimals!("HH:mm:ss.", ""))];

field! {
    OffsetDateTime: Date with OFFSET, also Keyword;
    UtcDateTime: Date with PLAIN, also Keyword;
    PrimitiveDateTime: Date with PLAIN, also Keyword;
    Time: Date with TIME_OF_DAY, also Keyword;
    Date: Date, also Keyword;
}

/// As the crate's serde writes it, which is what the index holds.
fn as_written(value: &impl Serialize, fallback: impl fmt::Debug) -> Term {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Term::Str(Cow::Owned(text)),
        _ => Term::Str(Cow::Owned(format!("{fallback:?}"))),
    }
}

/// Cut to the millisecond; a time that cannot be cut stays as it is.
macro_rules! times {
    ($($time:ty),+) => { $(
        impl Scalar for $time {
            type Kind = kind::Date;

            fn to_term(&self) -> Term {
                as_written(self, self)
            }

            fn to_date_term(&self) -> Term {
                let cut = self.replace_nanosecond(self.nanosecond() / 1_000_000 * 1_000_000);
                let cut = cut.unwrap_or(*self);
                // One decimal would be taken for the whole tenth of the second.
                match as_written(&cut, cut) {
                    Term::Str(text) => Term::Str(Cow::Owned(with_millis(&text))),
                    other => other,
                }
            }
        }
    )+ };
}
times!(OffsetDateTime, UtcDateTime, PrimitiveDateTime, Time);

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
                match Self::from_millis(millis).to_date_term() {
                    Term::Str(text) => text.into_owned(),
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

/// A day is meant as a whole.
impl Scalar for Date {
    type Kind = kind::Date;

    fn to_term(&self) -> Term {
        as_written(self, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_have_three_decimals() {
        let time = OffsetDateTime::from_unix_timestamp_nanos(1_709_200_800_500_000_001).unwrap();
        assert_eq!(time.to_term(), Term::Str("2024-02-29 10:00:00.500000001 +00:00:00".into()));
        assert_eq!(time.to_date_term(), Term::Str("2024-02-29 10:00:00.500 +00:00:00".into()));
        assert_eq!(time.time().to_date_term(), Term::Str("10:00:00.500".into()));
        assert_eq!(time.date().to_date_term(), Term::Str("2024-02-29".into()));
    }
}
