//! Two writers, one document.

use std::fmt;

use super::text::Clean;

/// Why a guarded write was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictError {
    index: Box<str>,
    id: Box<str>,
    expected: Option<(u64, u64)>,
    current: Option<(u64, u64)>,
    deleted_softly: DeletedSoftly,
}

/// Whether the document in the way is deleted softly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeletedSoftly {
    /// Its model has no such deletes.
    No,
    /// The server does not tell.
    Perhaps,
    /// It is.
    Yes,
}

/// What to do about a document that is deleted softly.
pub(super) const WAY_OUT: &str = "`restore` or `purge` it";

impl ConflictError {
    /// A write of `id` that expected the version `expected` (`None`: that no document is there).
    pub(crate) fn new(index: &str, id: &str, expected: Option<(u64, u64)>, current: Option<(u64, u64)>) -> Self {
        Self { index: index.into(), id: id.into(), expected, current, deleted_softly: DeletedSoftly::No }
    }

    /// With what is known of soft deletes.
    pub(crate) fn deleted_softly(mut self, deleted_softly: DeletedSoftly) -> Self {
        self.deleted_softly = deleted_softly;
        self
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

    /// Whether the document is known to be [deleted softly](crate::model::soft_delete), as after `upsert` and
    /// `save_merging`, which look. The other verbs do not know.
    pub const fn is_deleted_softly(&self) -> bool {
        matches!(self.deleted_softly, DeletedSoftly::Yes)
    }
}

impl fmt::Display for ConflictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, id, expected, current, deleted_softly } = self;
        let (index, id) = (Clean(index), Clean(id));
        match (expected, deleted_softly) {
            (None, DeletedSoftly::No) => write!(f, "document `{id}` exists already in index `{index}`"),
            (None, DeletedSoftly::Perhaps) => {
                write!(f, "document `{id}` exists already in index `{index}`; if it is deleted softly, {WAY_OUT}")
            }
            (None, DeletedSoftly::Yes) => {
                write!(f, "document `{id}` exists already in index `{index}`, deleted softly: {WAY_OUT}")
            }
            (Some((seq_no, term)), DeletedSoftly::Yes) => write!(
                f,
                "document `{id}` in index `{index}` was deleted softly since it was loaded at seq_no {seq_no} term \
                 {term}: {WAY_OUT}"
            ),
            (Some((seq_no, term)), perhaps) => match current {
                Some((now, now_term)) => {
                    let what = if *perhaps == DeletedSoftly::No { "changed" } else { "changed or deleted softly" };
                    write!(
                        f,
                        "document `{id}` in index `{index}` was {what} by somebody else: loaded at seq_no {seq_no} \
                         term {term}, now at seq_no {now} term {now_term}"
                    )
                }
                None => write!(
                    f,
                    "document `{id}` in index `{index}` was deleted or changed since it was loaded at seq_no {seq_no} \
                     term {term}"
                ),
            },
        }
    }
}
