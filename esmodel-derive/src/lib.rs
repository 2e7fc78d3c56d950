//! `#[derive(EsModel)]`, `#[derive(EsObject)]`, `#[derive(EsValue)]`: a struct's mapping, checked, as const data.
//!
//! Three stages, left to right: `parse` reads attributes, `validate` knows the rules, `expand` writes code and
//! cannot fail. All mistakes of a type show in one compile. The reference of the attributes is in `esmodel`.

mod expand;
mod kinds;
mod model;
mod nearest;
mod parse;
mod settings;
mod types;
mod validate;

#[cfg(test)]
mod tests;

use darling::{Error, error::Accumulator};
use proc_macro2::TokenStream;
use syn::DeriveInput;

/// A document type with an index of its own.
#[proc_macro_derive(EsModel, attributes(es))]
pub fn es_model(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into(), Flavour::Model).into()
}

/// A struct inside documents, or an enum with data; the attributes are those of `EsModel`'s fields.
#[proc_macro_derive(EsObject, attributes(es))]
pub fn es_object(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into(), Flavour::Object).into()
}

/// A value of one field: a unit enum, which is a keyword, or a newtype, which is what it wraps.
#[proc_macro_derive(EsValue, attributes(es))]
pub fn es_value(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into(), Flavour::Value).into()
}

/// Some fields of a model, to read documents in part.
#[proc_macro_derive(EsProjection, attributes(es))]
pub fn es_projection(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into(), Flavour::Projection).into()
}

/// Which derive runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flavour {
    Model,
    Object,
    Value,
    Projection,
}

impl Flavour {
    /// The derive's name.
    const fn derive(self) -> &'static str {
        match self {
            Self::Model => "EsModel",
            Self::Object => "EsObject",
            Self::Value => "EsValue",
            Self::Projection => "EsProjection",
        }
    }
}

fn derive(input: TokenStream, flavour: Flavour) -> TokenStream {
    match syn::parse2::<DeriveInput>(input) {
        Ok(input) => try_derive(&input, flavour),
        Err(error) => error.into_compile_error(),
    }
}

/// The whole pipeline. Beside errors, what is sound of the type is still expanded, so that code that uses it does not
/// fail too.
fn try_derive(input: &DeriveInput, flavour: Flavour) -> TokenStream {
    let mut errors = Error::accumulator();
    if flavour == Flavour::Value {
        let value = validate::value(input, &mut errors);
        let mistakes = mistakes(errors, flavour);
        let expansion = value.map(|value| expand::value(&value));
        return expansion.into_iter().chain(mistakes).collect();
    }
    if flavour == Flavour::Projection {
        let raw = parse::projection(input, &mut errors);
        let projection = raw.as_ref().and_then(|raw| validate::projection(raw, &mut errors));
        let mistakes = mistakes(errors, flavour);
        let expansion = projection.map(|projection| expand::projection(&projection));
        return expansion.into_iter().chain(mistakes).collect();
    }
    if flavour == Flavour::Object && parse::is_enum_with_data(input) {
        let names = parse::variant_names(input);
        let raw = parse::variants(input, &names, &mut errors);
        let model = raw.as_ref().and_then(|raw| validate::variants(raw, &mut errors));
        let mistakes = mistakes(errors, flavour);
        let expansion = model.map(|model| expand::object(&model, mistakes.is_none()));
        return expansion.into_iter().chain(mistakes).collect();
    }
    let raw = parse::object(input, flavour, &mut errors);
    let model = raw.as_ref().and_then(|raw| validate::object(raw, &mut errors));
    let mistakes = mistakes(errors, flavour);
    let expansion = model.map(|model| expand::object(&model, mistakes.is_none()));
    expansion.into_iter().chain(mistakes).collect()
}

/// All errors, each at its own place.
fn mistakes(errors: Accumulator, flavour: Flavour) -> Option<TokenStream> {
    let readable = |error| parse::readable(error, flavour);
    errors.finish().err().map(|error| Error::multiple(error.into_iter().map(readable).collect()).write_errors())
}
