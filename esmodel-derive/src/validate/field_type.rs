//! The rules of a field's type.

use darling::error::Accumulator;
use syn::{Type, ext::IdentExt, spanned::Spanned};

use super::wrong;
use crate::{
    kinds::Shape,
    model::Role,
    parse::{RawField, RawModel},
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
    let is_cut = mapping.is_disabled || mapping.kind.is_some_and(|kind| kind.shape == Shape::Flattened);
    let own = raw.input.ident.unraw().to_string();
    if !is_cut && [own.as_str(), "Self"].iter().any(|own| types::is_bare(types::innermost(ty), own)) {
        errors.push(wrong(
            ty.span(),
            format!("`{own}` contains itself, and a mapping has a finite depth; write `#[es(flattened)]` to search its leaves as keywords, or `#[es(object(enabled = false))]` to only keep it"),
        ));
    }
}

fn check_integer(ty: &Type, errors: &mut Accumulator) {
    if let Some((written, instead)) = types::unsuitable_integer(ty) {
        let reason =
            if written.ends_with("size") { "differs between machines" } else { "does not fit a number of the index" };
        errors.push(wrong(ty.span(), format!("`{written}` {reason}; use `{instead}`")));
    }
}
