//! A value together with where it is stored and which version of it was seen.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

/// The version of a document that was seen: what guards the next write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocVersion {
    /// The sequence number of the last write, per shard, from 0.
    pub seq_no: u64,
    /// The term of the primary shard that took it, from 1.
    pub primary_term: u64,
}

impl DocVersion {
    /// As errors hold it.
    pub(crate) const fn pair(self) -> (u64, u64) {
        (self.seq_no, self.primary_term)
    }
}

/// What is known of the stored document, and so what may be done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It was never stored.
    Never,
    /// It is stored, but was read in part or without its version: saving it would erase what was left out.
    Unversioned,
    /// It was stored at this version.
    At(DocVersion),
}

impl From<Option<DocVersion>> for Seen {
    fn from(version: Option<DocVersion>) -> Self {
        version.map_or(Self::Unversioned, Self::At)
    }
}

/// Where a document is, and its version.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    pub(crate) index: Arc<str>,
    pub(crate) id: Box<str>,
    pub(crate) routing: Option<Box<str>>,
    pub(crate) seen: Seen,
    pub(crate) revision: Option<u64>,
}

impl Meta {
    /// Whether the document was never stored: it then has no index, id or version yet, which the first save gives it.
    pub const fn is_new(&self) -> bool {
        matches!(self.seen, Seen::Never)
    }

    /// The index that it was read from or written to: the index itself, not the alias. Empty for a new document.
    pub const fn index(&self) -> &Arc<str> {
        &self.index
    }

    /// The id, as text. Empty for a new document, whatever its value says.
    pub const fn id(&self) -> &str {
        &self.id
    }

    /// The routing value that it is stored under.
    pub fn routing(&self) -> Option<&str> {
        self.routing.as_deref()
    }

    /// The version pair; `None` when it was not seen (the reply did not carry it, or the document is new).
    pub const fn version(&self) -> Option<DocVersion> {
        match self.seen {
            Seen::At(version) => Some(version),
            Seen::Never | Seen::Unversioned => None,
        }
    }

    /// The server's `_version`: how often the document was written. Counts; guards nothing.
    pub const fn revision(&self) -> Option<u64> {
        self.revision
    }
}

/// A document: the value and its [`Meta`].
///
/// Reads and saves give it; [`Doc::new`] makes one of a value that is not stored yet.
///
/// It derefs to the value. Its accessors are associated functions (`Doc::meta(&doc)`), so that they never hide a
/// field or method of the value; its methods are the verbs `save`, `delete`, `reload`, `relocate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Doc<T> {
    pub(crate) value: T,
    pub(crate) meta: Meta,
}

impl<T> Doc<T> {
    /// A document that was never stored. Its first `save` creates or replaces the document of its id, as
    /// [`EsModel::save`](crate::EsModel::save) does with a plain value; from then on saves are guarded.
    pub fn new(value: T) -> Self {
        let meta = Meta { index: Arc::default(), id: Box::default(), routing: None, seen: Seen::Never, revision: None };
        Self { value, meta }
    }

    /// Puts a value and its metadata together.
    pub(crate) const fn from_parts(value: T, meta: Meta) -> Self {
        Self { value, meta }
    }

    /// Where the document is, and its version.
    pub const fn meta(this: &Self) -> &Meta {
        &this.meta
    }

    /// The value alone.
    pub fn into_inner(this: Self) -> T {
        this.value
    }

    /// The value and its metadata.
    pub fn into_parts(this: Self) -> (T, Meta) {
        (this.value, this.meta)
    }
}

impl<T> Deref for Doc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Doc<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
