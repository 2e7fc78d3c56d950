//! Names and generics that all parts of the expansion share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, ext::IdentExt, parse_quote};

use super::span::Pen;
use crate::{
    kinds::Shape,
    model::{Field, Form, Mapping, Model, Role, Tagging},
    types,
};

/// How generated code names what is esmodel's. The short name is one token, which costs next to nothing to quote; a stream
/// of tokens is a call of the compiler each time.
#[derive(Debug, Clone)]
pub(super) enum Private {
    /// By its whole path.
    Path(TokenStream),
    /// As it is imported.
    Name(Ident),
}

impl ToTokens for Private {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Path(path) => path.to_tokens(tokens),
            Self::Name(name) => name.to_tokens(tokens),
        }
    }
}

/// The struct with its arguments: `Page<T>`.
#[derive(Debug)]
pub(super) struct Own<'a> {
    ident: &'a Ident,
    generics: &'a Generics,
}

impl ToTokens for Own<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.ident.to_tokens(tokens);
        self.generics.split_for_impl().1.to_tokens(tokens);
    }
}

impl Own<'_> {
    fn write(&self, pen: &mut Pen<'_>) {
        pen.put(self.ident.clone());
        if !self.generics.params.is_empty() {
            pen.moved(&self.generics.split_for_impl().1);
        }
    }
}

/// A struct and what its parts call each other.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model<'a>,
    private: Private,
    /// The struct with its arguments.
    pub(super) own: Own<'a>,
    /// `EmployeeFields`.
    pub(super) fields: Ident,
    /// The struct's generics, with what the mapping needs of them.
    pub(super) generics: Generics,
}

impl<'a> Scope<'a> {
    pub(super) fn new(model: &'a Model<'a>, private: Private) -> Self {
        let own = Own { ident: model.ident, generics: model.generics };
        let fields = format_ident!("{}Fields", model.ident.unraw());
        let generics = bounded(model, &private);
        Self { model, private, own, fields, generics }
    }

    /// The path of what generated code may name.
    pub(super) const fn private(&self) -> &Private {
        &self.private
    }

    /// The struct's name as a literal.
    pub(super) fn name(&self) -> String {
        self.model.ident.unraw().to_string()
    }

    /// Where a token's object stands: `P`.
    pub(super) const fn place(&self) -> &'a Ident {
        &self.model.place
    }

    /// The generics of impls on tokens: the place, then the struct's own.
    pub(super) fn with_place(&self) -> Generics {
        let (private, place) = (self.private(), self.place());
        let mut generics = self.generics.clone();
        generics.params.insert(0, parse_quote!(#place: #private::Path));
        generics
    }

    /// The arguments of a token struct at some place: `<P, T>`.
    pub(super) fn arguments_at(&self, place: &impl ToTokens) -> TokenStream {
        let own = self.model.generics.params.iter().map(|param| match param {
            GenericParam::Type(param) => param.ident.to_token_stream(),
            GenericParam::Const(param) => param.ident.to_token_stream(),
            GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        });
        quote!(<#place #(, #own)*>)
    }

    /// The type parameters, for a phantom.
    pub(super) fn type_params(&self) -> impl Iterator<Item = &'a Ident> {
        self.model.generics.type_params().map(|param| &param.ident)
    }

    /// The fields that stand in `PROPERTIES`, each with its position there.
    pub(super) fn properties(&self) -> impl Iterator<Item = (usize, &'a Field<'a>)> {
        let in_mapping = |field: &&Field<'_>| matches!(field.role, Role::Mapped(_) | Role::Flatten { .. });
        self.model.fields.iter().filter(in_mapping).enumerate()
    }

    /// Field number `index` at the place of this object.
    pub(super) const fn sub(&self, index: usize) -> Place<'_> {
        Place::Sub { private: &self.private, object: self.place(), own: &self.own, index }
    }

    /// Where the content of variant number `index` stands, in an enum; else field number `index`.
    pub(super) const fn place_of(&self, index: usize) -> Place<'_> {
        let is_shared = matches!(self.model.form, Form::Enum(Tagging::Adjacent { .. }, _));
        let index = if is_shared { 1 } else { index };
        Place::Sub { private: &self.private, object: self.place(), own: &self.own, index }
    }
}

