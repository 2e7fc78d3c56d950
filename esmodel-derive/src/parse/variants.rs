//! An enum with data, as it is written.

use darling::{Error, FromAttributes as _, Result, error::Accumulator};
use heck::ToSnakeCase as _;
use proc_macro2::Span;
use quote::{ToTokens as _, format_ident};
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Type, Variant, ext::IdentExt as _, spanned::Spanned as _};

use super::{
    ContainerAttrs, RawField, RawModel, container,
    entry::Word,
    field::FieldAttrs,
    serde::{Rename, SerdeContainer, SerdeField, items, one_name, rename_all, text},
    unknown::{Place, explain},
};
use crate::Flavour;

/// What generated code calls a variant.
#[derive(Debug)]
pub(crate) struct VariantNames {
    /// The method that leads to its fields.
    accessor: Ident,
    /// The struct that stands for its fields, and the same as a type.
    marker: Ident,
    marker_type: Type,
}

/// Those of all variants.
pub(crate) fn variant_names(input: &DeriveInput) -> Vec<VariantNames> {
    let Data::Enum(data) = &input.data else { return Vec::new() };
    let names = data.variants.iter().map(|variant| {
        let name = variant.ident.unraw().to_string();
        let snake = name.to_snake_case();
        let accessor = [snake.clone(), format!("r#{snake}")].into_iter().find_map(|name| syn::parse_str(&name).ok());
        let mut accessor: Ident = accessor.unwrap_or_else(|| format_ident!("{snake}_"));
        accessor.set_span(variant.ident.span());
        let marker = format_ident!("__{}{name}", input.ident.unraw(), span = Span::call_site());
        let marker_type = syn::parse_quote!(#marker);
        VariantNames { accessor, marker, marker_type }
    });
    names.collect()
}

/// An enum as it is written.
#[derive(Debug)]
pub(crate) struct RawEnum<'a> {
    /// The enum itself, without fields.
    pub(crate) model: RawModel<'a>,
    pub(crate) variants: Vec<RawVariant<'a>>,
}

/// A variant as it is written.
#[derive(Debug)]
pub(crate) struct RawVariant<'a> {
    pub(crate) variant: &'a Variant,
    pub(crate) accessor: &'a Ident,
    pub(crate) serde: SerdeVariant,
    pub(crate) form: RawForm<'a>,
}

/// What a variant holds.
#[derive(Debug)]
pub(crate) enum RawForm<'a> {
    Unit,
    Newtype(Box<RawField<'a>>),
    Struct { marker: &'a Ident, marker_type: &'a Type, model: Box<RawModel<'a>> },
    Tuple(Span),
}

/// What serde's attributes on a variant say.
#[derive(Debug, Default)]
pub(crate) struct SerdeVariant {
    pub(crate) rename: Option<(String, Span)>,
    pub(crate) aliases: Vec<String>,
    pub(crate) is_skipped: bool,
    pub(crate) untagged: Option<Span>,
    rename_all: Option<Rename>,
}

impl SerdeVariant {
    fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut serde = Self::default();
        let mut errors = Error::accumulator();
        for item in errors.handle(items(attributes)).unwrap_or_default() {
            let (key, span) = (item.path().to_token_stream().to_string(), item.span());
            let refused = match key.as_str() {
                "rename" => {
                    serde.rename = errors.handle(one_name(&item));
                    continue;
                }
                "rename_all" => {
                    serde.rename_all = errors.handle(rename_all(&item));
                    continue;
                }
                "alias" => {
                    serde.aliases.extend(text(&item).map(|(text, _)| text));
                    continue;
                }
                "skip" => {
                    serde.is_skipped = true;
                    continue;
                }
                "untagged" => {
                    serde.untagged = Some(span);
                    continue;
                }
                "skip_serializing" | "skip_deserializing" => {
                    "what is stored must be read, and what is read be stored again; write `serde(skip)`, or drop it"
                }
                "other" => {
                    "the next save would write this variant over one that it does not know; write a last variant that keeps it: `#[serde(untagged)] Unknown(UnknownVariant<Self>)`"
                }
                "with" | "serialize_with" | "deserialize_with" => {
                    "the variant's type does not tell what is stored; put it on a field inside, and say the field's kind there"
                }
                "borrow" => "a document owns its values; drop it",
                _ => continue,
            };
            errors.push(Error::custom(format!("`serde({key})` on a variant: {refused}")).with_span(&span));
        }
        errors.finish_with(serde)
    }
}

