//! Timestamps that a write sets: overlaid while the document is written, taken over when the write succeeded.

use std::fmt;

use super::Moment;

/// A point in time: milliseconds since 1970 in UTC, which is what a `date` field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub i64);

#[cfg(feature = "chrono")]
impl From<Millis> for chrono::DateTime<chrono::Utc> {
    fn from(millis: Millis) -> Self {
        <Self as Stamp>::from_millis(millis)
    }
}

/// Cut to the millisecond.
#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for Millis {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self(time.timestamp_millis())
    }
}

/// As ISO 8601 in UTC, with three decimals; years beyond 9999 have a sign.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Moment::of_millis(self.0).fmt(f)
    }
}

/// A type that a timestamp field may have: a point in time, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a timestamp",
    note = "use `chrono::DateTime<chrono::Utc>`, `jiff::Timestamp`, `time::OffsetDateTime` or `time::UtcDateTime`, each with the feature of its crate's name, or an `Option` of one"
)]
pub trait Stamp: sealed::Sealed + Sized {
    /// The value of that time.
    fn from_millis(millis: Millis) -> Self;

    /// Whether there is no time yet.
    fn is_absent(&self) -> bool {
        false
    }

    /// As a field of this type reads it.
    #[doc(hidden)]
    fn to_text(millis: Millis) -> String {
        millis.to_string()
    }

    /// That a write sets the field `key` of this type.
    #[doc(hidden)]
    fn stamped(key: &'static str) -> Stamped {
        Stamped { key, to_text: Self::to_text }
    }
}

pub(super) mod sealed {
    #[expect(unnameable_types, reason = "a seal: naming it is what users must not be able to")]
    pub trait Sealed {}
    impl<S: Sealed> Sealed for Option<S> {}
}

impl<S: Stamp> Stamp for Option<S> {
    fn from_millis(millis: Millis) -> Self {
        Some(S::from_millis(millis))
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Stamp::is_absent)
    }

    fn to_text(millis: Millis) -> String {
        S::to_text(millis)
    }
}

/// A field that a write sets to its time.
#[derive(Debug, Clone, Copy)]
pub struct Stamped {
    pub(super) key: &'static str,
    pub(super) to_text: fn(Millis) -> String,
}

/// The fields of a model that one write sets to its time.
#[derive(Debug, Clone, Copy)]
pub struct Stamps {
    /// Set when the document has none yet.
    pub created: Option<Stamped>,
    /// Set by every write.
    pub updated: Option<Stamped>,
}

impl Stamps {
    /// The model has no timestamps.
    pub const NONE: Self = Self { created: None, updated: None };
}

#[cfg(feature = "chrono")]
impl sealed::Sealed for chrono::DateTime<chrono::Utc> {}

#[cfg(feature = "chrono")]
impl Stamp for chrono::DateTime<chrono::Utc> {
    fn from_millis(millis: Millis) -> Self {
        Self::from_timestamp_millis(millis.0).unwrap_or_default()
    }
}

impl Millis {
    /// The present, by the system's clock.
    pub(crate) fn now() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_with_three_decimals_whatever_the_day() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_007, "2000-02-29T00:00:00.007Z"),
            (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (253_402_300_800_000, "+10000-01-01T00:00:00.000Z"),
            (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Millis(millis).to_string(), text);
        }
    }
}
