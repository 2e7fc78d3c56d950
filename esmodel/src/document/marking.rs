//! The rounds of a soft delete by id, or of taking one back: each reads the document and marks it, guarded. A mark whose
//! answer was lost is settled by the next read.

use std::sync::Arc;

use super::rounds::Rounds;
use crate::{
    batch::Runner,
    error::{Error, PerhapsApplied, Result, Stored},
    model::{DocVersion, Meta},
};

/// The rounds of one call.
#[derive(Debug)]
pub(super) struct Marking {
    /// Whether the document is to be deleted, or not to be.
    is_deleted: bool,
    rounds: Rounds,
    /// How many more marks may go without an answer.
    doubts_left: u32,
    doubt: Option<Doubt>,
}

/// A mark that no answer came to, and the version that guarded it.
#[derive(Debug)]
struct Doubt {
    cause: Error,
    guard: Option<DocVersion>,
}

impl Marking {
    pub(super) fn new(es: &dyn Runner, is_deleted: bool) -> Self {
        Self { is_deleted, rounds: Rounds::new(None), doubts_left: es.client().retry().retries, doubt: None }
    }

    /// Whether a mark may have been applied.
    pub(super) const fn is_in_doubt(&self) -> bool {
        self.doubt.is_some()
    }

    /// Whether a mark without an answer was applied, by the document as it is now; where the version that guarded the mark
    /// is still there, it was not.
    ///
    /// # Errors
    /// [`Error::PerhapsApplied`] where somebody else wrote since.
    pub(super) fn is_done(&mut self, is_deleted: bool, now: &Meta) -> Result<bool> {
        match self.doubt.take() {
            None => Ok(false),
            Some(_) if is_deleted == self.is_deleted => Ok(true),
            Some(doubt) if doubt.guard.is_some() && doubt.guard == now.version() => {
                self.doubt = Some(doubt);
                Ok(false)
            }
            Some(Doubt { cause, .. }) => {
                let stored = Stored::Other(now.version().map(DocVersion::pair));
                Err(PerhapsApplied::new(&now.index, &now.id, stored, Arc::new(cause)).into())
            }
        }
    }

    /// The error of a call whose document cannot be read: that of the mark, where one may have been applied.
    pub(super) fn unseen(&mut self, error: Error) -> Error {
        self.doubt.take().map_or(error, |doubt| doubt.cause)
    }

    /// Ends a round whose mark failed: waits for the next one after a conflict, or where no answer came.
    pub(super) async fn after(&mut self, error: Error, marked: &Meta) -> Result<()> {
        if !error.is_in_doubt() {
            return self.rounds.after(error).await;
        }
        let Some(left) = self.doubts_left.checked_sub(1) else { return Err(error) };
        self.doubts_left = left;
        self.doubt = Some(Doubt { cause: error, guard: marked.version() });
        self.rounds.pause().await;
        Ok(())
    }
}
