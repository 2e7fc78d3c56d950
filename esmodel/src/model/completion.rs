//! Suggestions: what a `completion` field holds besides plain text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EsField, GeoPoint, Holds};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Kind, kind},
};

/// What is suggested for what is typed, how important it is, and where it may be suggested. A field of kind `completion`
/// may also hold plain text: `#[es(completion)] title: String`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Completion {
    /// The texts whose beginnings are typed.
    pub input: Vec<String>,
    /// The heavier come first; 1 unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// For each context of the field's attribute (`contexts(genre(category))`): where it is suggested.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contexts: BTreeMap<String, Vec<Context>>,
}

/// A category, or a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Context {
    /// Of a context of type `geo`.
    Place(GeoPoint),
    /// Of a context of type `category`.
    Category(String),
}

impl Completion {
    /// Suggested for the beginnings of these texts.
    pub fn of(input: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { input: input.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// How important it is.
    #[must_use]
    pub const fn weight(mut self, weight: u32) -> Self {
        self.weight = Some(weight);
        self
    }

    /// Suggested in that category, or near that place, of the context.
    #[must_use]
    pub fn within(mut self, context: impl Into<String>, value: impl Into<Context>) -> Self {
        self.contexts.entry(context.into()).or_default().push(value.into());
        self
    }
}

impl From<GeoPoint> for Context {
    fn from(place: GeoPoint) -> Self {
        Self::Place(place)
    }
}

impl From<&str> for Context {
    fn from(category: &str) -> Self {
        Self::Category(category.to_owned())
    }
}

impl From<String> for Context {
    fn from(category: String) -> Self {
        Self::Category(category)
    }
}

impl EsField for Completion {
    const TYPE: FieldType = FieldType::scalar(Kind::Completion);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Completion, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl Holds<kind::Completion> for Completion {
    type Value = Self;
}
