//! Stage 1: attributes as they are written. It compares nothing with anything else.
//!
//! The doc comment of each field is the reference of that attribute.

mod entry;
mod field;
mod projection;
mod serde;
mod unknown;
mod variants;

pub(crate) use entry::{Check, Entries, Entry, Given, Hook, Literal, Paths, Straight, Text, Value};
pub(crate) use field::RawField;
pub(crate) use projection::{RawPart, RawProjection, projection};
pub(crate) use serde::{SerdeContainer, variant_name};
pub(crate) use unknown::readable;
use unknown::{Place, explain};
pub(crate) use variants::{RawEnum, RawForm, RawVariant, is_enum_with_data, variant_names, variants};

use darling::{Error, FromAttributes, error::Accumulator};
use proc_macro2::Span;
use syn::{Data, DeriveInput, Fields, Visibility, ext::IdentExt as _, spanned::Spanned};

use crate::Flavour;

/// `#[es(..)]` on a struct.
#[derive(Debug, Default, FromAttributes)]
#[darling(attributes(es))]
pub(crate) struct ContainerAttrs {
    /// The index's name; the type's name in `snake_case` unless given.
    pub(crate) index: Option<Text>,
    /// A function of `&Self` that yields the name of the index which a document goes to: `index_for = Self::month`.
    pub(crate) index_for: Option<Hook>,
    /// Index settings: `settings(number_of_shards = 3, index.mapping.total_fields.limit = 2000)`.
    pub(crate) settings: Option<Entries>,
    /// What happens to unknown fields: `"strict"` (the default), `"true"`, `"false"`, `"runtime"`.
    pub(crate) dynamic: Option<Text>,
    /// The order of searches that give none: `"-joined,name.raw"`.
    pub(crate) default_sort: Option<Text>,
    /// How deep in queries made by lazy properties those of this model still run: 1 unless given.
    pub(crate) lazy_depth: Option<Straight>,
    /// The order in which the index keeps documents: `"-joined"`; it cannot be changed later.
    pub(crate) index_sort: Option<Text>,
    /// What is kept of documents: `source(excludes("secret"))`, `source(includes("name", "tags"))`.
    pub(crate) source: Option<Entries>,
    /// Free facts about the index: `meta(team = "search", version = 3)`.
    pub(crate) meta: Option<Entries>,
    /// Whether unknown text that looks like a date becomes one.
    pub(crate) date_detection: Option<Straight>,
    /// Whether unknown text that looks like a number becomes one.
    pub(crate) numeric_detection: Option<Straight>,
    /// What looks like a date: `dynamic_date_formats("yyyy/MM/dd")`.
    pub(crate) dynamic_date_formats: Option<Straight>,
    /// What becomes of unknown fields: `dynamic_templates(texts(match_mapping_type = "string", mapping(keyword)))`.
    pub(crate) dynamic_templates: Option<Entries>,
    /// A function of `&Self` that yields the routing value: `routing = Self::tenant`.
    pub(crate) routing: Option<Hook>,
    /// A function of `&mut Self` that runs before each write of a whole document, on a copy: `before_save = Self::tidy`.
    pub(crate) before_save: Option<Hook>,
    /// A function of `&mut Self` that runs after a document is read: `after_load = Self::fill`.
    pub(crate) after_load: Option<Hook>,
    /// What must hold before a write: the rules of `garde`, or a function: `validate = Self::check`.
    pub(crate) validate: Option<Check>,
    /// Analyzers of text: `analyzers(folded(tokenizer = "standard", filter("lowercase", "asciifolding")))`.
    pub(crate) analyzers: Option<Entries>,
    /// Normalizers of keywords: `normalizers(lower(filter("lowercase")))`.
    pub(crate) normalizers: Option<Entries>,
    /// Tokenizers: `tokenizers(grams(type = "edge_ngram", min_gram = 2, max_gram = 10))`.
    pub(crate) tokenizers: Option<Entries>,
    /// Token filters: `filters(short(type = "length", max = 10))`.
    pub(crate) filters: Option<Entries>,
    /// Character filters: `char_filters(dashes(type = "mapping", mappings("- => _")))`.
    pub(crate) char_filters: Option<Entries>,
    /// Analyses that are declared once for many: `analysis = SEARCH`, `analysis(SEARCH, names::PLAIN)`.
    pub(crate) analysis: Option<Paths>,
    /// The lock file, beside `Cargo.toml`: `lock = "employees.mapping.json"`.
    pub(crate) lock: Option<Text>,
    /// The path of the `esmodel` crate where it has another name: `crate = "es"`.
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Text>,
    /// Instead of the doc comment.
    pub(crate) description: Option<Text>,
}

/// A struct or enum as it is written.
#[derive(Debug)]
pub(crate) struct RawModel<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) flavour: Flavour,
    pub(crate) attrs: ContainerAttrs,
    pub(crate) serde: SerdeContainer,
    pub(crate) fields: Vec<RawField<'a>>,
}

impl<'a> RawModel<'a> {
    /// Who may name the type.
    pub(crate) const fn input_vis(&self) -> &'a Visibility {
        &self.input.vis
    }
}

impl RawModel<'_> {
    /// Whether the struct has a field of that name in the index, which may be one that could not be read.
    pub(crate) fn has(&self, name: &str) -> bool {
        let Data::Struct(data) = &self.input.data else { return false };
        let mut names = data.fields.iter().filter_map(|field| Some(field.ident.as_ref()?.unraw().to_string()));
        names.any(|own| self.serde.rename_all.field(&own) == name)
    }
}

/// Reads a struct of named fields; `None` when it is something else.
pub(crate) fn object<'a>(input: &'a DeriveInput, flavour: Flavour, errors: &mut Accumulator) -> Option<RawModel<'a>> {
    let fields = errors.handle(named_fields(input, flavour))?;
    let attrs = container(input, errors);
    let serde = SerdeContainer::read(&input.attrs, errors);
    let fields = fields.named.iter().filter_map(|field| RawField::read(field, errors)).collect();
    Some(RawModel { input, flavour, attrs, serde, fields })
}

/// `#[es(..)]` of a type; what is broken in it is reported, and the rest goes on without it.
pub(crate) fn container(input: &DeriveInput, errors: &mut Accumulator) -> ContainerAttrs {
    let attrs = ContainerAttrs::from_attributes(&input.attrs).map_err(|error| explain(error, Place::Type));
    errors.handle(attrs).unwrap_or_default()
}

fn named_fields(input: &DeriveInput, flavour: Flavour) -> darling::Result<&syn::FieldsNamed> {
    let derive = flavour.derive();
    let refuse = |what: &str, span: Span| {
        Err(Error::custom(format!("`{derive}` is for structs with named fields, and `{}` is {what}", input.ident))
            .with_span(&span))
    };
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                refuse("a newtype; derive `EsValue` on it", input.ident.span())
            }
            Fields::Unnamed(_) => refuse("a tuple; name its fields", input.ident.span()),
            Fields::Unit => refuse("a struct without fields; give it at least one", input.ident.span()),
        },
        Data::Enum(data) => {
            let is_unit = data.variants.iter().all(|variant| variant.fields.is_empty());
            let advice = if is_unit {
                "an enum; derive `EsValue` on it"
            } else {
                "an enum with data; derive `EsObject` on it, and hold it in a field of a model, `#[serde(flatten)]` where its fields are the document's"
            };
            refuse(advice, data.enum_token.span())
        }
        Data::Union(data) => {
            refuse("a union; write a struct with an optional field for each of its own", data.union_token.span())
        }
    }
}
