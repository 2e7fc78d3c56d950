//! What generated code may name. No part of the public API.

pub use std::{
    borrow::Cow,
    marker::{PhantomData, Sync},
    ops::Deref,
    option::Option,
    result::Result,
    string::String,
};

pub use serde;

pub use crate::{
    model::{
        Computed, EsField, EsObject, Holds, Id, LazyValues, LazyWork, Millis, ModelDefinition, Newtype, Omit,
        Relations, RoutingHook, RoutingValue, Scalar, Stamp, Stamps, Term,
    },
    query::{
        Field, LeafToken, ObjectFields,
        path::{Many, Multi, NestedPath, Path, Root, Sub, Within},
    },
    schema::{
        Analysis, Analyzer, CharFilter, Declared, Dynamic, DynamicTemplate, FieldType, Filter, Kind, LockFile,
        ModelSchema, Normalizer, Param, ParamValue, Property, RootOptions, SortKey, Tokenizer, Unstored,
        check::{self, Locked},
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
