//! Properties, parameters, analysis: the const data.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::{
    scope::{Private, Scope, is_map},
    span::{on_holder, on_type},
};
use crate::{
    kinds::Shape,
    model::{
        Analysis, Component, Facts, Field, Lock, Locked, Mapping, Param, ParamValue, Presence, Role, SubField,
        Template, Unstored,
    },
    parse::{Literal, Value},
};

/// All properties, in the order of the struct.
pub(super) fn properties(scope: &Scope<'_>) -> TokenStream {
    let properties = scope.properties().map(|(_, field)| property(scope, field));
    quote!(&[#(#properties),*])
}

fn property(scope: &Scope<'_>, field: &Field<'_>) -> TokenStream {
    let private = scope.private();
    let Field { ty, name, description, .. } = field;
    match &field.role {
        Role::Flatten { object, .. } if is_map(object) => {
            quote!(#private::Property::flatten(#private::FieldType::map()))
        }
        Role::Flatten { object, .. } => {
            let properties = on_type(private, object, "EsObject", "PROPERTIES");
            let analysis = on_type(private, object, "EsObject", "ANALYSIS");
            quote!(#private::Property::flatten(#private::FieldType::object(#properties).with_analysis(#analysis)))
        }
        Role::Mapped(mapping) => {
            let field_type = field_type(private, ty, mapping);
            let mut property = quote!(#private::Property::new(#name, #field_type));
            if let Some(kind) = mapping.kind {
                let marker = format_ident!("{}", kind.marker);
                property.extend(quote!(.kind(#private::Kind::#marker)));
            }
            if let Some(dynamic) = mapping.dynamic {
                let dynamic = format_ident!("{dynamic}");
                property.extend(quote!(.dynamic(#private::Dynamic::#dynamic)));
            }
            match &mapping.unstored {
                None => {}
                Some(Unstored::Alias(path)) => {
                    let path = &path.value;
                    property.extend(quote!(.unstored(#private::Unstored::Alias(#path))));
                }
                Some(Unstored::Runtime(_, given)) => {
                    let given = params(private, given);
                    property.extend(quote!(.unstored(#private::Unstored::Runtime(const { #given }))));
                }
            }
            if mapping.is_disabled {
                property.extend(quote!(.disabled()));
            }
            if !mapping.params.is_empty() {
                let params = params(private, &mapping.params);
                property.extend(quote!(.params(const { #params })));
            }
            if !mapping.sub_fields.is_empty() {
                let subs = mapping.sub_fields.iter().map(|sub| sub_property(private, ty, mapping, sub));
                property.extend(quote!(.fields(const { &[#(#subs),*] })));
            }
            if field.is_hidden {
                property.extend(quote!(.hidden()));
            }
            if field.presence != Presence::Always {
                property.extend(quote!(.sparse()));
            }
            if !description.is_empty() {
                property.extend(quote!(.describe(#description)));
            }
            property
        }
        Role::Id { .. } | Role::Computed | Role::Lazy { .. } | Role::Skipped => TokenStream::new(),
    }
}

/// The type's side of a property. Each use of the user's type has that type's span, so that what it lacks shows there.
fn field_type<'a>(private: &'a Private, ty: &'a syn::Type, mapping: &Mapping) -> Box<dyn ToTokens + 'a> {
    let own = on_type(private, ty, "EsField", "TYPE");
    let Some(kind) = mapping.kind else { return Box::new(own) };
    let has_fields = matches!(kind.shape, Shape::Object | Shape::Nested) && !mapping.is_disabled;
    match (has_fields, mapping.is_opaque) {
        (true, true) => Box::new(own),
        (true, false) => {
            let params = on_holder(private, ty, kind.marker, "PARAMS");
            Box::new(quote!(#own.with_params(#params)))
        }
        (false, true) => {
            let marker = format_ident!("{}", kind.marker);
            Box::new(quote!(#private::FieldType::scalar(#private::Kind::#marker)))
        }
        (false, false) => Box::new(on_holder(private, ty, kind.marker, "TYPE")),
    }
}

/// Dates have a format that the type says; of other kinds, nothing is the type's.
fn sub_property(private: &Private, ty: &syn::Type, mapping: &Mapping, sub: &SubField) -> TokenStream {
    let SubField { name, kind, .. } = sub;
    let mut property = if kind.is_date() && !mapping.is_opaque {
        let field_type = on_holder(private, ty, kind.marker, "TYPE");
        quote!(#private::Property::new(#name, #field_type))
    } else {
        let marker = format_ident!("{}", kind.marker);
        quote!(#private::Property::new(#name, #private::FieldType::scalar(#private::Kind::#marker)))
    };
    if !sub.params.is_empty() {
        let params = params(private, &sub.params);
        property.extend(quote!(.params(const { #params })));
    }
    property
}

/// A list of parameters.
pub(super) fn params(private: &Private, params: &[Param]) -> TokenStream {
    let params = params.iter().map(|param| {
        let key = &param.key;
        let value = match &param.value {
            ParamValue::One(literal) => scalar(private, literal),
            ParamValue::Many(literals) => {
                let literals = literals.iter().map(|literal| scalar(private, literal));
                quote!(#private::ParamValue::List(&[#(#literals),*]))
            }
            ParamValue::Map(inside) => map(private, inside),
            ParamValue::Maps(maps) => {
                let maps = maps.iter().map(|inside| map(private, inside));
                quote!(#private::ParamValue::List(const { &[#(#maps),*] }))
            }
        };
        quote!(#private::Param::new(#key, #value))
    });
    quote!(&[#(#params),*])
}

fn map(private: &Private, inside: &[Param]) -> TokenStream {
    let inside = params(private, inside);
    quote!(#private::ParamValue::Map(const { #inside }))
}

fn scalar(private: &Private, literal: &Literal) -> TokenStream {
    match literal.value {
        Value::Str(_) => quote!(#private::ParamValue::Str(#literal)),
        Value::Int(_) => quote!(#private::ParamValue::Int(#literal)),
        Value::Float(_) => quote!(#private::ParamValue::Float(#literal)),
        Value::Bool(_) => quote!(#private::ParamValue::Bool(#literal)),
    }
}

/// What the mapping says besides its fields.
pub(super) fn root(private: &Private, facts: &Facts<'_>) -> TokenStream {
    let root = &facts.root;
    let (includes, excludes) = (&root.includes, &root.excludes);
    let (meta, detection) = (params(private, &root.meta), params(private, &root.detection));
    let templates = root.templates.iter().map(|template| dynamic_template(private, template));
    let index_sort = order(private, &root.index_sort);
    quote! {
        #private::RootOptions {
            source_includes: &[#(#includes),*],
            source_excludes: &[#(#excludes),*],
            meta: #meta,
            detection: #detection,
            dynamic_templates: const { &[#(#templates),*] },
            index_sort: #index_sort,
        }
    }
}

/// The keys of an order.
pub(super) fn order(private: &Private, keys: &[crate::model::SortKey]) -> TokenStream {
    let keys = keys.iter().map(|key| {
        let (path, descending) = (&key.path.value, key.is_descending);
        quote!(#private::SortKey { path: #path, descending: #descending })
    });
    quote!(&[#(#keys),*])
}

fn dynamic_template(private: &Private, template: &Template) -> TokenStream {
    let Template { name, conditions, kind, params: given, is_runtime } = template;
    let marker = format_ident!("{}", kind.marker);
    let (conditions, given) = (params(private, conditions), params(private, given));
    quote! {
        #private::DynamicTemplate {
            name: #name,
            conditions: const { #conditions },
            mapping: #private::Property::new("", #private::FieldType::scalar(#private::Kind::#marker)).params(const { #given }),
            is_runtime: #is_runtime,
        }
    }
}

/// Which lock file the model names.
pub(super) fn lock_file(private: &Private, lock: Option<&Lock>) -> TokenStream {
    let Some(Lock { file, pending, .. }) = lock else { return quote!(#private::Option::None) };
    let path = &file.value;
    quote! {
        #private::Option::Some(#private::LockFile {
            path: #path,
            folder: ::core::env!("CARGO_MANIFEST_DIR"),
            pending: &[#(#pending),*],
        })
    }
}

/// The fields of a lock file.
pub(super) fn locked(private: &Private, fields: &[Locked]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let Locked { name, kind, .. } = field;
        let params = params(private, &field.params);
        let (fields, properties) = (locked(private, &field.fields), locked(private, &field.properties));
        quote! {
            #private::Locked { name: #name, kind: #kind, params: #params, fields: #fields, properties: #properties }
        }
    });
    quote!(&[#(#fields),*])
}

/// The analyses that a struct uses: the parts beside a model, and the constants that it names.
pub(super) fn analysis(scope: &Scope<'_>, own: Option<&Analysis>) -> TokenStream {
    let (private, name) = (scope.private(), scope.name());
    let own = own.filter(|own| !own.is_empty()).map(|own| {
        let analysis = parts(private, own);
        quote!(#private::Declared { by: #name, analysis: const { #analysis } },)
    });
    let shared = scope.model.shared.iter().map(|path| {
        let by = path.to_token_stream().to_string().replace(' ', "");
        quote!(#private::Declared { by: #by, analysis: #path },)
    });
    quote!(&[#own #(#shared)*])
}

fn parts(private: &Private, analysis: &Analysis) -> TokenStream {
    let part = |marker: &str, components: &[Component]| {
        let marker = format_ident!("{marker}");
        let components = components.iter().map(|Component { name, kind, params: given }| {
            let given = params(private, given);
            quote!(#private::#marker::raw(#name, #kind, const { #given }))
        });
        quote!(&[#(#components),*])
    };
    let analyzers = part("Analyzer", &analysis.analyzers);
    let normalizers = part("Normalizer", &analysis.normalizers);
    let tokenizers = part("Tokenizer", &analysis.tokenizers);
    let filters = part("Filter", &analysis.filters);
    let char_filters = part("CharFilter", &analysis.char_filters);
    quote! {
        #private::Analysis {
            analyzers: #analyzers,
            normalizers: #normalizers,
            tokenizers: #tokenizers,
            filters: #filters,
            char_filters: #char_filters,
        }
    }
}
