//! What generated code may name. No part of the public API.

pub use std::{
    borrow::Cow,
    boxed::Box,
    marker::{PhantomData, Sync},
    ops::Deref,
    option::Option,
    result::Result,
    string::String,
    sync::Arc,
};

pub use serde;

pub use crate::{
    error::{Error, Violations},
    model::{
        Author, Computed, EsField, EsObject, Holds, Id, LazyValues, LazyWork, Millis, ModelDefinition, Newtype, Omit,
        RoutingHook, RoutingValue, Rules, Scalar, Signatures, SoftDelete, Stamp, Stamps, Term, Tombstone, after_load,
        before_save, validate,
    },
    query::{
        Field, LeafToken, ObjectFields,
        path::{Many, Multi, NestedPath, Path, Root, Sub, Within},
    },
    schema::{
        Analysis, Component, Dynamic, FieldType, Kind, ModelSchema, Param, ParamValue, Property, SortKey, check,
        kind::{self, KindMarker},
    },
};

/// Why a text is no value of an enum.
pub fn not_a(name: &str, text: &str) -> String {
    format!("`{text}` is no {name}")
}

/// The text of a model's id.
pub fn to_id<M: ModelDefinition>(id: &M::Id) -> Cow<'_, str> {
    id.to_id()
}

/// A model's id from its text.
///
/// # Errors
/// A message, when the text is no such id.
pub fn from_id<M: ModelDefinition>(id: &str) -> Result<M::Id, String> {
    M::Id::from_id(id)
}
