//! A write whose answer was lost, and which a look did not settle.

use std::{fmt, sync::Arc};

use super::Error;

/// A write that may have been applied: no answer came, and what is stored by now does not tell.
///
/// Somebody else may have written in between, so it was not sent again. Read the document and decide;
/// [`Resend::Blindly`](crate::Resend::Blindly) sends again without a look.
#[derive(Debug, Clone)]
pub struct PerhapsApplied {
    index: Box<str>,
    id: Box<str>,
    stored: Stored,
    cause: Arc<Error>,
}

/// What a look found after the write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// Something else than the write leaves, at that version.
    Other(Option<(u64, u64)>),
    /// Nothing; a pipeline may have dropped the document, or sent it elsewhere.
    Nothing,
    /// What a later operation of the same bulk left there.
    Superseded,
    /// Something that could not be read.
    Unknown,
}

impl PerhapsApplied {
    /// A write of `id` that brought `cause` instead of an answer.
    pub(crate) fn new(index: &str, id: &str, stored: Stored, cause: Arc<Error>) -> Self {
        Self { index: index.into(), id: id.into(), stored, cause }
    }

    /// The index that was written to.
    pub const fn index(&self) -> &str {
        &self.index
    }

    /// The document's id.
    pub const fn id(&self) -> &str {
        &self.id
    }

    /// `_seq_no` and `_primary_term` of what is stored there by now; `None` where nothing is, or nobody knows.
    pub const fn stored(&self) -> Option<(u64, u64)> {
        match self.stored {
            Stored::Other(version) => version,
            Stored::Nothing | Stored::Superseded | Stored::Unknown => None,
        }
    }

    /// Why there is no answer to the write.
    pub fn cause(&self) -> &Error {
        &self.cause
    }
}

impl fmt::Display for PerhapsApplied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, id, stored, cause } = self;
        write!(f, "a write of document `{id}` of index `{index}` may have been applied: {cause}; ")?;
        match stored {
            Stored::Other(Some((seq_no, term))) => {
                write!(f, "something else is stored there now, at seq_no {seq_no} term {term}")?;
            }
            Stored::Other(None) => f.write_str("something else is stored there now")?,
            Stored::Nothing => f.write_str("nothing is stored there, and its pipeline may have put it elsewhere")?,
            Stored::Superseded => f.write_str("a later operation of this bulk wrote the same document")?,
            Stored::Unknown => f.write_str("what is stored there could not be read")?,
        }
        f.write_str("; it was not sent again: read the document and decide")
    }
}

impl From<PerhapsApplied> for Error {
    fn from(perhaps: PerhapsApplied) -> Self {
        Self::PerhapsApplied(Box::new(perhaps))
    }
}
