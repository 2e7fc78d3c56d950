//! Rules that compare several things of one struct. What a single attribute may say is checked where it is read.

use darling::error::Accumulator;
use syn::{GenericParam, spanned::Spanned};

use super::{json_name, wrong};
use crate::{
    Flavour,
    parse::{Check, ContainerAttrs, RawField, RawModel},
};

/// A model's index is one index: `struct Employee`. An object may be generic: `struct Range<T>`.
/// Neither borrows: documents are read into values that own what they hold.
pub(super) fn generics(raw: &RawModel<'_>, errors: &mut Accumulator) -> bool {
    let mut is_expandable = true;
    for param in &raw.input.generics.params {
        let message = match param {
            GenericParam::Lifetime(_) => {
                "a document owns its values: use `String` instead of `&str`, `Vec<T>` instead of `&[T]`"
            }
            GenericParam::Type(_) | GenericParam::Const(_) if raw.flavour == Flavour::Model => {
                "a model cannot be generic, because its index is one; write one struct per index, and share fields through a generic `EsObject` with `serde(flatten)`"
            }
            GenericParam::Type(_) | GenericParam::Const(_) => continue,
        };
        errors.push(wrong(param.span(), message));
        is_expandable = false;
    }
    is_expandable
}

/// serde must write the struct as its fields: `rename_all`, `default`, `deny_unknown_fields`, not `tag`.
pub(super) fn serde_shape(raw: &RawModel<'_>, errors: &mut Accumulator) {
    for (key, span, _) in &raw.serde.shape {
        let advice = match key.as_str() {
            "tag" | "content" | "untagged" => "drop it, and add an `EsValue` enum as a field for the tag",
            "transparent" => "write the struct as a newtype with `#[derive(EsValue)]`",
            "remote" => "derive on the struct itself",
            _ => "drop it, and convert where you load and save; the stored shape is that of the fields",
        };
        errors.push(wrong(*span, format!("`serde({key})` hides the fields from the mapping; {advice}")));
    }
}

/// One id, one routing, one of each timestamp and author, one time of deletion.
pub(super) fn flags_once(raw: &RawModel<'_>, errors: &mut Accumulator) {
    let noun = if raw.flavour == Flavour::Model { "a model" } else { "an object" };
    let mut seen: Vec<(&str, &RawField<'_>)> = Vec::new();
    for field in &raw.fields {
        for (flag, span) in field.attrs.flags() {
            if matches!(flag, "computed" | "lazy") {
                continue;
            }
            match seen.iter().find(|(other, _)| *other == flag) {
                Some((_, first)) => errors.push(wrong(
                    span,
                    format!("`{}` is already `#[es({flag})]`; {noun} has one, take it off one of the two", first.ident),
                )),
                None => seen.push((flag, field)),
            }
        }
    }
    let routing = seen.iter().find(|(flag, _)| *flag == "routing");
    if let (Some((_, field)), Some(hook)) = (routing, &raw.attrs.routing) {
        errors.push(wrong(
            hook.0.span(),
            format!("the field `{}` routes already; keep the field or the function", field.ident),
        ));
    }
}

/// `user_name` beside `#[serde(rename = "user_name")] login` would be one field of the index.
pub(super) fn names_once(raw: &RawModel<'_>, errors: &mut Accumulator) {
    let mut seen: Vec<(String, &RawField<'_>)> = Vec::new();
    for field in &raw.fields {
        if field.serde.skip.is_some() || field.serde.flatten.is_some() {
            continue;
        }
        let name = json_name(raw, field);
        let span = field.serde.rename.as_ref().map_or_else(|| field.ident.span(), |(_, span)| *span);
        match seen.iter().find(|(other, _)| *other == name) {
            Some((_, first)) => errors.push(wrong(
                span,
                format!("the field `{}` is already named `{name}` in the index; rename one of the two", first.ident),
            )),
            None => seen.push((name, field)),
        }
    }
}

/// An object or a value has no index of its own: `#[derive(EsObject)]` takes `crate` only.
pub(super) fn model_attributes(attrs: &ContainerAttrs, noun: &str, errors: &mut Accumulator) {
    let spans = [
        ("index", attrs.index.as_ref().map(|text| text.span)),
        ("index_for", attrs.index_for.as_ref().map(|hook| hook.0.span())),
        ("settings", attrs.settings.as_ref().map(|entries| entries.span)),
        ("dynamic", attrs.dynamic.as_ref().map(|text| text.span)),
        ("enabled", attrs.enabled.as_ref().map(|given| given.span)),
        ("default_sort", attrs.default_sort.as_ref().map(|text| text.span)),
        ("lazy_depth", attrs.lazy_depth.as_ref().map(|depth| depth.span)),
        ("index_sort", attrs.index_sort.as_ref().map(|text| text.span)),
        ("source", attrs.source.as_ref().map(|entries| entries.span)),
        ("meta", attrs.meta.as_ref().map(|entries| entries.span)),
        ("date_detection", attrs.date_detection.as_ref().map(|given| given.span)),
        ("numeric_detection", attrs.numeric_detection.as_ref().map(|given| given.span)),
        ("dynamic_date_formats", attrs.dynamic_date_formats.as_ref().map(|given| given.span)),
        ("dynamic_templates", attrs.dynamic_templates.as_ref().map(|entries| entries.span)),
        ("routing", attrs.routing.as_ref().map(|hook| hook.0.span())),
        ("analyzers", attrs.analyzers.as_ref().map(|entries| entries.span)),
        ("normalizers", attrs.normalizers.as_ref().map(|entries| entries.span)),
        ("tokenizers", attrs.tokenizers.as_ref().map(|entries| entries.span)),
        ("filters", attrs.filters.as_ref().map(|entries| entries.span)),
        ("char_filters", attrs.char_filters.as_ref().map(|entries| entries.span)),
        ("lock", attrs.lock.as_ref().map(|text| text.span)),
        ("description", attrs.description.as_ref().map(|text| text.span)),
    ];
    let hooks = [
        ("before_save", attrs.before_save.as_ref().map(|hook| hook.0.span())),
        ("after_load", attrs.after_load.as_ref().map(|hook| hook.0.span())),
        ("validate", attrs.validate.as_ref().map(Check::span)),
    ];
    for (key, span) in hooks.into_iter().filter_map(|(key, span)| Some((key, span?))) {
        errors.push(wrong(
            span,
            format!("`{key}` runs for a whole document, and {noun} is a part of one; write it on the model, and call what is here from there"),
        ));
    }
    for (key, span) in spans {
        let advice = match key {
            "dynamic" => "write it on a field that holds it: `#[es(object(dynamic = \"true\"))]`",
            "description" => "write it on a field that holds it",
            _ => "write it on the model, with `#[derive(EsModel)]`",
        };
        if let Some(span) = span {
            errors.push(wrong(span, format!("`{key}` belongs to an index, and {noun} has none; {advice}")));
        }
    }
}
