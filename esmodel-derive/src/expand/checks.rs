//! Rules that cross types: the compiler evaluates them, each in a `const` of its own, so that several mistakes show.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;

use super::{
    schema,
    scope::{Private, Scope, is_map, may_hold_objects},
    span::{across, at, on_type},
    variants::Enum,
};
use crate::{
    kinds::{KindSpec, Shape},
    model::{Component, Facts, Field, Form, Lock, Mapping, Param, ParamValue, Presence, Role, Unstored},
    parse::{Text, Value},
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
    let variants = Enum::of(scope).map(|variants| variants.checks()).unwrap_or_default();
    let checks = level.into_iter().chain(model).chain(variants);
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
        checks.extend(unreached(scope, field));
        checks.extend(formats(scope, field, properties, index));
        if let Role::Mapped(mapping) = &field.role
            && may_be_refused_null(field, mapping)
        {
            let skips_some = field.presence == Presence::Skipped;
            let check = quote!(#private::check::null(#name, #properties, #index, #skips_some));
            checks.push(constant(&across(ty, check)));
        }
        match &field.role {
            Role::Flatten { object, .. } if !is_map(object) => {
                // The variants of an enum share their names, and are compared apart.
                if !matches!(scope.model.form, Form::Enum(..)) {
                    let keys = quote!(<#own as #private::EsObject>::OMIT.keys);
                    checks.push(constant(&across(ty, quote!(#private::check::names_once(#name, #properties, #keys)))));
                }
                checks.push(kept_whole(scope, field, object));
            }
            Role::Mapped(Mapping { unstored: Some(Unstored::Alias(path)), .. }) => {
                let check = quote!(#private::check::alias(#name, #properties, #index));
                checks.push(constant(&at(path.span, check)));
            }
            Role::Mapped(Mapping { unstored: Some(Unstored::Runtime(span, _)), .. }) => {
                checks.push(constant(&at(*span, quote!(#private::check::runtime(#name, #properties, #index)))));
            }
            Role::Mapped(mapping) if mapping.kind.is_none() => {
                checks.extend(mapping.params.iter().map(|param| {
                    let key = &param.key;
                    let check = quote!(#private::check::parameter(#name, #properties, #index, #key));
                    constant(&at(param.span, check))
                }));
                let is_fixed = ["HashSet", "BTreeSet", "Arc"].iter().any(|name| types::mentions(ty, name));
                if is_fixed && !types::is_plain(ty) {
                    let field = &field.name;
                    let has_lazy = quote!(<#ty as #private::EsField>::HAS_LAZY);
                    let stamps = quote!(<#ty as #private::EsField>::STAMPS);
                    let check = quote!(#private::check::fixed(#name, #field, #has_lazy, #stamps));
                    checks.push(constant(&across(ty, check)));
                }
                if types::is_named(ty, &["HashSet", "BTreeSet"]) && !types::is_plain(ty) {
                    let field = &field.name;
                    let computes = quote!(<#ty as #private::EsField>::COMPUTES);
                    checks.push(constant(&across(ty, quote!(#private::check::set(#name, #field, #computes)))));
                }
            }
            _ => {}
        }
    }
    checks
}

/// What a flattened enum keeps of variants that it does not know.
fn kept_whole(scope: &Scope<'_>, field: &Field<'_>, object: &syn::Type) -> TokenStream {
    let (private, name, written) = (scope.private(), scope.name(), field.ident.unraw().to_string());
    let of = |item| on_type(private, object, "EsObject", item);
    let (keeps_unknown, omit) = (of("KEEPS_UNKNOWN"), of("OMIT"));
    let check = quote!(#private::check::kept_whole(#name, #written, #keeps_unknown, #omit));
    constant(&across(object, check))
}

/// The formats of a date and of its multi-fields, each at its literal: what serde writes of the type must fit them.
fn formats(scope: &Scope<'_>, field: &Field<'_>, properties: &TokenStream, index: usize) -> Vec<TokenStream> {
    let Role::Mapped(mapping @ Mapping { unstored: None, is_opaque: false, .. }) = &field.role else {
        return Vec::new();
    };
    let (private, name) = (scope.private(), scope.name());
    let format = |kind: &KindSpec, params: &[Param]| {
        let format = params.iter().find(|param| kind.is_date() && param.key == "format")?;
        Some(if let ParamValue::One(literal) = &format.value { literal.span } else { format.span })
    };
    let own = mapping.kind.and_then(|kind| format(kind, &mapping.params));
    let own = own.map(|span| at(span, quote!(#private::check::format(#name, #properties, #index))));
    let subs = mapping.sub_fields.iter().enumerate().filter_map(|(sub, view)| {
        let span = format(view.kind, &view.params)?;
        Some(at(span, quote!(#private::check::sub_format(#name, #properties, #index, #sub))))
    });
    own.into_iter().chain(subs).map(|check| constant(&check)).collect()
}

/// Where structs may be that are written as serde writes them, since nothing knows their fields: none of those may be
/// hidden. The trait is used where the type is none that a field may have.
fn unreached(scope: &Scope<'_>, field: &Field<'_>) -> Option<TokenStream> {
    let (private, name, ty) = (scope.private(), scope.name(), field.ty);
    let inner = types::innermost(ty);
    let held = match (types::value_of_map(inner), &field.role) {
        (Some(value), _) => types::innermost(value),
        (None, Role::Mapped(mapping)) => {
            let holds_structs = mapping.kind.is_some_and(|kind| kind.shape != Shape::Leaf);
            (holds_structs && !may_hold_objects(field, mapping) && mapping.unstored.is_none()).then_some(inner)?
        }
        _ => return None,
    };
    if types::is_plain(held) || is_map(held) {
        return None;
    }
    let field = &field.name;
    let adds = quote!({ #[allow(unused_imports)] use #private::AddsNothing as _; #private::Adding::<#held>::ADDS });
    Some(constant(&across(ty, quote!(#private::check::unreached(#name, #field, #adds)))))
}

/// Whether the field may be of a kind for which servers refuse null, and may be null or hold it.
fn may_be_refused_null(field: &Field<'_>, mapping: &Mapping) -> bool {
    const KINDS: &[&str] = &[
        "constant_keyword",
        "rank_features",
        "sparse_vector",
        "join",
        "percolator",
        "completion",
        "geo_point",
        "point",
        "rank_vectors",
    ];
    let ty = field.ty;
    let may_be_such = match mapping.kind {
        Some(kind) => KINDS.contains(&kind.name),
        None => !types::is_plain(ty) || types::is_point(ty),
    };
    let is_left_out = field.presence == Presence::Skipped && !field.is_hidden && !types::is_list(ty);
    may_be_such && !is_left_out && mapping.unstored.is_none() && types::mentions(ty, "Option")
}

/// A check that the compiler runs. Only the call stands at the user's tokens.
pub(super) fn constant(check: &TokenStream) -> TokenStream {
    quote!(const _: () = #check;)
}

/// What only the whole model shows.
fn model_checks(scope: &Scope<'_>, facts: &Facts<'_>) -> Vec<TokenStream> {
    let (private, own) = (scope.private(), &scope.own);
    let schema = quote!(&<#own as #private::ModelDefinition>::SCHEMA);
    let mut checks = Vec::new();
    if facts.is_disabled {
        checks.extend(facts.lock.as_ref().map(|lock| locked(private, &schema, lock)));
        return checks;
    }
    if may_pass_limits(scope, facts) {
        checks.push(constant(&at(scope.model.ident.span(), quote!(#private::check::limits(#schema)))));
    }
    checks.extend(analysis_once(scope, &schema));
    checks.extend(parts_beside(scope, facts, &schema));
    checks.extend(parts_of_constants(scope, facts, &schema));
    checks.extend(facts.default_sort.iter().map(|key| {
        let path = &key.path.value;
        constant(&at(key.path.span, quote!(#private::check::default_sort(#schema, #path))))
    }));
    checks.extend(facts.root.index_sort.iter().map(|key| {
        let path = &key.path.value;
        constant(&at(key.path.span, quote!(#private::check::index_sort(#schema, #path))))
    }));
    checks.extend(
        facts
            .root
            .includes
            .iter()
            .chain(&facts.root.excludes)
            .map(|path| constant(&at(path.span, quote!(#private::check::source(#schema, #path))))),
    );
    checks
        .extend(facts.root.templates_span.map(|span| constant(&at(span, quote!(#private::check::templates(#schema))))));
    checks.extend(facts.lock.as_ref().map(|lock| locked(private, &schema, lock)));
    for (index, field) in scope.properties() {
        let check = quote!(#private::check::field(#schema, #index));
        let (mapping, ty) = match &field.role {
            Role::Mapped(mapping) => (Some(mapping), field.ty),
            _ => (None, field.ty),
        };
        match mapping.map(|mapping| (named_elsewhere(mapping), needs_check(field, mapping))) {
            Some((Some(span), _)) => checks.push(constant(&at(span, check))),
            Some((None, false)) => {}
            Some((None, true)) | None => checks.push(constant(&across(ty, check))),
        }
    }
    checks
}

/// One analyzer of a name, where some come from elsewhere: at the constants, or else at the struct whose fields bring them.
fn analysis_once(scope: &Scope<'_>, schema: &TokenStream) -> Option<TokenStream> {
    let private = scope.private();
    let check = quote!(#private::check::analysis(#schema));
    match scope.model.shared {
        [] => scope.model.fields.iter().any(holds_fields).then(|| constant(&at(scope.model.ident.span(), check))),
        [.., last] => Some(constant(&across(last, check))),
    }
}

/// The names in the parts beside the model, each at its literal.
fn parts_beside(scope: &Scope<'_>, facts: &Facts<'_>, schema: &TokenStream) -> Vec<TokenStream> {
    const KEYS: &[&str] = &["tokenizer", "filter", "char_filter", "filters", "synonym_analyzer"];
    let private = scope.private();
    let mut checks = Vec::new();
    for (section, component) in facts.analysis.sections() {
        let Component { name, kind, params } = component;
        for Param { key, value, .. } in params.iter().filter(|param| KEYS.contains(&&*param.key)) {
            let literals = match value {
                ParamValue::One(literal) => std::slice::from_ref(literal),
                ParamValue::Many(literals) => literals,
                ParamValue::Map(_) | ParamValue::Maps(_) => &[],
            };
            checks.extend(literals.iter().filter(|literal| matches!(literal.value, Value::Str(_))).map(|named| {
                let check = quote!(#private::check::part_of(#schema, (#section, #name, #kind), #key, #named));
                constant(&at(named.span, check))
            }));
        }
    }
    checks
}

/// The names in the constants that the model shares, each at its path. They come behind the parts beside the model.
fn parts_of_constants(scope: &Scope<'_>, facts: &Facts<'_>, schema: &TokenStream) -> Vec<TokenStream> {
    let private = scope.private();
    let first = usize::from(!facts.analysis.is_empty());
    let shared = scope.model.shared.iter().enumerate();
    shared
        .map(|(index, path)| {
            let index = first + index;
            constant(&across(path, quote!(#private::check::parts(#schema, #index))))
        })
        .collect()
}

/// Whether there are fields inside of a field.
fn holds_fields(field: &Field<'_>) -> bool {
    match &field.role {
        Role::Mapped(mapping) => needs_check(field, mapping) || mapping.is_opaque,
        Role::Flatten { .. } => true,
        Role::Id { .. } | Role::Computed | Role::Lazy { .. } | Role::Skipped => false,
    }
}

/// Whether the model may be too large or too deep for an index. Where nothing is inside of its fields, that shows here,
/// and the compiler need not evaluate the whole schema for it.
fn may_pass_limits(scope: &Scope<'_>, facts: &Facts<'_>) -> bool {
    const FEW: usize = 500;
    const SHORT: usize = 100;
    let fields = &scope.model.fields;
    let names = |field: &Field<'_>| match &field.role {
        Role::Mapped(mapping) => 1 + mapping.sub_fields.len(),
        _ => 1,
    };
    let is_long = |field: &Field<'_>| match &field.role {
        Role::Mapped(mapping) => {
            field.name.len() > SHORT || mapping.sub_fields.iter().any(|sub| sub.name.len() > SHORT)
        }
        _ => false,
    };
    facts.settings.iter().any(|setting| setting.key.contains("mapping"))
        || fields.iter().map(names).sum::<usize>() > FEW
        || fields.iter().any(|field| holds_fields(field) || is_long(field))
}

/// The struct against its lock file. The compiler is told of the file, so that a change of it is noticed.
fn locked(private: &Private, schema: &TokenStream, lock: &Lock) -> TokenStream {
    let Text { value: path, span } = &lock.file;
    let bytes = quote! {
        const _: &[u8] = ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path));
    };
    // Nothing is left to compare where nothing is deployed.
    if lock.routing.is_none() && lock.source.is_none() && lock.fields.is_empty() {
        return bytes;
    }
    let fields = schema::locked(private, &lock.fields);
    let routing = option(private, lock.routing.map(|required| quote!(#required)));
    let source = option(private, lock.source.as_ref().map(|source| schema::params(private, source)));
    let root = quote!(#private::LockedRoot { routing: #routing, source: #source });
    let check = at(*span, quote!(#private::check::lock(#schema, #path, #root, LOCKED)));
    quote! {
        #bytes
        const _: () = {
            const LOCKED: &[#private::Locked] = #fields;
            #check
        };
    }
}

fn option(private: &Private, value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(#private::Option::None), |value| quote!(#private::Option::Some(#value)))
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
        Some(kind) => {
            matches!(kind.name, "object" | "passthrough" | "nested" | "dense_vector" | "rank_vectors" | "join")
        }
    }
}
