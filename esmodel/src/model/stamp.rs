//! Timestamps that a write sets: overlaid while the document is written, taken over when the write succeeded.

/// A point in time: milliseconds since 1970 in UTC, which is what a `date` field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub i64);

/// A type that a timestamp field may have: a point in time, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a timestamp",
    note = "use `chrono::DateTime<chrono::Utc>` or an `Option` of it"
)]
pub trait Stamp: Sized {
    /// The value of that time.
    fn from_millis(millis: Millis) -> Self;
    /// Whether there is no time yet.
    fn is_absent(&self) -> bool;
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
