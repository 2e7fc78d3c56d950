//! The rules of an enum with data.

use darling::error::Accumulator;
use proc_macro2::Span;
use syn::{DeriveInput, ext::IdentExt as _, spanned::Spanned as _};

use super::{description, field, names, private, rules, wrong};
use crate::{
    model::{EnumVariant, Field, Form, Mapping, Model, Presence, Role, Tagging, VariantForm},
    parse::{RawEnum, RawField, RawForm, RawModel, RawVariant},
    types,
};

/// An enum with data; `None` when nothing that uses it could compile.
pub(crate) fn variants<'a>(raw: &'a RawEnum<'a>, errors: &mut Accumulator) -> Option<Model<'a>> {
    let private = private(raw.model.attrs.krate.as_ref(), errors);
    rules::model_attributes(&raw.model.attrs, "an object", errors);
    let DeriveInput { ident, vis, generics, .. } = raw.model.input;
    if let Some(param) = generics.params.first() {
        errors.push(wrong(param.span(), "an enum with data has no parameters; write one enum for each type"));
        return None;
    }
    let tagging = tagging(raw, errors)?;
    let mut fields = Vec::new();
    let mut found: Vec<EnumVariant<'a>> = Vec::new();
    for variant in &raw.variants {
        let name = name(raw, variant);
        if let Some(twin) = found.iter().find(|other| other.name == name) {
            errors.push(wrong(
                variant.variant.ident.span(),
                format!("the variant `{}` is already written as `{name}`; rename one of the two", twin.ident),
            ));
            continue;
        }
        let form = if check_accessor(variant, &tagging, &fields, errors) {
            form(raw, variant, &name, &tagging, (&mut fields, errors))
        } else {
            VariantForm::Unit
        };
        let aliases = variant.serde.aliases.clone();
        found.push(EnumVariant { ident: &variant.variant.ident, name, aliases, form });
    }
    let shared = raw.model.attrs.analysis.as_ref().map_or(&[][..], |analysis| &analysis.paths);
    let form = Form::Enum(tagging, found);
    let names = names(raw.model.input, ident);
    Some(Model { ident, vis, generics, private, names, fields, shared, facts: None, form })
}

fn name(raw: &RawEnum<'_>, variant: &RawVariant<'_>) -> String {
    let renamed = variant.serde.rename.as_ref().map(|(name, _)| name.clone());
    renamed.unwrap_or_else(|| raw.model.serde.rename_all.variant(&variant.variant.ident.unraw().to_string()))
}

/// Where serde writes the variant's name.
fn tagging(raw: &RawEnum<'_>, errors: &mut Accumulator) -> Option<Tagging> {
    let (mut tag, mut content) = (None, None);
    for (key, span, text) in &raw.model.serde.shape {
        match key.as_str() {
            "tag" => tag = text.clone().map(|text| (text, *span)),
            "content" => content = text.clone().map(|text| (text, *span)),
            "untagged" => {
                errors.push(wrong(
                    *span,
                    "without a tag a document does not tell which variant it is, and the first that happens to fit is read; write `#[serde(tag = \"type\")]`",
                ));
                return None;
            }
            _ => errors.push(wrong(
                *span,
                format!(
                    "`serde({key})` hides the fields from the mapping; drop it, and convert where you load and save"
                ),
            )),
        }
    }
    for (name, span) in tag.iter().chain(&content) {
        if name.is_empty() || name.contains('.') || name.starts_with('_') {
            errors.push(wrong(
                *span,
                format!("`{name}` is no name of a field: it has no dots, and does not begin with `_`; write another"),
            ));
        }
    }
    match (tag, content) {
        (Some((tag, _)), Some((content, _))) => Some(Tagging::Adjacent { tag, content }),
        (Some((tag, _)), None) => Some(Tagging::Internal { tag }),
        (None, _) => Some(Tagging::External),
    }
}

