//! One document at a time: save, create, get, delete, reload, move. Optimistic concurrency lives here and nowhere
//! else.
//!
//! Every verb is a builder that does nothing until it is awaited. Dropping the future before it is done leaves every
//! local value as it was; the server may or may not have carried the request out.

mod address;
mod asked;
mod delete;
mod get;
mod get_many;
mod mark;
mod merge;
mod modify;
mod place;
mod projected;
mod reload;
mod relocate;
mod reply;
mod rounds;
mod save;
mod upsert;
mod write;

pub use address::MAX_ID_BYTES;
pub(crate) use address::{Address, index_for, index_of, own_index};
pub(crate) use asked::{ActionKind, Asked, Verdict};
pub(crate) use delete::check_deletable;
pub use delete::{Delete, DeleteDoc, Restore, RestoreDoc};
pub use get::{Exists, Find, Get, Require};
pub use get_many::GetMany;
pub(crate) use mark::Mark;
pub use merge::SaveMerging;
pub use modify::Modify;
pub(crate) use place::{Explicit, Pending, Place, guard_of, into_value, prepare_doc};
pub use reload::Reload;
pub use relocate::Relocate;
pub(crate) use reply::{WriteReply, read_items};
pub use save::{Expected, Save, SaveDoc};
pub use upsert::{Upsert, Upserted};

pub(crate) use write::{ActionLine, ActionMeta, Guard, Written};

use crate::{
    batch::Runner,
    error::Error,
    model::{Doc, ModelDefinition, SoftDelete},
};

/// Writes the setters that several verbs share.
macro_rules! options {
    ($verb:ident<$($generic:ident),+>: $($option:ident),+) => {
        impl<$($generic),+> $verb<'_, $($generic),+> { $( $crate::document::option!($option); )+ }
    };
}

macro_rules! option {
    (attempts) => {
        /// How often it is tried in all, 8 times unless said otherwise; at least once.
        pub fn attempts(mut self, attempts: u32) -> Self {
            self.attempts = attempts;
            self
        }
    };
    (routing) => {
        /// The routing value, instead of the loaded one and of the model's own.
        pub fn routing(mut self, routing: impl Into<String>) -> Self {
            self.routing = Some(routing.into());
            self
        }
    };
    (refresh) => {
        /// When searches see the write, instead of the client's setting.
        pub fn refresh(mut self, refresh: $crate::client::Refresh) -> Self {
            self.refresh = Some(refresh);
            self
        }
    };
    (index) => {
        /// Another index than the model's; the client's prefix is put before it. Under `index_for` a write only takes the
        /// one that its function yields.
        pub fn index(mut self, index: impl Into<String>) -> Self {
            self.index = Some(index.into());
            self
        }
    };
    (with_deleted) => {
        /// Sees what is [deleted softly](crate::model::soft_delete) too.
        pub fn with_deleted(mut self) -> Self
        where
            T: $crate::model::SoftDelete,
        {
            self.with_deleted = true;
            self
        }
    };
    (lazy) => {
        /// Leaves lazy properties `NotLoaded`.
        pub fn without_lazy(mut self) -> Self {
            self.lazy = false;
            self
        }
    };
    (pipeline) => {
        /// The ingest pipeline that the document goes through.
        pub fn pipeline(mut self, pipeline: impl Into<String>) -> Self {
            self.pipeline = Some(pipeline.into());
            self
        }
    };
}

/// Writes `project`, which the verbs that read share.
macro_rules! project {
    () => {
        /// Reads only the fields of `P`, a struct with `#[derive(EsProjection)]`, and asks for nothing else. The same
        /// request with a `_source` filter, which is written when the program is compiled.
        ///
        /// What was read in part has no version, and cannot be saved: it is no model. This is the last call: the options
        /// of the verb (`routing`, `index`, ..) stand before it.
        pub fn project<P: $crate::model::EsProjection<T>>(self) -> $crate::model::Projected<Self, P> {
            $crate::model::Projected::new(self)
        }
    };
}
pub(crate) use {option, options, project};

/// The verb that is tried first on what was read in part: with the bound here and not above, the compiler says why not.
impl<T> Doc<T> {
    /// Saves the document, unless somebody else wrote it since it was loaded.
    ///
    /// Sends one `PUT /index/_doc/id` with `if_seq_no` and `if_primary_term`, to the index that the document was
    /// loaded from. Afterwards the document has its new version, timestamps and computed fields, and its lazy
    /// properties as they were; on an error, or when
    /// the future is dropped, it is unchanged. A guarded write is never sent twice unless the first certainly did not
    /// arrive.
    ///
    /// The whole document is written, as the struct knows it: fields that a newer release added and keys of other programs
    /// are gone afterwards. [`Bulk::update`](crate::bulk::Bulk::update) writes a part and keeps the rest.
    ///
    /// A new document ([`Doc::new`]) is saved as the plain value would be, see [`EsModel::save`](crate::EsModel::save):
    /// created, or replaced whoever wrote it; an id that the server made is written back.
    ///
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) with both versions when the document was changed or deleted;
    /// [`Error::Invalid`](crate::Error::Invalid) when the model's routing changed (see [`relocate`](Self::relocate)).
    pub fn save<'c>(&'c mut self, es: &'c impl Runner) -> SaveDoc<'c, T>
    where
        T: ModelDefinition,
    {
        SaveDoc::guarded(es, self)
    }
}

