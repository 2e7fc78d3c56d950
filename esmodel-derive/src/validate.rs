//! Stage 2: what is written becomes what is meant, or an error that says what to write instead.

mod analysis;
mod container;
mod field;
mod field_type;
mod index_name;
mod lock;
mod params;
mod projection;
mod root;
mod rules;
mod settings;
mod source;
mod value;
mod variants;

pub(crate) use projection::projection;
pub(crate) use value::value;
pub(crate) use variants::variants;

use darling::{Error, error::Accumulator};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, DeriveInput, Expr, ExprLit, Lit, Meta, ext::IdentExt};

use crate::{
    Flavour,
    model::{Field, Form, Model},
    parse::{RawModel, Text},
    types,
};

/// An error at a place.
fn wrong(span: Span, message: impl std::fmt::Display) -> Error {
    Error::custom(message).with_span(&span)
}

/// A struct of named fields. Fields that break a rule are left out of the result; there is none when nothing that uses
/// the struct could compile.
pub(crate) fn object<'a>(raw: &'a RawModel<'a>, errors: &mut Accumulator) -> Option<Model<'a>> {
    let private = private(raw.attrs.krate.as_ref(), errors);
    let is_expandable = rules::generics(raw, errors);
    rules::serde_shape(raw, errors);
    rules::flags_once(raw, errors);
    rules::names_once(raw, errors);
    if raw.flavour == Flavour::Object {
        rules::model_attributes(&raw.attrs, "an object", errors);
    }
    let fields: Vec<Field<'a>> = raw.fields.iter().filter_map(|field| field::field(raw, field, errors)).collect();
    let facts = (raw.flavour == Flavour::Model).then(|| container::facts(raw, &fields, errors));
    let shared = raw.attrs.analysis.as_ref().map_or(&[][..], |analysis| &analysis.paths);
    let place = types::free_name(raw.input);
    let DeriveInput { ident, vis, generics, .. } = raw.input;
    is_expandable.then_some(Model { ident, vis, generics, private, place, fields, shared, facts, form: Form::Struct })
}

/// The path of what generated code may name.
fn private(krate: Option<&Text>, errors: &mut Accumulator) -> TokenStream {
    let Some(Text { value, span }) = krate else { return quote!(::esmodel::__private) };
    let Ok(path) = syn::parse_str::<syn::Path>(value) else {
        errors.push(wrong(*span, format!("`{value}` is no path: write `crate = \"path::to::esmodel\"`")));
        return quote!(::esmodel::__private);
    };
    let path = relocate(path.into_token_stream(), *span);
    quote!(#path::__private)
}

fn relocate(tokens: TokenStream, span: Span) -> TokenStream {
    let moved = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    moved.collect()
}

/// The name of a field in JSON, as serde has it.
fn json_name(raw: &RawModel<'_>, field: &crate::parse::RawField<'_>) -> String {
    match &field.serde.rename {
        Some((name, _)) => name.clone(),
        None => raw.serde.rename_all.field(&field.ident.unraw().to_string()),
    }
}

/// A doc comment as one text, or the explicit description.
fn description(attributes: &[Attribute], given: Option<&Text>) -> String {
    if let Some(text) = given {
        return text.value.clone();
    }
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else { return None };
        match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value()),
            _ => None,
        }
    });
    let lines: Vec<String> = lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
    lines.join("\n").trim().to_owned()
}
