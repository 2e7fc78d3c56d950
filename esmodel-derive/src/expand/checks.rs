//! Rules that cross types: the compiler evaluates them, each in a `const` of its own, so that several mistakes show.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::scope::{Scope, is_map};
use crate::{
    model::{Facts, Field, Mapping, ParamValue, Role},
    parse::Value,
    types,
};

/// All checks of a struct that is not generic; of one that is, its instances are checked.
pub(super) fn checks(scope: &Scope<'_>) -> TokenStream {
    if !is_concrete(scope) {
        return TokenStream::new();
    }
    let own = &scope.own;
    let private = scope.private();
    let level = level_checks(scope, &quote!(<#own as #private::EsObject>::PROPERTIES));
    let model = scope.model.facts.as_ref().map(|facts| model_checks(scope, facts)).unwrap_or_default();
    let checks = level.into_iter().chain(model);
    quote!(#(#checks)*)
}

/// The checks of a generic struct's own level, which run where an instance of it is used.
pub(super) fn of_generic(scope: &Scope<'_>) -> Option<TokenStream> {
    if is_concrete(scope) {
        return None;
    }
    let (private, name) = (scope.private(), scope.name());
    let has_flatten = scope.model.fields.iter().any(|field| matches!(field.role, Role::Flatten { .. }));
    has_flatten
        .then(|| quote!(#private::check::names_once(#name, properties, <Self as #private::EsObject>::OMIT.keys);))
}

fn is_concrete(scope: &Scope<'_>) -> bool {
    scope.model.generics.params.is_empty()
}

/// What one level of a struct shows: names through `flatten`, parameters of kinds that come from types, sets.
fn level_checks(scope: &Scope<'_>, properties: &TokenStream) -> Vec<TokenStream> {
    let (private, name, own) = (scope.private(), scope.name(), &scope.own);
    let mut checks = Vec::new();
    for (index, field) in scope.properties() {
        let ty = field.ty;
        match &field.role {
            Role::Flatten { object, .. } if !is_map(object) => checks.push(quote_spanned! {object.span()=>
                const _: () = #private::check::names_once(#name, #properties, <#own as #private::EsObject>::OMIT.keys);
            }),
            Role::Mapped(mapping) => {
                if mapping.kind.is_none() {
                    checks.extend(mapping.params.iter().map(|param| {
                        let key = &param.key;
                        quote_spanned! {param.span=>
                            const _: () = #private::check::parameter(#name, #properties, #index, #key);
                        }
                    }));
                }
                if types::is_named(ty, &["HashSet", "BTreeSet"]) && !types::is_plain(ty) && mapping.kind.is_none() {
                    let field = &field.name;
                    checks.push(quote_spanned! {ty.span()=>
                        const _: () = #private::check::set(#name, #field, <#ty as #private::EsField>::COMPUTES);
                    });
                }
            }
            _ => {}
        }
    }
    checks
}

/// What only the whole model shows.
fn model_checks(scope: &Scope<'_>, facts: &Facts<'_>) -> Vec<TokenStream> {
    let (private, own) = (scope.private(), &scope.own);
    let schema = quote!(&<#own as #private::ModelDefinition>::SCHEMA);
    let ident = scope.model.ident;
    let mut checks = vec![quote_spanned! {ident.span()=>
        const _: () = #private::check::limits(#schema);
    }];
    checks.extend(facts.default_sort.iter().map(|key| {
        let path = &key.path.value;
        quote_spanned! {key.path.span=>
            const _: () = #private::check::default_sort(#schema, #path);
        }
    }));
    for (index, field) in scope.properties() {
        let span = match &field.role {
            Role::Mapped(mapping) => match named_elsewhere(mapping) {
                Some(span) => span,
                None if needs_check(field, mapping) => field.ty.span(),
                None => continue,
            },
            _ => field.ty.span(),
        };
        checks.push(quote_spanned! {span=>
            const _: () = #private::check::field(#schema, #index);
        });
    }
    checks
}

/// Where the field names something that stands elsewhere: an analyzer, a target of `copy_to`.
fn named_elsewhere(mapping: &Mapping) -> Option<proc_macro2::Span> {
    const KEYS: &[&str] = &["analyzer", "search_analyzer", "search_quote_analyzer", "normalizer", "copy_to"];
    let subs = mapping.sub_fields.iter().flat_map(|sub| &sub.params);
    let param = mapping.params.iter().chain(subs).find(|param| KEYS.contains(&&*param.key))?;
    Some(match &param.value {
        ParamValue::One(literal) if matches!(literal.value, Value::Str(_)) => literal.span,
        _ => param.span,
    })
}

/// A scalar whose type is well known has nothing inside to check.
fn needs_check(field: &Field<'_>, mapping: &Mapping) -> bool {
    match mapping.kind {
        None => !types::is_plain(field.ty),
        Some(kind) => matches!(kind.name, "object" | "nested" | "dense_vector"),
    }
}
