//! Types of one value: unit enums and newtypes.

use darling::FromAttributes;
use darling::error::Accumulator;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, ext::IdentExt, spanned::Spanned};

use super::{private, rules, wrong};
use crate::{
    model::{Value, ValueForm, Variant},
    parse::{self, Hook, SerdeContainer},
    types,
};

/// `#[es(..)]` on a variant.
#[derive(Debug, Default, FromAttributes)]
#[darling(attributes(es))]
struct VariantAttrs {
    /// Its parent in a family of documents: `parent = Question`.
    parent: Option<Hook>,
}

/// A unit enum or a newtype; `None` when it is neither.
pub(crate) fn value<'a>(input: &'a DeriveInput, errors: &mut Accumulator) -> Option<Value<'a>> {
    let attrs = parse::container(input, errors);
    let serde = SerdeContainer::read(&input.attrs, errors);
    let private = private(attrs.krate.as_ref(), errors);
    rules::model_attributes(&attrs, "a value", errors);
    if let Some(analysis) = &attrs.analysis {
        errors.push(wrong(
            analysis.span,
            "a value has no fields that an analysis is for; write it on the model, or on the object around it",
        ));
    }
    no_field_attributes(input, errors);
    let form = form(input, &serde, errors)?;
    shape(&form, &serde, errors);
    let place = types::free_name(input);
    Some(Value { ident: &input.ident, generics: &input.generics, private, place, form })
}

fn form<'a>(input: &'a DeriveInput, serde: &SerdeContainer, errors: &mut Accumulator) -> Option<ValueForm<'a>> {
    match &input.data {
        Data::Enum(data) => {
            let mut variants: Vec<Variant<'_>> = Vec::new();
            for variant in &data.variants {
                if !variant.fields.is_empty() {
                    errors.push(wrong(
                        variant.ident.span(),
                        format!("`{}` holds data, and an `EsValue` is one value; derive `EsObject` on the enum, with `#[serde(tag = \"type\")]`", variant.ident),
                    ));
                }
                let renamed = errors.handle(parse::variant_name(&variant.attrs)).flatten();
                let name = renamed.unwrap_or_else(|| serde.rename_all.variant(&variant.ident.unraw().to_string()));
                if let Some(Variant { ident: other, .. }) = variants.iter().find(|other| other.name == name) {
                    errors.push(wrong(
                        variant.ident.span(),
                        format!("`{other}` is already written as `{name}`; rename one"),
                    ));
                }
                variants.push(Variant { ident: &variant.ident, name, parent: None });
            }
            parents(data, &mut variants, errors);
            if data.variants.iter().any(|variant| !variant.fields.is_empty()) {
                return None;
            }
            if variants.is_empty() {
                errors.push(wrong(input.ident.span(), "an enum without variants has no values; give it some"));
                return None;
            }
            Some(ValueForm::Enum(variants))
        }
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                fields.unnamed.first().map(|field| ValueForm::Newtype(&field.ty))
            }
            Fields::Named(_) => refuse(input, "has named fields; derive `EsObject`, or `EsModel`", errors),
            Fields::Unnamed(_) => refuse(input, "is a tuple; name its fields and derive `EsObject`", errors),
            Fields::Unit => refuse(input, "has no value; wrap one: `struct Name(String);`", errors),
        },
        Data::Union(data) => {
            errors.push(wrong(data.union_token.span(), "`EsValue` is for unit enums and newtypes; write an enum"));
            None
        }
    }
}

/// `#[es(parent = Question)]` on the variants of a family's relations.
fn parents(data: &DataEnum, variants: &mut [Variant<'_>], errors: &mut Accumulator) {
    for (at, variant) in data.variants.iter().enumerate() {
        let Some(attrs) = errors.handle(VariantAttrs::from_attributes(&variant.attrs)) else { continue };
        let Some(Hook(path)) = attrs.parent else { continue };
        let parent = path.path.get_ident().and_then(|parent| variants.iter().position(|other| other.ident == parent));
        let is_known = parent.is_some();
        // Parents come first, so that no variant is its own grandparent.
        if let (Some(parent), Some(variant)) = (parent.filter(|parent| *parent < at), variants.get_mut(at)) {
            variant.parent = Some(parent);
        } else {
            // A stand-in, so that what uses the family does not fail too.
            if let Some(variant) = variants.get_mut(at) {
                variant.parent = at.checked_sub(1);
            }
            let written = quote::quote!(#path).to_string();
            let problem = if is_known {
                "is no variant before this one; a parent stands before its children"
            } else {
                "is no variant of this enum; name the one whose documents are the parents, before this one"
            };
            errors.push(wrong(path.span(), format!("`{written}` {problem}")));
        }
    }
}

fn refuse<'a>(input: &DeriveInput, reason: &str, errors: &mut Accumulator) -> Option<ValueForm<'a>> {
    let name = &input.ident;
    errors.push(wrong(name.span(), format!("`EsValue` is for unit enums and newtypes, and `{name}` {reason}")));
    None
}

/// serde must write an enum as the names of its variants, and a newtype as what it wraps.
fn shape(form: &ValueForm<'_>, serde: &SerdeContainer, errors: &mut Accumulator) {
    for (key, span, through) in &serde.shape {
        let advice = match (form, key.as_str()) {
            (ValueForm::Newtype(_), "transparent") => continue,
            // A check on the way in (`try_from = "String"` on `struct Email(String)`) leaves the shape as it is.
            (ValueForm::Newtype(inner), "from" | "try_from" | "into") if is_same(inner, through.as_deref()) => continue,
            (ValueForm::Newtype(_), _) => "name the wrapped type itself there, or drop it",
            (ValueForm::Enum(_), _) => "drop it: the variants are written as their names",
        };
        errors.push(wrong(*span, format!("`serde({key})` changes what is stored; {advice}")));
    }
}

fn is_same(inner: &syn::Type, through: Option<&str>) -> bool {
    through.and_then(|through| syn::parse_str::<syn::Type>(through).ok()).is_some_and(|through| through == *inner)
}

/// What a field that holds the value may say, the value itself cannot.
fn no_field_attributes(input: &DeriveInput, errors: &mut Accumulator) {
    let inside: Vec<&Attribute> = match &input.data {
        Data::Struct(data) => data.fields.iter().flat_map(|field| &field.attrs).collect(),
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    };
    for attribute in inside.into_iter().filter(|attribute| attribute.path().is_ident("es")) {
        errors.push(wrong(
            attribute.path().span(),
            "an `EsValue` has no attributes inside; write the kind and its parameters on the fields that hold it",
        ));
    }
}
