//! What generated code may name. No part of the public API.

pub use std::{borrow::Cow, marker::PhantomData, ops::Deref, option::Option, result::Result, string::String};

pub use serde;

pub use crate::{
    model::{
        Computed, EsField, EsObject, Holds, Id, Millis, ModelDefinition, Newtype, Omit, RoutingHook, RoutingValue,
        Scalar, Stamp, Stamps, Term,
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
