//! One document at a time: save, create, get, delete, reload, move. Optimistic concurrency lives here and nowhere
//! else.
//!
//! Every verb is a builder that does nothing until it is awaited. Dropping the future before it is done leaves every
//! local value as it was; the server may or may not have carried the request out.

mod address;
mod delete;
mod get;
mod get_many;
mod modify;
mod place;
mod reload;
mod relocate;
mod reply;
mod save;
mod write;

pub use address::MAX_ID_BYTES;
pub(crate) use address::{Address, index_of};
pub use delete::{Delete, DeleteDoc};
pub use get::{Exists, Find, Get, Require};
pub use get_many::GetMany;
pub use modify::{Modify, TryModify};
pub(crate) use place::{Explicit, Pending, Place, guard_of};
pub use reload::Reload;
pub use relocate::Relocate;
pub(crate) use reply::{WriteReply, read_items};
pub use save::{Expected, Save, SaveDoc};

pub(crate) use write::{ActionLine, ActionMeta, Guard, Written};

use crate::{
    batch::Runner,
    model::{Doc, ModelDefinition},
};

/// Writes the setters that several verbs share.
macro_rules! options {
    ($verb:ident<$($generic:ident),+>: $($option:ident),+) => {
        impl<$($generic),+> $verb<'_, $($generic),+> { $( $crate::document::option!($option); )+ }
    };
}

macro_rules! option {
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
        /// Another index than the model's; the client's prefix is put before it.
        pub fn index(mut self, index: impl Into<String>) -> Self {
            self.index = Some(index.into());
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
pub(crate) use {option, options};

/// The verbs of a document.
impl<T: ModelDefinition> Doc<T> {
    /// Saves the document, unless somebody else wrote it since it was loaded.
    ///
    /// Sends one `PUT /index/_doc/id` with `if_seq_no` and `if_primary_term`, to the index that the document was
    /// loaded from. Afterwards the document has its new version, timestamps and computed fields; on an error, or when
    /// the future is dropped, it is unchanged. A guarded write is never sent twice unless the first certainly did not
    /// arrive.
    ///
    /// A new document ([`Doc::new`]) is saved as the plain value would be, see [`EsModel::save`](crate::EsModel::save):
    /// created, or replaced whoever wrote it; an id that the server made is written back.
    ///
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) with both versions when the document was changed or deleted;
    /// [`Error::Invalid`](crate::Error::Invalid) when the model's routing changed (see [`relocate`](Self::relocate)).
    pub fn save<'c>(&'c mut self, es: &'c impl Runner) -> SaveDoc<'c, T> {
        SaveDoc::guarded(es, self)
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
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) when the document was changed or is gone already;
    /// [`EsModel::delete`](crate::EsModel::delete) by id tells the two apart. [`Error::Invalid`](crate::Error::Invalid) for a
    /// document that was never stored.
    pub fn delete<'c>(&'c self, es: &'c impl Runner) -> DeleteDoc<'c, T> {
        DeleteDoc::new(es, self)
    }

    /// Moves the document to the shard of its new routing value.
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
    /// [`Error::NotFound`](crate::Error::NotFound) when the document is gone; it is then unchanged.
    /// [`Error::Invalid`](crate::Error::Invalid) for a document that was never stored.
    pub fn reload<'c>(&'c mut self, es: &'c impl Runner) -> Reload<'c, T> {
        Reload::new(es, self)
    }
}
