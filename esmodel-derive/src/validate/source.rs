//! `source(..)`: what is kept of documents, and whether what is kept can be read.

use darling::error::Accumulator;
use proc_macro2::Span;

use super::{params, wrong};
use crate::{
    kinds::Takes,
    model::{Field, ParamValue, Role},
    parse::{Given, Literal, RawModel, Value},
    types,
};

const SOURCE: &[(&str, Takes)] = &[("includes", Takes::Names), ("excludes", Takes::Names)];

/// The paths of `includes` and of `excludes`.
pub(super) fn source(
    raw: &RawModel<'_>,
    fields: &[Field<'_>],
    errors: &mut Accumulator,
) -> (Vec<Literal>, Vec<Literal>) {
    let own = own_excludes(raw, fields, errors);
    let entries = raw.attrs.source.as_ref();
    if let Some(entries) = entries.filter(|entries| entries.entries.is_empty()) {
        errors.push(wrong(entries.span, "say what is kept: `source(excludes(\"secret\"))`"));
    }
    let given = params::typed("source", SOURCE, entries.map_or(&[], |entries| &entries.entries), errors);
    let paths = |key: &str| {
        let found = given.iter().find(|param| param.key == key);
        match found.map(|param| &param.value) {
            Some(ParamValue::One(literal)) => vec![literal.clone()],
            Some(ParamValue::Many(literals)) => literals.clone(),
            _ => Vec::new(),
        }
    };
    let (includes, mut excludes) = (paths("includes"), paths("excludes"));
    excludes.extend(own);
    let not_included = given.iter().find(|param| param.key == "includes").map(|param| param.span);
    for field in fields.iter().filter(|field| is_needed(raw, field)) {
        if let Some(span) = left_out(&field.name, &includes, &excludes, not_included) {
            errors.push(wrong(
                span,
                format!(
                    "`{0}` is left out of what is kept, and no document could be read without it; add `#[serde(default)]` to `{1}`",
                    field.name, field.ident
                ),
            ));
        }
    }
    (includes, excludes)
}

/// The fields that say themselves that they are not kept.
fn own_excludes(raw: &RawModel<'_>, fields: &[Field<'_>], errors: &mut Accumulator) -> Vec<Literal> {
    let mut excludes = Vec::new();
    for field in &raw.fields {
        let Some(given) = &field.attrs.source else { continue };
        let Some(mapped) = fields.iter().find(|mapped| mapped.ident == field.ident) else { continue };
        match (&given.given, &mapped.role) {
            (Given::One(Literal { value: Value::Bool(true), .. }), _) => {}
            (Given::One(Literal { value: Value::Bool(false), .. }), Role::Mapped(mapping))
                if mapping.unstored.is_none() =>
            {
                excludes.push(Literal { value: Value::Str(mapped.name.clone()), span: given.span });
            }
            (Given::One(Literal { value: Value::Bool(false), .. }), _) => errors.push(wrong(
                given.span,
                format!("`{}` is no field that documents are kept with; drop `source`", field.ident),
            )),
            _ => errors.push(wrong(
                given.span,
                "`source = false` indexes the field and does not keep it; write that, or drop it",
            )),
        }
    }
    excludes
}

/// Where it is said that documents are kept without the field.
fn left_out(name: &str, includes: &[Literal], excludes: &[Literal], not_included: Option<Span>) -> Option<Span> {
    let by = excludes.iter().find(|one| path(one).is_some_and(|path| is_like(path, name)));
    if let Some(exclude) = by {
        return Some(exclude.span);
    }
    // What is inside of a field brings the field along.
    let is_included = |include: &Literal| {
        path(include).is_some_and(|path| is_like(path.split_once('.').map_or(path, |(first, _)| first), name))
    };
    if includes.iter().any(is_included) { None } else { not_included }
}

fn path(literal: &Literal) -> Option<&str> {
    match &literal.value {
        Value::Str(path) => Some(path),
        _ => None,
    }
}

/// A name, or a pattern with `*` for any text.
fn is_like(pattern: &str, name: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == name };
    let Some(rest) = name.strip_prefix(before) else { return false };
    (0..=rest.len()).filter_map(|at| rest.get(at..)).any(|rest| is_like(after, rest))
}

/// Whether serde reads no document that lacks the field.
fn is_needed(raw: &RawModel<'_>, field: &Field<'_>) -> bool {
    let Role::Mapped(mapping) = &field.role else { return false };
    let has_default = raw.fields.iter().any(|raw| raw.ident == field.ident && raw.serde.has_default);
    let is_optional = types::is_named(field.ty, &["Option"]) && !mapping.is_opaque;
    mapping.unstored.is_none() && !raw.serde.has_default && !has_default && !is_optional
}
