//! Operations of a bulk that failed while others succeeded.

use std::{fmt, sync::Arc};

use super::{Error, ServerError, Violation, conflict::WAY_OUT, text::Clean};

/// Some operations of a bulk were not carried out. The successful ones stay applied: a bulk is no transaction.
#[derive(Debug, Clone)]
pub struct BulkError {
    total: usize,
    failed: Vec<FailedOperation>,
    unanswered: Vec<UnansweredOperation>,
    cause: Option<Arc<Error>>,
}

impl BulkError {
    /// `failed` of `total` operations.
    pub(crate) const fn new(total: usize, failed: Vec<FailedOperation>) -> Self {
        Self { total, failed, unanswered: Vec::new(), cause: None }
    }

    /// A request failed as a whole, and the bulk stopped there.
    pub(crate) fn stopped(mut self, unanswered: Vec<UnansweredOperation>, cause: Error) -> Self {
        self.unanswered = unanswered;
        self.cause = Some(Arc::new(cause));
        self
    }

    /// How many operations the bulk had.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Those that were refused, in the order in which they were given. They certainly changed nothing, unless
    /// [`FailedOperation::reason`] says so.
    pub fn failed_operations(&self) -> &[FailedOperation] {
        &self.failed
    }

    /// Those that no answer came for, in the order in which they were given. Empty unless there is a
    /// [`cause`](Self::cause).
    ///
    /// Whatever is neither here nor in [`failed_operations`](Self::failed_operations) was carried out.
    pub fn unanswered_operations(&self) -> &[UnansweredOperation] {
        &self.unanswered
    }

    /// Why the bulk stopped: the error of a request that failed as a whole.
    pub fn cause(&self) -> Option<&Error> {
        self.cause.as_deref()
    }
}

impl fmt::Display for BulkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { total, failed, unanswered, cause } = self;
        if let Some(cause) = cause {
            let perhaps = unanswered.iter().filter(|operation| operation.may_have_been_applied).count();
            write!(
                f,
                "{} of {total} bulk operations have no answer, {perhaps} of which may have been applied all the same: \
                 {cause}",
                unanswered.len()
            )?;
            if failed.is_empty() {
                return Ok(());
            }
            f.write_str("; ")?;
        }
        write!(f, "{} of {total} bulk operations failed", failed.len())?;
        if let Some(first) = failed.first() {
            write!(f, "; the first: {first}")?;
        }
        Ok(())
    }
}

/// One operation that failed.
#[derive(Debug, Clone)]
pub struct FailedOperation {
    pub(crate) position: usize,
    pub(crate) index: Box<str>,
    pub(crate) id: Option<Box<str>>,
    pub(crate) refusal: Refusal,
    /// Whether its document may be deleted softly.
    pub(crate) has_soft_deletes: bool,
}

/// Who refused.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// The server.
    Server(ServerError),
    /// We did: nothing was sent, or the answer could not be taken over.
    Local { reason: Box<str>, cause: Arc<Error> },
}

impl From<Error> for Box<Refusal> {
    fn from(error: Error) -> Self {
        Self::new(Refusal::Local { reason: error.to_string().into(), cause: Arc::new(error) })
    }
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

    /// The status that the server gave it; `None` when it was not the server that refused.
    pub fn status(&self) -> Option<u16> {
        self.error().map(ServerError::status)
    }

    /// The server's error type, such as `version_conflict_engine_exception`; empty when it named none.
    pub fn kind(&self) -> &str {
        self.error().map_or("", ServerError::kind)
    }

    /// The server's words; ours when it was not the server that refused.
    pub const fn reason(&self) -> &str {
        match &self.refusal {
            Refusal::Server(error) => error.reason(),
            Refusal::Local { reason, .. } => reason,
        }
    }

    /// The rules of the model that the value breaks; empty when it failed for another reason.
    pub fn violations(&self) -> &[Violation] {
        match self.cause() {
            Some(Error::Validation(error)) => error.violations(),
            _ => &[],
        }
    }

    /// The server's refusal; `None` when the operation was not sent (its value cannot be written), or was carried out
    /// and its outcome cannot be read.
    pub const fn error(&self) -> Option<&ServerError> {
        match &self.refusal {
            Refusal::Server(error) => Some(error),
            Refusal::Local { .. } => None,
        }
    }

    /// Why the operation was not sent, or its outcome not read: among others the error of the model's own `before_save`,
    /// for [`Error::downcast_ref`](super::Error::downcast_ref). `None` when it was the server that refused.
    pub fn cause(&self) -> Option<&Error> {
        match &self.refusal {
            Refusal::Server(_) => None,
            Refusal::Local { cause, .. } => Some(cause),
        }
    }

    /// Whether somebody else changed the document first, or it exists already: as
    /// [`Error::is_conflict`](super::Error::is_conflict).
    pub fn is_conflict(&self) -> bool {
        self.error().is_some_and(ServerError::is_version_conflict)
    }
}

impl fmt::Display for FailedOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = Clean(self.id.as_deref().unwrap_or("(id made by the server)"));
        write!(f, "position {}, document `{id}` in index `{}`: ", self.position, self.index)?;
        match &self.refusal {
            Refusal::Server(error) if self.has_soft_deletes && error.is_version_conflict() => {
                write!(f, "{error}; if it is deleted softly, {WAY_OUT}")
            }
            Refusal::Server(error) => error.fmt(f),
            Refusal::Local { reason, .. } => Clean(reason).fmt(f),
        }
    }
}

/// One operation that no answer came for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnansweredOperation {
    pub(crate) position: usize,
    pub(crate) index: Box<str>,
    pub(crate) id: Option<Box<str>>,
    pub(crate) may_have_been_applied: bool,
}

impl UnansweredOperation {
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

    /// Whether its request was under way, so that the server may have carried it out. If not it certainly changed
    /// nothing.
    pub const fn may_have_been_applied(&self) -> bool {
        self.may_have_been_applied
    }
}
