//! One found document: the document, and what the search says of it.

use std::{
    borrow::Cow,
    ops::{Deref, DerefMut},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{rest::Rest, sort_values::SortValues};
use crate::{
    error::Result,
    model::{Doc, FromDocument, IdFor, ModelDefinition},
};

/// A document that a search found. It derefs to the [`Doc`], and so to the value: `hit.name`, `hit.save(&es)`.
///
/// A save is guarded by the version that the search saw. Accessors are associated functions (`Hit::score(&hit)`), so
/// that they never hide a field or method of the value.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<T> {
    doc: Doc<T>,
    score: Option<f64>,
    sort: Option<SortValues>,
    extras: Option<Box<Extras>>,
}

/// What few searches ask for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::search) struct Extras {
    pub(in crate::search) highlights: Vec<(Box<str>, Vec<String>)>,
    pub(in crate::search) matched: Vec<String>,
    pub(in crate::search) rest: Rest,
}

impl<T> Hit<T> {
    pub(in crate::search) const fn new(
        doc: Doc<T>,
        score: Option<f64>,
        sort: Option<SortValues>,
        extras: Option<Box<Extras>>,
    ) -> Self {
        Self { doc, score, sort, extras }
    }

    /// How well the document matches; `None` where hits are sorted by something else.
    pub const fn score(this: &Self) -> Option<f64> {
        this.score
    }

    /// The values that the hit was sorted by, where the search had a sort order.
    pub const fn sort_values(this: &Self) -> Option<&SortValues> {
        this.sort.as_ref()
    }

    /// The marked fragments of a field, where the search asked for highlights; empty where nothing matched in it.
    pub fn highlights<'a>(this: &'a Self, path: &str) -> &'a [String] {
        Self::all_highlights(this).find(|(name, _)| *name == path).map_or(&[], |(_, fragments)| fragments)
    }

    /// The marked fragments of every field that has any.
    pub fn all_highlights(this: &Self) -> impl Iterator<Item = (&str, &[String])> {
        let fields = this.extras.iter().flat_map(|extras| &extras.highlights);
        fields.map(|(name, fragments)| (&**name, fragments.as_slice()))
    }

    /// The names of the named queries that the document matches.
    pub fn matched_queries(this: &Self) -> &[String] {
        this.extras.as_ref().map_or(&[], |extras| &extras.matched)
    }

    /// The `inner_hits` as an `I`, where raw JSON in the search asked for some.
    ///
    /// # Errors
    /// [`Error::Decode`](crate::Error::Decode) when they are no such `I`.
    pub fn inner_hits<'a, I: Deserialize<'a>>(this: &'a Self) -> Result<Option<I>> {
        Self::rest(this, "inner_hits")
    }

    /// The `fields` (doc values, runtime and script fields) as an `F`, where the search asked for some.
    ///
    /// # Errors
    /// [`Error::Decode`](crate::Error::Decode) when they are no such `F`.
    pub fn fields<'a, F: Deserialize<'a>>(this: &'a Self) -> Result<Option<F>> {
        Self::rest(this, "fields")
    }

    /// Another part of the hit as a `V`, by its key: `_explanation` where the search said `.extra("explain", true)`.
    /// `None` where the hit has no such part.
    ///
    /// # Errors
    /// [`Error::Decode`](crate::Error::Decode) when it is no such `V`.
    pub fn rest<'a, V: Deserialize<'a>>(this: &'a Self, key: &str) -> Result<Option<V>> {
        this.extras.as_ref().map_or(Ok(None), |extras| extras.rest.read(key))
    }

    pub(in crate::search) fn drop_lead(this: &mut Self) {
        if let Some(values) = &mut this.sort {
            values.drop_lead();
        }
    }

    /// The document alone.
    pub fn into_doc(this: Self) -> Doc<T> {
        this.doc
    }

    /// The value alone.
    pub fn into_inner(this: Self) -> T {
        Doc::into_inner(this.doc)
    }
}

impl<T> Deref for Hit<T> {
    type Target = Doc<T>;

    fn deref(&self) -> &Doc<T> {
        &self.doc
    }
}

impl<T> DerefMut for Hit<T> {
    fn deref_mut(&mut self) -> &mut Doc<T> {
        &mut self.doc
    }
}

impl<T> From<Hit<T>> for Doc<T> {
    fn from(hit: Hit<T>) -> Self {
        hit.doc
    }
}

/// As the value itself, without lazy properties that are not loaded.
impl<T: FromDocument + Serialize> Serialize for Hit<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.doc.serialize(serializer)
    }
}

/// As [`Doc`] is read; of the search nothing is known.
impl<'de, T: ModelDefinition> Deserialize<'de> for Hit<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Doc::deserialize(deserializer).map(|doc| Self::new(doc, None, None, None))
    }
}

/// The id of the document that it is.
impl<T: ModelDefinition> IdFor<T::Id> for &Hit<T> {
    fn id_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(Doc::meta(self).id())
    }
}