/// A place in a document, as a type.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// Where the object itself stands: `P`.
    Object(&'a Ident),
    /// One of its fields: `Sub<P, Employee, 1>`.
    Sub { private: &'a Private, object: &'a Ident, own: &'a Own<'a>, index: usize },
    /// Such a field that is a nested list: `Many<..>`.
    Many { private: &'a Private, object: &'a Ident, own: &'a Own<'a>, index: usize },
}

impl Place<'_> {
    /// The same field, as a nested list.
    pub(super) const fn many(self) -> Self {
        match self {
            Self::Sub { private, object, own, index } => Self::Many { private, object, own, index },
            other => other,
        }
    }

    pub(super) fn write(self, pen: &mut Pen<'_>) {
        match self {
            Self::Object(place) => {
                pen.put(place.clone());
            }
            Self::Sub { private, object, own, index } => {
                pen.private(private).word("Sub").punct('<').put(object.clone()).punct(',');
                own.write(pen);
                pen.punct(',').number(index).punct('>');
            }
            Self::Many { private, object, own, index } => {
                pen.private(private).word("Many").punct('<');
                Place::Sub { private, object, own, index }.write(pen);
                pen.punct('>');
            }
        }
    }
}

impl ToTokens for Place<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.write(&mut Pen::new(tokens, Span::call_site()));
    }
}

/// Whether the expansion asks `EsField` of the field's type.
pub(super) fn asks_field(mapping: &Mapping) -> bool {
    match mapping.kind {
        None => true,
        Some(kind) => matches!(kind.shape, Shape::Object | Shape::Nested) && !mapping.is_disabled,
    }
}

/// Whether there may be fields inside, which may be computed.
pub(super) fn may_hold_objects(field: &Field<'_>, mapping: &Mapping) -> bool {
    asks_field(mapping) && !mapping.is_opaque && mapping.unstored.is_none() && !types::is_plain(field.ty)
}

/// Whether the type is a map, which has no struct's fields.
pub(super) fn is_map(ty: &syn::Type) -> bool {
    types::is_named(ty, &["HashMap", "BTreeMap", "Map", "Value"])
}

fn bounded(model: &Model<'_>, private: &Private) -> Generics {
    let mut generics = model.generics.clone();
    let names: Vec<Ident> = model.generics.type_params().map(|param| param.ident.clone()).collect();
    let has_lazy = model.fields.iter().any(|field| matches!(field.role, Role::Lazy { .. }));
    for (param, name) in generics.type_params_mut().zip(&names) {
        param.default = None;
        param.bounds.push(parse_quote!('static));
        if has_lazy {
            // The function of a property holds `&self` while it waits, and it may move between threads.
            param.bounds.push(parse_quote!(#private::Sync));
        }
        let name = name.to_string();
        let is_mapped = model.fields.iter().any(|field| match &field.role {
            Role::Mapped(mapping) => asks_field(mapping) && types::mentions(field.ty, &name),
            _ => false,
        });
        if is_mapped {
            param.bounds.push(parse_quote!(#private::EsField));
        }
    }
    let mentions = |ty: &syn::Type| names.iter().any(|name| types::mentions(ty, &name.to_string()));
    for field in model.fields.iter().filter(|field| mentions(field.ty)) {
        let ty = field.ty;
        if field.is_hidden {
            generics.make_where_clause().predicates.push(parse_quote!(#ty: #private::serde::Serialize));
        }
        match &field.role {
            Role::Mapped(mapping) if !mapping.is_opaque => {
                if let Some(kind) = mapping.kind {
                    let marker = quote::format_ident!("{}", kind.marker);
                    generics
                        .make_where_clause()
                        .predicates
                        .push(parse_quote!(#ty: #private::Holds<#private::kind::#marker>));
                }
            }
            Role::Flatten { object, .. } if !is_map(object) => {
                generics.make_where_clause().predicates.push(parse_quote!(#object: #private::EsObject));
            }
            _ => {}
        }
    }
    generics
}