/// Each variant with fields has a method of its own.
fn check_accessor(variant: &RawVariant<'_>, tagging: &Tagging, fields: &[Field<'_>], errors: &mut Accumulator) -> bool {
    if matches!(variant.form, RawForm::Unit | RawForm::Tuple(_)) || variant.serde.untagged.is_some() {
        return true;
    }
    let (span, accessor) = (variant.variant.ident.span(), variant.accessor);
    if accessor == "tag" && !matches!(tagging, Tagging::External) {
        errors.push(wrong(
            span,
            "`tag()` is the method that leads to the tag; give the variant another name, and keep the one in JSON by `#[serde(rename = \"..\")]`",
        ));
        false
    } else if fields.iter().any(|field| field.ident == accessor) {
        errors.push(wrong(span, format!("two variants have the method `{accessor}()`; give one another name")));
        false
    } else {
        true
    }
}

type Sinks<'s, 'a> = (&'s mut Vec<Field<'a>>, &'s mut Accumulator);

fn form<'a>(
    raw: &'a RawEnum<'a>,
    variant: &'a RawVariant<'a>,
    name: &str,
    tagging: &Tagging,
    (fields, errors): Sinks<'_, 'a>,
) -> VariantForm<'a> {
    let ident = &variant.variant.ident;
    if variant.serde.is_skipped {
        return VariantForm::Unit;
    }
    if let Some(span) = variant.serde.untagged {
        return unknown(variant, span, errors);
    }
    match &variant.form {
        RawForm::Unit if matches!(tagging, Tagging::External) => {
            errors.push(wrong(
                ident.span(),
                format!("`{ident}` would be written as the text `\"{name}\"` where the other variants are objects, and a field of the index is one or the other; write `#[serde(tag = \"type\")]` on the enum, or `{ident} {{}}`"),
            ));
            VariantForm::Unit
        }
        RawForm::Unit => VariantForm::Unit,
        RawForm::Tuple(span) => {
            errors.push(wrong(
                *span,
                format!("`{ident}` would be written as a list, whose places the index does not tell apart; name the fields: `{ident} {{ .. }}`"),
            ));
            VariantForm::Unit
        }
        RawForm::Newtype(inside) => {
            let Some(mut field) = newtype(raw, inside, (ident, name), tagging, errors) else {
                return VariantForm::Unit;
            };
            describe(&mut field, variant);
            fields.push(field);
            VariantForm::Newtype(fields.len() - 1)
        }
        RawForm::Struct { marker, marker_type, model } => {
            let inside = inside(model, ident, errors);
            let (role, key) = shared_role(tagging, marker_type, name);
            let mut field = plain(variant.accessor, marker_type, key, role);
            describe(&mut field, variant);
            fields.push(field);
            let inner = Model {
                ident: marker,
                vis: raw.model.input_vis(),
                generics: &raw.model.input.generics,
                private: private(raw.model.attrs.krate.as_ref(), errors),
                names: names(raw.model.input, marker),
                fields: inside,
                shared: &[],
                facts: None,
                form: Form::Variant,
            };
            VariantForm::Struct(fields.len() - 1, Box::new(inner))
        }
    }
}

fn describe(field: &mut Field<'_>, variant: &RawVariant<'_>) {
    let described = description(&variant.variant.attrs, None);
    field.description = if described.is_empty() {
        format!("The fields of the variant `{}`.", variant.variant.ident)
    } else {
        described
    };
}

/// Where the fields of a variant stand, and under which key.
fn shared_role<'a>(tagging: &Tagging, ty: &'a syn::Type, name: &str) -> (Role<'a>, String) {
    match tagging {
        Tagging::External => (Role::Mapped(Mapping::default()), name.to_owned()),
        Tagging::Internal { .. } => (Role::Flatten { object: ty, is_optional: false }, name.to_owned()),
        Tagging::Adjacent { content, .. } => (Role::Mapped(Mapping::default()), content.clone()),
    }
}

const fn plain<'a>(ident: &'a syn::Ident, ty: &'a syn::Type, name: String, role: Role<'a>) -> Field<'a> {
    Field {
        ident,
        ty,
        name,
        description: String::new(),
        role,
        takes_one: false,
        is_hidden: false,
        // A document has one of the variants.
        presence: Presence::Defaulted,
        aliases: Vec::new(),
        stamp: None,
    }
}

