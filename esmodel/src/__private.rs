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
        Adding, Additions, AdditionsInside, AddsNothing, Author, Computed, EsField, EsObject, EsProjection,
        FromDocument, Holds, Id, Included, IndexHook, LazyValues, LazyWork, Millis, ModelDefinition, Newtype, Omit,
        Part, ReadAs, Relations, RoutingHook, RoutingValue, Rules, Scalar, Signatures, SoftDelete, SourceFilter, Stamp,
        Stamps, Term, Text, Tombstone, Variants, after_load, before_save, read_as, validate,
    },
    query::{
        Field, LeafToken, ObjectFields,
        path::{Many, Multi, NestedPath, Path, Root, Sub, Within},
    },
    schema::{
        Analysis, Analyzer, CharFilter, Declared, Dynamic, DynamicTemplate, FieldType, Filter, Kind, Level, LockFile,
        ModelSchema, Normalizer, Param, ParamValue, Property, RootOptions, SortKey, Tokenizer, Unstored, VariantFields,
        analyses,
        check::{self, Locked, LockedRoot},
        content, count_analyses,
        kind::{self, KindAt, KindMarker, Numbered},
    },
};

/// Why a text is no value of an enum.
pub fn not_a(name: &str, text: &str) -> String {
    format!("`{text}` is no {name}")
}

/// That a projection reads the id as the type that the model has for it.
pub const fn same_id<T: SameId<I>, I>() {}

/// The type of a model's id.
#[diagnostic::on_unimplemented(
    message = "the model's id is `{I}`, and cannot be read as `{Self}`",
    label = "not the type of the model's id"
)]
pub trait SameId<I> {}

impl<I> SameId<I> for I {}

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
