//! Properties, parameters, analysis: the const data.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    scope::{Scope, is_map},
    span::on_type,
};
use crate::{
    kinds::Shape,
    model::{Analysis, Component, Field, Mapping, Param, ParamValue, Role, SubField},
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
            let properties = on_type(object, quote!(as #private::EsObject>::PROPERTIES));
            quote!(#private::Property::flatten(#private::FieldType::object(#properties)))
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
            if mapping.is_disabled {
                property.extend(quote!(.disabled()));
            }
            if !mapping.params.is_empty() {
                let params = params(private, &mapping.params);
                property.extend(quote!(.params(const { #params })));
            }
            if !mapping.sub_fields.is_empty() {
                let subs = mapping.sub_fields.iter().map(|sub| sub_property(private, sub));
                property.extend(quote!(.fields(const { &[#(#subs),*] })));
            }
            if !description.is_empty() {
                property.extend(quote!(.describe(#description)));
            }
            property
        }
        Role::Id { .. } | Role::Computed | Role::Lazy | Role::Skipped => TokenStream::new(),
    }
}

/// The type's side of a property. Each use of the user's type has that type's span, so that what it lacks shows there.
fn field_type(private: &TokenStream, ty: &syn::Type, mapping: &Mapping) -> TokenStream {
    let Some(kind) = mapping.kind else {
        return on_type(ty, quote!(as #private::EsField>::TYPE));
    };
    let marker = format_ident!("{}", kind.marker);
    let held = |item: TokenStream| on_type(ty, quote!(as #private::Holds<#private::kind::#marker>>::#item));
    let has_fields = matches!(kind.shape, Shape::Object | Shape::Nested) && !mapping.is_disabled;
    match (has_fields, mapping.is_opaque) {
        (true, true) => on_type(ty, quote!(as #private::EsField>::TYPE)),
        (true, false) => {
            let (base, params) = (on_type(ty, quote!(as #private::EsField>::TYPE)), held(quote!(PARAMS)));
            quote!(#base.with_params(#params))
        }
        (false, true) => quote!(#private::FieldType::scalar(#private::Kind::#marker)),
        (false, false) => held(quote!(TYPE)),
    }
}

fn sub_property(private: &TokenStream, sub: &SubField) -> TokenStream {
    let SubField { name, kind, .. } = sub;
    let marker = format_ident!("{}", kind.marker);
    let mut property = quote!(#private::Property::new(#name, #private::FieldType::scalar(#private::Kind::#marker)));
    if !sub.params.is_empty() {
        let params = params(private, &sub.params);
        property.extend(quote!(.params(const { #params })));
    }
    property
}

/// A list of parameters.
pub(super) fn params(private: &TokenStream, params: &[Param]) -> TokenStream {
    let params = params.iter().map(|param| {
        let key = &param.key;
        let value = match &param.value {
            ParamValue::One(literal) => scalar(private, literal),
            ParamValue::Many(literals) => {
                let literals = literals.iter().map(|literal| scalar(private, literal));
                quote!(#private::ParamValue::List(&[#(#literals),*]))
            }
            ParamValue::Map(inside) => {
                let inside = self::params(private, inside);
                quote!(#private::ParamValue::Map(const { #inside }))
            }
        };
        quote!(#private::Param::new(#key, #value))
    });
    quote!(&[#(#params),*])
}

fn scalar(private: &TokenStream, literal: &Literal) -> TokenStream {
    match literal.value {
        Value::Str(_) => quote!(#private::ParamValue::Str(#literal)),
        Value::Int(_) => quote!(#private::ParamValue::Int(#literal)),
        Value::Float(_) => quote!(#private::ParamValue::Float(#literal)),
        Value::Bool(_) => quote!(#private::ParamValue::Bool(#literal)),
    }
}

/// The declared analysis.
pub(super) fn analysis(private: &TokenStream, analysis: &Analysis) -> TokenStream {
    let part = |components: &[Component]| {
        let components = components.iter().map(|component| {
            let name = &component.name;
            let params = params(private, &component.params);
            quote!(#private::Component { name: #name, params: const { #params } })
        });
        quote!(&[#(#components),*])
    };
    let (analyzers, normalizers) = (part(&analysis.analyzers), part(&analysis.normalizers));
    let (tokenizers, filters) = (part(&analysis.tokenizers), part(&analysis.filters));
    let char_filters = part(&analysis.char_filters);
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
