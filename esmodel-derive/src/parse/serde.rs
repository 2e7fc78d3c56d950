//! The `#[serde(..)]` keys that shape the JSON: honoured, or refused with a reason. It reads, it does not rename.

use darling::{Error, Result, ast::NestedMeta, error::Accumulator};
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, spanned::Spanned};

/// A rule of `rename_all`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rename {
    #[default]
    None,
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Rename {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// A field's name, as serde has it: fields are taken to be `snake_case`.
    pub(crate) fn field(self, name: &str) -> String {
        match self {
            Self::None | Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => decapitalize(&pascal(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// A variant's name, as serde has it: variants are taken to be `PascalCase`.
    pub(crate) fn variant(self, name: &str) -> String {
        match self {
            Self::None | Self::Pascal => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => decapitalize(name),
            Self::Snake => snake(name),
            Self::ScreamingSnake => snake(name).to_ascii_uppercase(),
            Self::Kebab => snake(name).replace('_', "-"),
            Self::ScreamingKebab => snake(name).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(name: &str) -> String {
    let capitalized = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    capitalized.collect()
}

fn decapitalize(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// What serde's attributes on a type say.
#[derive(Debug, Default)]
pub(crate) struct SerdeContainer {
    pub(crate) rename_all: Rename,
    /// Of an enum: the rule of the fields of its variants.
    pub(crate) rename_all_fields: Rename,
    /// Whether absent fields have a value.
    pub(crate) has_default: bool,
    /// Keys that an object cannot have, and where; a value type may.
    pub(crate) shape: Vec<(String, Span, Option<String>)>,
}

impl SerdeContainer {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Accumulator) -> Self {
        let mut serde = Self::default();
        for item in errors.handle(items(attributes)).unwrap_or_default() {
            let key = item.path().to_token_stream().to_string();
            match key.as_str() {
                "rename_all" => {
                    if let Some(rename) = errors.handle(rename_all(&item)) {
                        serde.rename_all = rename;
                    }
                }
                "rename_all_fields" => {
                    if let Some(rename) = errors.handle(rename_all(&item)) {
                        serde.rename_all_fields = rename;
                    }
                }
                "default" => serde.has_default = true,
                "tag" | "untagged" | "content" | "from" | "into" | "try_from" | "transparent" | "remote" => {
                    serde.shape.push((key, item.span(), text(&item).map(|(text, _)| text)));
                }
                // `rename` names the type, which JSON never shows; the rest shapes no field, or is serde's to check.
                _ => {}
            }
        }
        serde
    }
}

/// What serde's attributes on a field say.
#[derive(Debug, Default)]
pub(crate) struct SerdeField {
    pub(crate) rename: Option<(String, Span)>,
    pub(crate) flatten: Option<Span>,
    pub(crate) skip: Option<Span>,
    /// `skip_serializing` alone: serde reads the field and does not write it.
    pub(crate) hidden: Option<Span>,
    /// Whether it has a value where it is absent.
    pub(crate) has_default: bool,
    /// `with`, `serialize_with`, or else `deserialize_with`: the Rust type no longer tells the shape.
    pub(crate) with: Option<(String, Span)>,
}

impl SerdeField {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut serde = Self::default();
        let mut errors = Error::accumulator();
        let (mut no_write, mut no_read) = (None, None);
        for item in errors.handle(items(attributes)).unwrap_or_default() {
            let (key, span) = (item.path().to_token_stream().to_string(), item.span());
            match key.as_str() {
                "rename" => serde.rename = errors.handle(one_name(&item)),
                "flatten" => serde.flatten = Some(span),
                "default" => serde.has_default = true,
                "skip" => serde.skip = Some(span),
                "skip_serializing" => no_write = Some(span),
                "skip_deserializing" => no_read = Some(span),
                "with" | "serialize_with" => serde.with = Some((key, span)),
                "deserialize_with" => {
                    serde.with.get_or_insert((key, span));
                }
                "getter" | "borrow" => errors.push(
                    Error::custom(format!("a document owns its values: `serde({key})` cannot be stored; drop it"))
                        .with_span(&span),
                ),
                _ => {}
            }
        }
        match (no_write, no_read) {
            (Some(span), Some(_)) => serde.skip = Some(span),
            (hidden, None) => serde.hidden = hidden,
            (None, Some(span)) => errors.push(
                Error::custom(
                    "`skip_deserializing` alone: the field would be lost at the next save, because it is not read; write `serde(skip)` to keep it out of the index, or drop the attribute",
                )
                .with_span(&span),
            ),
        }
        errors.finish_with(serde)
    }
}

/// The items of all `#[serde(..)]` attributes.
pub(super) fn items(attributes: &[Attribute]) -> Result<Vec<Meta>> {
    let mut items = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let Meta::List(list) = &attribute.meta else { continue };
        for nested in NestedMeta::parse_meta_list(list.tokens.clone())? {
            if let NestedMeta::Meta(item) = nested {
                items.push(item);
            }
        }
    }
    Ok(items)
}

pub(super) fn text(item: &Meta) -> Option<(String, Span)> {
    match item {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some((text.value(), text.span())),
            _ => None,
        },
        _ => None,
    }
}

/// `rename = ".."`, or both directions when they agree: what is written must be what is read.
pub(super) fn one_name(item: &Meta) -> Result<(String, Span)> {
    if let Some(name) = text(item) {
        return Ok(name);
    }
    let key = item.path().to_token_stream();
    let Meta::List(list) = item else {
        return Err(Error::custom(format!("write `{key} = \"..\"`")).with_span(item));
    };
    let nested = NestedMeta::parse_meta_list(list.tokens.clone())?;
    let named = |direction: &str| {
        nested.iter().find_map(|nested| match nested {
            NestedMeta::Meta(item) if item.path().is_ident(direction) => text(item),
            _ => None,
        })
    };
    match (named("serialize"), named("deserialize")) {
        (Some((written, span)), Some((read, _))) if written == read => Ok((written, span)),
        _ => Err(Error::custom(format!(
            "a document is read under the name that it is written by: give one, `{key} = \"..\"`, and keep another for reading as `alias`",
        ))
        .with_span(item)),
    }
}

pub(super) fn rename_all(item: &Meta) -> Result<Rename> {
    // An unknown rule is serde's error, on the same literal.
    one_name(item).map(|(name, _)| Rename::named(&name).unwrap_or_default())
}

/// The name of an enum's variant in JSON.
pub(crate) fn variant_name(attributes: &[Attribute]) -> Result<Option<String>> {
    for item in items(attributes)? {
        if item.path().is_ident("rename") {
            return one_name(&item).map(|(name, _)| Some(name));
        }
        let key = item.path().to_token_stream().to_string();
        if matches!(key.as_str(), "with" | "serialize_with" | "deserialize_with" | "untagged") {
            return Err(Error::custom(format!(
                "`serde({key})` changes the variant's shape, which `EsValue` writes as its name; drop it, or implement `EsField` by hand"
            ))
            .with_span(&item));
        }
    }
    Ok(None)
}
