//! Marks around what matched.

use std::{fmt, marker::PhantomData};

use crate::query::{JsonWriter, LeafToken};

/// Which fields are marked, and how: `Highlight::new().field(f.title()).fragments(f.content(), 150)`.
#[must_use = "a highlight does nothing until it is part of a search"]
pub struct Highlight<T> {
    fields: Vec<(&'static str, Option<u32>)>,
    tags: Option<(String, String)>,
    model: PhantomData<fn() -> T>,
}

impl<T> Clone for Highlight<T> {
    fn clone(&self) -> Self {
        Self { fields: self.fields.clone(), tags: self.tags.clone(), model: PhantomData }
    }
}

impl<T> fmt::Debug for Highlight<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlight").field("fields", &self.fields).field("tags", &self.tags).finish_non_exhaustive()
    }
}

impl<T> Default for Highlight<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Highlight<T> {
    /// Marks nothing yet.
    pub const fn new() -> Self {
        Self { fields: Vec::new(), tags: None, model: PhantomData }
    }

    /// Marks a field, in fragments of the server's default length (100 characters, 5 of them).
    pub fn field(mut self, field: impl LeafToken<Scope = T>) -> Self {
        self.fields.push((field.leaf().path(), None));
        self
    }

    /// Marks a field, in fragments of about that many characters.
    pub fn fragments(mut self, field: impl LeafToken<Scope = T>, characters: u32) -> Self {
        self.fields.push((field.leaf().path(), Some(characters)));
        self
    }

    /// What is put before and after a match; `<em>` and `</em>` unless set. Nothing around it is escaped.
    pub fn tags(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.tags = Some((before.into(), after.into()));
        self
    }

    pub(super) fn write(&self, json: &mut JsonWriter) {
        json.entry_object("highlight", |json| {
            if let Some((before, after)) = &self.tags {
                json.entry_array("pre_tags", |json| json.string(before));
                json.entry_array("post_tags", |json| json.string(after));
            }
            json.entry_object("fields", |json| {
                for (path, characters) in &self.fields {
                    json.entry_object(path, |json| {
                        if let Some(characters) = characters {
                            json.entry_uint("fragment_size", (*characters).into());
                        }
                    });
                }
            });
        });
    }
}
