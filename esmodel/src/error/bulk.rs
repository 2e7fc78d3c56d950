//! Items of a bulk that failed while others succeeded.

use std::fmt;

use super::ServerError;

/// Some items of a bulk failed. The successful ones stay applied: a bulk is no transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkError {
    total: usize,
    failed: Vec<FailedOperation>,
}

impl BulkError {
    /// `failed` of `total` operations.
    pub(crate) fn new(total: usize, failed: Vec<FailedOperation>) -> Self {
        Self { total, failed }
    }

    /// How many operations the bulk had.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// The failed ones, in the order in which they were given.
    pub fn failed_operations(&self) -> &[FailedOperation] {
        &self.failed
    }
}

impl fmt::Display for BulkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bulk operations failed", self.failed.len(), self.total)?;
        if let Some(first) = self.failed.first() {
            write!(f, "; the first: {first}")?;
        }
        Ok(())
    }
}

/// One operation that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedOperation {
    pub(crate) position: usize,
    pub(crate) index: Box<str>,
    pub(crate) id: Option<Box<str>>,
    pub(crate) error: ServerError,
}

impl FailedOperation {
    /// Its place among the operations given, from 0.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// The index.
    pub const fn index(&self) -> &str {
        &self.index
    }

    /// The document's id; `None` when the server was to make one.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The status of this item.
    pub const fn status(&self) -> u16 {
        self.error.status()
    }

    /// The server's error type, such as `version_conflict_engine_exception`.
    pub const fn kind(&self) -> &str {
        self.error.kind()
    }

    /// The server's words.
    pub const fn reason(&self) -> &str {
        self.error.reason()
    }

    /// The whole refusal.
    pub const fn error(&self) -> &ServerError {
        &self.error
    }
}

impl fmt::Display for FailedOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.as_deref().unwrap_or("(id made by the server)");
        write!(f, "position {}, document `{id}` in index `{}`: {}", self.position, self.index, self.error)
    }
}
