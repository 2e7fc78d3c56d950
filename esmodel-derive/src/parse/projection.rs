//! `#[es(..)]` on a projection and its fields.

use darling::{Error, FromAttributes, FromMeta, Result, error::Accumulator};
use proc_macro2::Span;
use syn::{DeriveInput, ExprPath, Field, Ident, Meta};

use super::{
    SerdeContainer,
    entry::{Text, Word, path},
    named_fields,
    serde::SerdeField,
    unknown::{Place, explain},
};
use crate::Flavour;

/// `#[es(..)]` on a projection.
#[derive(Debug, Default, FromAttributes)]
#[darling(attributes(es))]
pub(crate) struct ProjectionAttrs {
    /// The model or object whose fields these are: `of = City`.
    pub(crate) of: Option<Of>,
    /// The path of the `esmodel` crate where it has another name: `crate = "es"`.
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Text>,
}

/// `#[es(..)]` on a field of a projection.
#[derive(Debug, Default, FromAttributes)]
#[darling(attributes(es))]
pub(crate) struct PartAttrs {
    /// The document's id.
    pub(crate) id: Word,
    /// A list that is read also from a single value, or from null.
    pub(crate) one_or_many: Word,
}

/// The path of a type.
#[derive(Debug, Clone)]
pub(crate) struct Of(pub(crate) ExprPath);

impl FromMeta for Of {
    fn from_meta(item: &Meta) -> Result<Self> {
        if let Meta::NameValue(pair) = item
            && let Some(path) = path(&pair.value)
        {
            return Ok(Self(path.clone()));
        }
        Err(Error::custom("name the model or object whose fields these are: `of = City`").with_span(item))
    }
}

/// A projection as it is written.
#[derive(Debug)]
pub(crate) struct RawProjection<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) attrs: ProjectionAttrs,
    pub(crate) serde: SerdeContainer,
    pub(crate) fields: Vec<RawPart<'a>>,
}

/// One of its fields.
#[derive(Debug)]
pub(crate) struct RawPart<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) field: &'a Field,
    pub(crate) attrs: PartAttrs,
    pub(crate) serde: SerdeField,
}

/// Reads a struct of named fields; `None` when it is something else.
pub(crate) fn projection<'a>(input: &'a DeriveInput, errors: &mut Accumulator) -> Option<RawProjection<'a>> {
    let fields = errors.handle(named_fields(input, Flavour::Projection))?;
    let attrs = ProjectionAttrs::from_attributes(&input.attrs).map_err(|error| explain(error, Place::Projection));
    let attrs = errors.handle(attrs)?;
    let serde = SerdeContainer::read(&input.attrs, errors);
    let fields = fields.named.iter().filter_map(|field| {
        let attrs = errors.handle(PartAttrs::from_attributes(&field.attrs));
        let serde = errors.handle(SerdeField::read(&field.attrs));
        Some(RawPart { ident: field.ident.as_ref()?, field, attrs: attrs?, serde: serde? })
    });
    let fields = fields.collect();
    Some(RawProjection { input, attrs, serde, fields })
}

impl RawPart<'_> {
    /// Where its name is written.
    pub(crate) fn name_span(&self) -> Span {
        self.serde.rename.as_ref().map_or_else(|| self.ident.span(), |(_, span)| *span)
    }
}
