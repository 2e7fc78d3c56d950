//! A type that passed every rule: the only thing that `expand` sees.

use proc_macro2::{Span, TokenStream};
use syn::{ExprPath, Generics, Ident, Type, Visibility};

use crate::{
    kinds::KindSpec,
    parse::{Check, Literal, Text},
};

/// A struct of named fields: a model, or an object.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) generics: &'a Generics,
    /// The path of `esmodel::__private`.
    pub(crate) private: TokenStream,
    /// The name of the parameter that says where a token's object stands.
    pub(crate) place: Ident,
    pub(crate) fields: Vec<Field<'a>>,
    /// What only a model has.
    pub(crate) facts: Option<Facts<'a>>,
}

/// One field.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// The name in JSON.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) role: Role<'a>,
}

/// What a field is to the index.
#[derive(Debug)]
pub(crate) enum Role<'a> {
    /// The id, its type without `Option`.
    Id { id: &'a Type, is_optional: bool },
    /// Filled by a method, never stored.
    Computed,
    /// Loaded by an async method, never stored.
    Lazy,
    /// Not in the JSON.
    Skipped,
    /// Its fields stand in the parent; the type is without `Option`.
    Flatten { object: &'a Type, is_optional: bool },
    /// A field of the mapping.
    Mapped(Mapping),
}

/// A field of the mapping.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    /// The kind that is written; else it comes from the type.
    pub(crate) kind: Option<&'static KindSpec>,
    pub(crate) params: Vec<Param>,
    /// The variant of `Dynamic`.
    pub(crate) dynamic: Option<&'static str>,
    /// `object(enabled = false)`.
    pub(crate) is_disabled: bool,
    /// serde writes it by a function of the user's: the type does not tell the shape.
    pub(crate) is_opaque: bool,
    pub(crate) sub_fields: Vec<SubField>,
}

/// A multi-field.
#[derive(Debug)]
pub(crate) struct SubField {
    /// The accessor.
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) kind: &'static KindSpec,
    pub(crate) params: Vec<Param>,
}

/// A key and its JSON value.
#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) key: String,
    /// Of the key.
    pub(crate) span: Span,
    pub(crate) value: ParamValue,
}

/// A JSON value.
#[derive(Debug)]
pub(crate) enum ParamValue {
    One(Literal),
    Many(Vec<Literal>),
    Map(Vec<Param>),
}

/// What only a model has.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) index: String,
    pub(crate) settings: Vec<Param>,
    /// The variant of `Dynamic`.
    pub(crate) dynamic: &'static str,
    pub(crate) default_sort: Vec<SortKey>,
    pub(crate) routing: Routing<'a>,
    pub(crate) analysis: Analysis,
    pub(crate) lazy_depth: u32,
    /// The positions of the timestamps among the fields.
    pub(crate) created_at: Option<usize>,
    pub(crate) updated_at: Option<usize>,
    /// Those of the authors.
    pub(crate) created_by: Option<usize>,
    pub(crate) updated_by: Option<usize>,
    /// That of the field that says when a document was deleted.
    pub(crate) soft_delete: Option<usize>,
    pub(crate) before_save: Option<&'a ExprPath>,
    pub(crate) after_load: Option<&'a ExprPath>,
    pub(crate) validate: Option<&'a Check>,
    pub(crate) description: String,
}

/// Where the routing value comes from.
#[derive(Debug)]
pub(crate) enum Routing<'a> {
    None,
    /// The position of a field.
    Field(usize),
    Hook(&'a ExprPath),
}

/// One key of the default order.
#[derive(Debug)]
pub(crate) struct SortKey {
    /// Its span is that of the whole literal.
    pub(crate) path: Text,
    pub(crate) is_descending: bool,
}

/// The declared parts of the analysis.
#[derive(Debug, Default)]
pub(crate) struct Analysis {
    pub(crate) analyzers: Vec<Component>,
    pub(crate) normalizers: Vec<Component>,
    pub(crate) tokenizers: Vec<Component>,
    pub(crate) filters: Vec<Component>,
    pub(crate) char_filters: Vec<Component>,
}

/// A named part of the analysis.
#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) params: Vec<Param>,
}

/// A type with `EsValue`.
#[derive(Debug)]
pub(crate) struct Value<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) private: TokenStream,
    pub(crate) place: Ident,
    pub(crate) form: ValueForm<'a>,
}

/// The two forms of values.
#[derive(Debug)]
pub(crate) enum ValueForm<'a> {
    /// The variants and their names in JSON.
    Enum(Vec<(&'a Ident, String)>),
    /// The type inside.
    Newtype(&'a Type),
}