/// Reads an enum with data; `None` when it is something else.
pub(crate) fn variants<'a>(
    input: &'a DeriveInput,
    names: &'a [VariantNames],
    errors: &mut Accumulator,
) -> Option<RawEnum<'a>> {
    let Data::Enum(data) = &input.data else { return None };
    let attrs = container(input, errors);
    let serde = SerdeContainer::read(&input.attrs, errors);
    let variants = data.variants.iter().zip(names);
    let variants = variants.filter_map(|(variant, names)| raw_variant(input, variant, names, &serde, errors)).collect();
    Some(RawEnum { model: RawModel { input, flavour: Flavour::Object, attrs, serde, fields: Vec::new() }, variants })
}

fn raw_variant<'a>(
    input: &'a DeriveInput,
    variant: &'a Variant,
    names: &'a VariantNames,
    container: &SerdeContainer,
    errors: &mut Accumulator,
) -> Option<RawVariant<'a>> {
    if let Some(attribute) = variant.attrs.iter().find(|attribute| attribute.path().is_ident("es")) {
        let advice = "a variant has no attributes of its own; write kinds and parameters on the fields inside";
        errors.push(Error::custom(advice).with_span(&attribute.path().span()));
    }
    let serde = errors.handle(SerdeVariant::read(&variant.attrs))?;
    let form = match &variant.fields {
        Fields::Unit => RawForm::Unit,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = fields.unnamed.first()?;
            let attrs = FieldAttrs::from_attributes(&field.attrs).map_err(|error| explain(error, Place::Field));
            let (attrs, own) = (errors.handle(attrs)?, errors.handle(SerdeField::read(&field.attrs))?);
            let field = RawField { ident: &names.accessor, field, attrs, serde: own, is_broken: false };
            RawForm::Newtype(Box::new(field))
        }
        Fields::Unnamed(fields) => RawForm::Tuple(fields.paren_token.span.join()),
        Fields::Named(fields) => {
            let rename_all = serde.rename_all.unwrap_or(container.rename_all_fields);
            let serde = SerdeContainer { rename_all, ..SerdeContainer::default() };
            let fields = fields.named.iter().filter_map(|field| RawField::read(field, errors)).collect();
            let model = RawModel { input, flavour: Flavour::Object, attrs: ContainerAttrs::default(), serde, fields };
            RawForm::Struct { marker: &names.marker, marker_type: &names.marker_type, model: Box::new(model) }
        }
    };
    Some(RawVariant { variant, accessor: &names.accessor, serde, form })
}

impl RawField<'_> {
    /// `#[es(..)]` on it that a variant's field cannot have.
    pub(crate) fn beyond_a_variant(&self) -> Vec<(&'static str, Span)> {
        let attrs = &self.attrs;
        let stored: Word = attrs.stored;
        let mut found = attrs.flags();
        found.extend(stored.span().map(|span| ("stored", span)));
        found.extend(attrs.alias.as_ref().map(|alias| ("alias", alias.span)));
        found.extend(attrs.runtime.as_ref().map(|runtime| ("runtime", runtime.span)));
        found.extend(self.serde.hidden.map(|span| ("skip_serializing", span)));
        found
    }
}

/// Whether it is an enum that is more than a list of names.
pub(crate) fn is_enum_with_data(input: &DeriveInput) -> bool {
    let Data::Enum(data) = &input.data else { return false };
    let has_tag = || {
        let items = items(&input.attrs).unwrap_or_default();
        items.iter().any(|item| item.path().is_ident("tag"))
    };
    !data.variants.is_empty()
        && (data.variants.iter().any(|variant| !matches!(variant.fields, Fields::Unit)) || has_tag())
}
