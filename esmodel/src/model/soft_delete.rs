//! Deleting by saying when: the document stays, and is left out of what is read.
//!
//! On a model with a field such as `Option<DateTime<Utc>>` that is `#[es(soft_delete)]`:
//!
//! | | |
//! |---|---|
//! | `delete`, by id, of a [`Doc`](super::Doc) and in a bulk | writes the time into the field, and `updated_at` and `updated_by` as any write does |
//! | `get`, `find`, `exists`, `require`, `get_many`, `reload`, `modify` | as if the document were not there |
//! | searches, counts, aggregations | leave such documents out, by a clause of their own that no query can lose |
//! | `.with_deleted()` on reads and searches, `.only_deleted()` on searches | see them |
//! | `restore` | empties the field |
//! | `purge` | removes the document itself, deleted before or not |
//! | `create`, `upsert` under the id of such a document | a conflict: the id is taken |
//! | `save` of a plain value, `overwrite` | replace whatever is there, such a document too |
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
