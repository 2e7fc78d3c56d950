//! Timestamps that a write sets: overlaid while the document is written, taken over when the write succeeded.

use std::fmt;

/// A point in time: milliseconds since 1970 in UTC, which is what a `date` field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub i64);

#[cfg(feature = "chrono")]
impl From<Millis> for chrono::DateTime<chrono::Utc> {
    fn from(millis: Millis) -> Self {
        <Self as Stamp>::from_millis(millis)
    }
}

/// As ISO 8601 in UTC.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// A type that a timestamp field may have: a point in time, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a timestamp",
    note = "use `chrono::DateTime<chrono::Utc>` or an `Option` of it"
)]
pub trait Stamp: sealed::Sealed + Sized {
    /// The value of that time.
    fn from_millis(millis: Millis) -> Self;
    /// Whether there is no time yet.
    fn is_absent(&self) -> bool;
}

mod sealed {
    #[expect(unnameable_types, reason = "a seal: naming it is what users must not be able to")]
    pub trait Sealed {}
    impl<S: Sealed> Sealed for Option<S> {}
    #[cfg(feature = "chrono")]
    impl Sealed for chrono::DateTime<chrono::Utc> {}
}

impl<S: Stamp> Stamp for Option<S> {
    fn from_millis(millis: Millis) -> Self {
        Some(S::from_millis(millis))
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Stamp::is_absent)
    }
}

/// The times that one write sets, each with the key of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamps {
    /// Set when the document has none yet.
    pub created: Option<(&'static str, Millis)>,
    /// Set by every write.
    pub updated: Option<(&'static str, Millis)>,
}

impl Stamps {
    /// The model has no timestamps.
    pub const NONE: Self = Self { created: None, updated: None };
}

#[cfg(feature = "chrono")]
impl Stamp for chrono::DateTime<chrono::Utc> {
    fn from_millis(millis: Millis) -> Self {
        Self::from_timestamp_millis(millis.0).unwrap_or_default()
    }

    fn is_absent(&self) -> bool {
        false
    }
}

impl Millis {
    /// The present, by the system's clock.
    pub(crate) fn now() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// As ISO 8601 in UTC with three decimals, which is what the timestamp types read.
    #[cfg(feature = "chrono")]
    fn to_text(self) -> String {
        <chrono::DateTime<chrono::Utc> as Stamp>::from_millis(self).to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
    }

    /// Without a date crate no type is a [`Stamp`], so nothing asks for this.
    #[cfg(not(feature = "chrono"))]
    fn to_text(self) -> String {
        self.0.to_string()
    }
}
