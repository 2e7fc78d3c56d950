//! Deleting by saying when: the document stays, and is left out of what is read.
//!
//! On a model with a field such as `Option<DateTime<Utc>>` that is `#[es(soft_delete)]`:
//!
//! | | |
//! |---|---|
//! | `delete` by id | reads this field alone, and writes the time into it, and `updated_at` and `updated_by` as any write does. Deleted already: [`NotFound`](crate::error::NotFound) |
//! | [`Doc::delete`](super::Doc::delete), [`Bulk::delete`](crate::bulk::Bulk::delete) | the same, guarded; the local document takes time and version over. Deleted already, as this value says: [`Error::Invalid`](crate::Error::Invalid) |
//! | `get`, `find`, `exists`, `require`, `get_many`, with a projection too | as if the document were not there |
//! | `reload` | the same, unless this value says that it is deleted |
//! | searches, counts, aggregations | leave such documents out, by a clause of their own that no query can lose |
//! | `.with_deleted()` on reads and searches, `.only_deleted()` on searches | see them; of several calls the last wins |
//! | `restore` by id, of a document and in a bulk | empties the field |
//! | `purge` by id, of a document and in a bulk | removes the document itself, deleted before or not |
//! | `create`, `save(..).expecting(Expected::Absent)`, `create` in a bulk, `bulk_save(..).create_only()` | refused with a conflict: the id is taken |
//! | `upsert` | refused with a conflict |
//! | `modify` | refused with `NotFound` |
//! | `save`, `delete`, `purge`, `relocate` of a document, and `save`, `update`, `delete`, `purge`, `restore` in a bulk, where somebody else deleted it since it was loaded | refused with a conflict, as after any write of theirs |
//! | `save_merging`, where somebody else did | refused with a conflict; `merge` is not called |
//! | the same verbs, of a document that says that it is deleted (read `.with_deleted()`, or deleted here) | change it, and it stays deleted, unless the field itself is changed |
//! | `relocate` to where such a document is | refused with a conflict |
//! | `save` of a plain value or of a new document, also in a bulk; `bulk_save`; `overwrite` | replace whatever is there, such a document too |
//!
//! What refuses says so in its message, with the way out: `restore` or `purge` it. Where the server does not tell why it
//! refused, the message says that this may be the cause. [`ConflictError::is_deleted_softly`] and
//! [`NotFound::is_deleted_softly`] tell it to a program.
//!
//! [`ConflictError::is_deleted_softly`]: crate::error::ConflictError::is_deleted_softly
//! [`NotFound::is_deleted_softly`]: crate::error::NotFound::is_deleted_softly
//!
//! A clause of a search that picks its hits before other clauses see them, such as the `k` nearest vectors, picks among
//! the deleted ones too.

use super::{Millis, ModelDefinition, Stamp};

/// A model whose `delete` keeps the document: one field is `#[es(soft_delete)]`. The derive implements it; what only
/// such models have asks for it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` deletes its documents at once, and knows no deleted ones",
    note = "put `#[es(soft_delete)]` on an `Option<DateTime<Utc>>` field of it, such as `deleted_at`; without one, `delete` is final"
)]
pub trait SoftDelete: ModelDefinition {}

/// A type that a `#[es(soft_delete)]` field may have: an `Option` of a point in time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say whether a document is deleted, and when",
    note = "use an `Option` of `chrono::DateTime<chrono::Utc>`, `jiff::Timestamp`, `time::OffsetDateTime` or `time::UtcDateTime`, each with the feature of its crate's name: `None` for what is not deleted"
)]
pub trait Tombstone {
    /// The value for a document that was deleted then, or is not.
    fn at(deleted: Option<Millis>) -> Self;
    /// Whether the document is deleted.
    fn is_deleted(&self) -> bool;
    /// The time of a deletion, as a field of this type reads it.
    #[doc(hidden)]
    fn to_text(deleted: Millis) -> String;
}

impl<S: Stamp> Tombstone for Option<S> {
    fn at(deleted: Option<Millis>) -> Self {
        deleted.map(S::from_millis)
    }

    fn is_deleted(&self) -> bool {
        self.is_some()
    }

    fn to_text(deleted: Millis) -> String {
        S::to_text(deleted)
    }
}
