//! The rules of a field's type.

use darling::error::Accumulator;
use syn::{Type, ext::IdentExt, spanned::Spanned};

use super::wrong;
use crate::{
    kinds::{Shape, has_time_of_day},
    model::{Mapping, ParamValue, Role},
    parse::{Literal, RawField, RawModel, Value},
    types,
};

/// What the spelling of a type tells already; the compiler knows the rest.
pub(super) fn check_type(raw: &RawModel<'_>, field: &RawField<'_>, role: &Role<'_>, errors: &mut Accumulator) {
    let ty = &field.field.ty;
    let mapping = match role {
        Role::Mapped(mapping) if !mapping.is_opaque => mapping,
        Role::Id { .. } => {
            check_integer(ty, errors);
            return;
        }
        _ => return,
    };
    check_integer(ty, errors);
    for (wrapper, word) in [("Lazy", "lazy"), ("Computed", "computed")] {
        if types::is_named(ty, &[wrapper]) {
            errors.push(wrong(ty.span(), format!("a `{wrapper}<..>` is filled by a method: write `#[es({word})]`")));
        }
    }
    if let Type::Reference(reference) = ty {
        errors.push(wrong(
            reference.and_token.span(),
            "a document owns its values: use `String` instead of `&str`, `Vec<T>` instead of `&[T]`",
        ));
    }
    check_dates(ty, mapping, errors);
    let is_cut = mapping.is_disabled || mapping.kind.is_some_and(|kind| kind.shape == Shape::Flattened);
    let own = raw.input.ident.unraw().to_string();
    if !is_cut && types::is_named(types::innermost(ty), &[&own, "Self"]) {
        errors.push(wrong(
            ty.span(),
            format!("`{own}` contains itself, and a mapping has a finite depth; write `#[es(flattened)]` to search its leaves as keywords, or `#[es(object(enabled = false))]` to only keep it"),
        ));
    }
}

/// A point in time is written whole; a format without hours refuses every document.
fn check_dates(ty: &Type, mapping: &Mapping, errors: &mut Accumulator) {
    let Some(written) = types::point_in_time(ty) else { return };
    let views = mapping.kind.map(|kind| (kind, &mapping.params)).into_iter();
    for (kind, params) in views.chain(mapping.sub_fields.iter().map(|sub| (sub.kind, &sub.params))) {
        let is_tolerant = params.iter().any(|param| {
            param.key == "ignore_malformed"
                && matches!(param.value, ParamValue::One(Literal { value: Value::Bool(true), .. }))
        });
        for param in
            params.iter().filter(|param| param.key == "format" && kind.name.starts_with("date") && !is_tolerant)
        {
            if let ParamValue::One(Literal { value: Value::Str(format), span }) = &param.value
                && !has_time_of_day(format)
            {
                errors.push(wrong(
                    *span,
                    format!("a `{written}` is written with its time of day, which `{format}` refuses: no document could be saved; add a format with it, `{format}||strict_date_optional_time`, or use a type of dates"),
                ));
            }
        }
    }
}

fn check_integer(ty: &Type, errors: &mut Accumulator) {
    if let Some((written, instead)) = types::unsuitable_integer(ty) {
        let reason =
            if written.ends_with("size") { "differs between machines" } else { "does not fit a number of the index" };
        errors.push(wrong(ty.span(), format!("`{written}` {reason}; use `{instead}`")));
    }
}
