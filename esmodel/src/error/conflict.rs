//! Two writers, one document.

use std::fmt;

/// Why a guarded write was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictError {
    index: Box<str>,
    id: Box<str>,
    expected: Option<(u64, u64)>,
    current: Option<(u64, u64)>,
}

impl ConflictError {
    /// A write of `id` that expected the version `expected` (`None`: that no document is there).
    pub(crate) fn new(index: &str, id: &str, expected: Option<(u64, u64)>, current: Option<(u64, u64)>) -> Self {
        Self { index: index.into(), id: id.into(), expected, current }
    }

    /// The index.
    pub const fn index(&self) -> &str {
        &self.index
    }

    /// The document's id.
    pub const fn id(&self) -> &str {
        &self.id
    }

    /// `_seq_no` and `_primary_term` that the writer had loaded; `None` when it wanted to create the document.
    pub const fn expected(&self) -> Option<(u64, u64)> {
        self.expected
    }

    /// `_seq_no` and `_primary_term` that the server has, where its answer tells; `None` also when the document
    /// is gone.
    pub const fn current(&self) -> Option<(u64, u64)> {
        self.current
    }
}

impl fmt::Display for ConflictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, id, .. } = self;
        match self.expected {
            None => write!(f, "document `{id}` exists already in index `{index}`"),
            Some((seq_no, term)) => match self.current {
                Some((now, now_term)) => write!(
                    f,
                    "document `{id}` in index `{index}` was changed by somebody else: loaded at seq_no {seq_no} term \
                     {term}, now at seq_no {now} term {now_term}"
                ),
                None => write!(
                    f,
                    "document `{id}` in index `{index}` was deleted or changed since it was loaded at seq_no {seq_no} \
                     term {term}"
                ),
            },
        }
    }
}
