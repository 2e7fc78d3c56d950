//! The rules of a projection that its own struct shows; the compiler compares it with the model.

use darling::error::Accumulator;
use syn::{ext::IdentExt, spanned::Spanned};

use super::{field::one_or_many, private, wrong};
use crate::{
    model::{ProjectedField, Projection},
    parse::{RawPart, RawProjection},
    types,
};

/// A projection, or `None` when it says of no model, or nothing that uses it could compile.
pub(crate) fn projection<'a>(raw: &'a RawProjection<'a>, errors: &mut Accumulator) -> Option<Projection<'a>> {
    let private = private(raw.attrs.krate.as_ref(), errors);
    for (key, span, _) in &raw.serde.shape {
        errors.push(wrong(*span, format!("`serde({key})` hides the fields that are read; drop it")));
    }
    let generic = raw.input.generics.params.first();
    if let Some(param) = generic {
        errors.push(wrong(param.span(), "a projection is of one model and owns its values, so it has no parameters"));
    }
    let mut id: Option<(String, &syn::Type)> = None;
    let mut fields = Vec::new();
    for field in &raw.fields {
        let mut found = darling::Error::accumulator();
        let name = match &field.serde.rename {
            Some((name, _)) => name.clone(),
            None => raw.serde.rename_all.field(&field.ident.unraw().to_string()),
        };
        check(field, &name, &mut found);
        if errors.handle(found.finish()).is_none() || field.serde.skip.is_some() {
            continue;
        }
        let ty = &field.field.ty;
        if let Some(span) = field.attrs.id.span() {
            if let Some((first, _)) = &id {
                errors.push(wrong(span, format!("`{first}` is already `#[es(id)]`; take it off one of the two")));
            }
            id = Some((name, types::argument_of(ty, "Option").unwrap_or(ty)));
            continue;
        }
        let (is_opaque, takes_one) = (field.serde.with.is_some(), field.attrs.one_or_many.span().is_some());
        let has_default = field.serde.has_default || raw.serde.has_default;
        fields.push(ProjectedField { name, name_span: field.name_span(), ty, is_opaque, takes_one, has_default });
    }
    let Some(of) = &raw.attrs.of else {
        let span = raw.input.ident.span();
        errors.push(wrong(span, "say whose fields these are: `#[es(of = City)]`, with the model or object"));
        return None;
    };
    let is_strict = raw.serde.strict.is_some();
    generic.is_none().then_some(Projection { ident: &raw.input.ident, private, of: &of.0, id, fields, is_strict })
}

/// What one field may be.
fn check(field: &RawPart<'_>, name: &str, errors: &mut Accumulator) {
    if let Some(span) = field.serde.flatten {
        errors.push(wrong(
            span,
            "a projection asks for fields by their names; write those inside of the flattened struct here, one by one",
        ));
    }
    let ty = &field.field.ty;
    for (wrapper, noun) in [("Computed", "a computed field"), ("Lazy", "a lazy property")] {
        if types::is_named(ty, &[wrapper]) {
            errors.push(wrong(
                ty.span(),
                format!("{noun} is not stored, so it cannot be read in part; write a method instead"),
            ));
        }
    }
    if let Some(span) = field.attrs.one_or_many.span() {
        let is_stored = field.serde.skip.is_none() && field.attrs.id.span().is_none();
        one_or_many(span, ty, is_stored, errors);
    }
    if name.contains(['*', ',', '"', '\\', '.']) || name.contains(char::is_control) {
        errors.push(wrong(
            field.name_span(),
            format!("`{}` cannot be asked for by its name; read the whole model", name.escape_debug()),
        ));
    }
}