/// The last variant, which keeps what is unknown.
fn unknown<'a>(variant: &RawVariant<'_>, span: Span, errors: &mut Accumulator) -> VariantForm<'a> {
    let keeps = match &variant.form {
        RawForm::Newtype(inside) => types::is_named(&inside.field.ty, &["UnknownVariant"]),
        _ => false,
    };
    if !keeps {
        let ident = &variant.variant.ident;
        errors.push(wrong(
            span,
            format!("a variant without a tag is only for what this program does not know; write `#[serde(untagged)] {ident}(UnknownVariant<Self>)`, or drop `untagged`"),
        ));
    }
    VariantForm::Unknown
}

/// `Card(Card)`.
fn newtype<'a>(
    raw: &'a RawEnum<'a>,
    inside: &'a RawField<'a>,
    (ident, name): (&syn::Ident, &str),
    tagging: &Tagging,
    errors: &mut Accumulator,
) -> Option<Field<'a>> {
    let ty = &inside.field.ty;
    if types::is_named(ty, &["UnknownVariant"]) {
        errors.push(wrong(
            ident.span(),
            format!("write `#[serde(untagged)]` on `{ident}`, so that it is read when no other variant is"),
        ));
        return None;
    }
    if !check_inside(inside, ident, errors) {
        return None;
    }
    if inside.serde.skip.is_some() || inside.serde.flatten.is_some() {
        errors.push(wrong(
            ty.span(),
            format!("`{ident}` holds one value, which serde cannot skip or flatten; drop that attribute"),
        ));
        return None;
    }
    if matches!(tagging, Tagging::External) {
        let mut field = field::field(&raw.model, inside, errors)?;
        name.clone_into(&mut field.name);
        return Some(field);
    }
    if let Some(attribute) = inside.field.attrs.iter().find(|attribute| attribute.path().is_ident("es")) {
        errors.push(wrong(
            attribute.path().span(),
            format!("the variants of this enum share their fields, so what `{ident}` holds has no attributes; write them on the fields of a struct: `{ident} {{ .. }}`"),
        ));
    }
    if let Some((key, span)) = &inside.serde.with {
        errors.push(wrong(*span, format!("with `{key}` the type does not tell what is stored; write it on a field of a struct: `{ident} {{ .. }}`")));
        return None;
    }
    let is_internal = matches!(tagging, Tagging::Internal { .. });
    if is_internal
        && (types::is_plain(ty)
            || types::is_list(ty)
            || types::is_named(ty, &["HashMap", "BTreeMap", "Value", "Map", "Option"]))
    {
        let spelled = quote::quote!(#ty).to_string().replace(' ', "");
        errors.push(wrong(
            ty.span(),
            format!("serde writes the tag among the fields of a struct, and `{spelled}` has none that are known; name it: `{ident} {{ value: {spelled} }}`, or write `#[serde(tag = \"..\", content = \"..\")]`"),
        ));
        return None;
    }
    let (role, key) = shared_role(tagging, ty, name);
    Some(plain(inside.ident, ty, key, role))
}

/// The fields of a struct variant.
fn inside<'a>(model: &'a RawModel<'a>, variant: &syn::Ident, errors: &mut Accumulator) -> Vec<Field<'a>> {
    rules::names_once(model, errors);
    let fields = model.fields.iter().filter(|field| check_inside(field, variant, errors)).collect::<Vec<_>>();
    fields.into_iter().filter_map(|field| field::field(model, field, errors)).collect()
}

/// What only a struct can have is refused.
fn check_inside(field: &RawField<'_>, variant: &syn::Ident, errors: &mut Accumulator) -> bool {
    let beyond = field.beyond_a_variant();
    for (word, span) in &beyond {
        errors.push(wrong(
            *span,
            format!("a variant of an enum has no methods and is written just as serde writes it, so `{word}` has no place in `{variant}`; write its fields as a struct with `#[derive(EsObject)]`, and the variant as `{variant}({variant})`"),
        ));
    }
    beyond.is_empty()
}
