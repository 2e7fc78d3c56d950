//! What became of the documents of a bulk.

use std::sync::Arc;

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
    /// What the server refused, in the order given.
    pub rejected: Vec<Rejected<T>>,
    /// What no answer came for, in the order given: the request failed, and its documents may be stored; or it was not
    /// sent any more, because an earlier one failed or a value cannot be encoded (an id that is too long, a number that
    /// is not finite). `error` names that value by position and id; without it, the rest can be sent again.
    pub unanswered: Vec<T>,
    /// Why there are unanswered ones.
    pub error: Option<Error>,
}

/// A document that the server refused.
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
    /// The index's name, shared with the document before where it is the same.
    pub(super) fn shared_index(&self, name: &str) -> Arc<str> {
        match self.saved.last() {
            Some(doc) if **Doc::meta(doc).index() == *name => Arc::clone(Doc::meta(doc).index()),
            _ => name.into(),
        }
    }

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

    /// How many documents the server answered for.
    pub fn answered(&self) -> usize {
        self.saved.len() + self.rejected.len()
    }
}
