//! What became of the documents of a bulk.

use crate::{
    error::{BulkError, Error, FailedOperation, Result},
    model::Doc,
};

/// The outcome of a bulk, document by document. Nothing that was handed in is lost.
#[derive(Debug)]
#[must_use = "some documents may have been refused; `all()` makes that an error"]
pub struct BulkOutcome<T> {
    /// What was stored, with its new version, in the order given.
    pub saved: Vec<Doc<T>>,
    /// What was refused, in the order given: by the server, or because the value cannot be written (an id that is too
    /// long, a number that is not finite).
    pub rejected: Vec<Rejected<T>>,
    /// What no answer came for, in the order given: the request failed as a whole, and its documents may be stored; or
    /// it was not sent any more.
    pub unanswered: Vec<T>,
    /// Why the bulk stopped: the error of a request that failed as a whole.
    pub error: Option<Error>,
}

/// A document that was refused.
#[derive(Debug)]
pub struct Rejected<T> {
    /// The value, as it was.
    pub value: T,
    /// Which one it was, and why.
    pub operation: FailedOperation,
}

impl<T> Default for BulkOutcome<T> {
    fn default() -> Self {
        Self { saved: Vec::new(), rejected: Vec::new(), unanswered: Vec::new(), error: None }
    }
}

impl<T> BulkOutcome<T> {
    /// Every document, or an error when one of them was not stored.
    ///
    /// # Errors
    /// [`Error::Bulk`] names the refused ones; the error of the request that failed as a whole.
    pub fn all(self) -> Result<Vec<Doc<T>>> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.rejected.is_empty() {
            return Ok(self.saved);
        }
        let total = self.saved.len() + self.rejected.len();
        let failed = self.rejected.into_iter().map(|rejected| rejected.operation).collect();
        Err(Error::Bulk(Box::new(BulkError::new(total, failed))))
    }

    /// How many documents are settled: saved or rejected.
    pub fn answered(&self) -> usize {
        self.saved.len() + self.rejected.len()
    }
}