/// The verbs of a document.
impl<T: ModelDefinition> Doc<T> {
    /// Saves the document; when somebody else wrote it since it was loaded, merges both and saves that.
    ///
    /// `merge(stored, mine)` gets the document as it is stored by now, and this one as it was when the call was made.
    /// It changes the stored one, which is then saved: a field that `merge` does not touch stays as the others wrote
    /// it, so forgetting one loses nothing of theirs. `merge` may be called several times, always with a fresh
    /// `stored`. To tell what was changed here, keep a clone of the value as it was loaded, and compare with that.
    ///
    /// One request without a conflict; then two more (a get, a guarded `PUT`) for each, up to 8 attempts in all, with
    /// pauses of at most 10 to 500 ms. Afterwards the document is what was stored; on an error, or when the future is
    /// dropped, it is unchanged. A document that was deleted meanwhile is created again, where still nobody else did;
    /// [`recreate(false)`](SaveMerging::recreate) refuses instead. One that was
    /// [deleted softly](crate::model::soft_delete) meanwhile stays deleted.
    ///
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) when every attempt met one, when the document was deleted softly
    /// ([`ConflictError::is_deleted_softly`](crate::error::ConflictError::is_deleted_softly)) and this value does not say
    /// so, and those of [`save`](Self::save);
    /// [`Error::NotFound`](crate::Error::NotFound) when the document is gone and is not to be created again.
    pub fn save_merging<'c>(
        &'c mut self,
        es: &'c impl Runner,
        mut merge: impl FnMut(&mut T, &T) + Send + 'c,
    ) -> SaveMerging<'c, T> {
        SaveMerging::new(es, self, move |stored, mine| {
            merge(stored, mine);
            Ok(())
        })
    }

    /// As [`save_merging`](Self::save_merging), with a `merge` that may refuse: its error ends the attempts, and
    /// nothing is written.
    ///
    /// # Errors
    /// Those of `merge`, and those of `save_merging` turned into them.
    pub fn try_save_merging<'c, E>(
        &'c mut self,
        es: &'c impl Runner,
        merge: impl FnMut(&mut T, &T) -> Result<(), E> + Send + 'c,
    ) -> SaveMerging<'c, T, E>
    where
        E: From<Error> + Send + 'c,
    {
        SaveMerging::new(es, self, merge)
    }

    /// Saves the document over whatever is there, whoever wrote it.
    ///
    /// As [`save`](Self::save), without the guard. A hit that was read in part is refused, as the fields left out would
    /// be erased.
    pub fn overwrite<'c>(&'c mut self, es: &'c impl Runner) -> SaveDoc<'c, T> {
        SaveDoc::unguarded(es, self)
    }

    /// Deletes the document, unless somebody else wrote it since it was loaded.
    ///
    /// Sends one `DELETE /index/_doc/id` with the guard. The value stays usable; saving it again is a conflict.
    ///
    /// A model with [soft deletes](crate::model::soft_delete) writes the time instead, with one guarded
    /// `POST /index/_update/id`; other local changes are not written, and stay. Afterwards the document says that it is
    /// deleted and has its new version, so that [`restore`](Self::restore), [`purge`](Self::purge) and a `save`, which
    /// leaves it deleted, go on from there. On an error, or when the future is dropped, it is unchanged.
    ///
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) when the document was changed or is gone already;
    /// [`EsModel::delete`](crate::EsModel::delete) by id tells the two apart. [`Error::Invalid`](crate::Error::Invalid) for a
    /// document that was never stored, or says that it is deleted softly already.
    pub fn delete<'c>(&'c mut self, es: &'c impl Runner) -> DeleteDoc<'c, T> {
        DeleteDoc::new(es, self)
    }

    /// Removes the document itself, unless somebody else wrote it since it was loaded: as [`delete`](Self::delete)
    /// without soft deletes.
    ///
    /// # Errors
    /// Those of `delete`.
    pub fn purge<'c>(&'c self, es: &'c impl Runner) -> DeleteDoc<'c, T>
    where
        T: SoftDelete,
    {
        DeleteDoc::for_good(es, self)
    }

    /// Takes the soft delete back, unless somebody else wrote the document since it was loaded.
    ///
    /// Sends one guarded `POST /index/_update/id`; nothing where this value is not deleted. What somebody else deleted
    /// since it was loaded is restored by id. Other local changes are not written, and stay. On an error, or when the
    /// future is dropped, the document is unchanged.
    ///
    /// # Errors
    /// Those of [`save`](Self::save).
    pub fn restore<'c>(&'c mut self, es: &'c impl Runner) -> RestoreDoc<'c, T>
    where
        T: SoftDelete,
    {
        RestoreDoc::new(es, self)
    }

    /// Moves the document to the shard of its new routing value, or to the index that its model's `index_for` yields by
    /// now.
    ///
    /// Two requests: it is created under the new value, then deleted under the old one, guarded. When the delete
    /// meets a conflict, the new one is deleted again. Between the two both exist. Where both values lead to the same
    /// shard, it is three: the create is refused, a look shows why, and the document is written in place, guarded.
    ///
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) when somebody else changed the document, or one is there already.
    pub fn relocate<'c>(&'c mut self, es: &'c impl Runner) -> Relocate<'c, T> {
        Relocate::new(es, self)
    }

    /// Reads the document again and replaces everything: every field, the version, the computed fields, the lazy
    /// properties.
    ///
    /// Sends one `GET /index/_doc/id`, which sees the latest write without a refresh, and what lazy properties ask.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when the document is gone, or was deleted softly and neither this value
    /// says so nor the call asks for it; it is then unchanged.
    /// [`Error::Invalid`](crate::Error::Invalid) for a document that was never stored.
    pub fn reload<'c>(&'c mut self, es: &'c impl Runner) -> Reload<'c, T> {
        Reload::new(es, self)
    }
}
