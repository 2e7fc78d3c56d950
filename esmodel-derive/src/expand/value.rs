//! `EsValue`: a unit enum is a keyword, a newtype is what it wraps.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Type, parse_quote, spanned::Spanned};

use super::{
    scope::Private,
    span::{at, on_type},
};
use crate::model::{Value, ValueForm, Variant};

/// A type of one value.
pub(crate) fn value(value: &Value<'_>) -> TokenStream {
    let parts = match &value.form {
        ValueForm::Enum(variants) => unit_enum(value, variants),
        ValueForm::Newtype(inner) => newtype(value, inner),
    };
    quote! {
        #[doc(hidden)]
        #[allow(unused_qualifications, clippy::pedantic)]
        const _: () = { #parts };
    }
}

fn unit_enum(value: &Value<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let Value { ident, private, place, .. } = value;
    let names: Vec<&Ident> = variants.iter().map(|variant| variant.ident).collect();
    let texts: Vec<&String> = variants.iter().map(|variant| &variant.name).collect();
    let family = family(value, variants);
    let noun = ident.to_string();
    let kinds = ["Keyword", "ConstantKeyword", "Wildcard", "Text"].map(|kind| quote::format_ident!("{kind}"));
    quote! {
        const fn text(value: &#ident) -> &'static str {
            match value {
                #(#ident::#names => #texts,)*
            }
        }
        #[automatically_derived]
        impl #private::Scalar for #ident {
            type Kind = #private::kind::Keyword;

            fn to_term(&self) -> #private::Term {
                #private::Term::Str(#private::Cow::Borrowed(text(self)))
            }
        }
        #[automatically_derived]
        impl #private::EsField for #ident {
            const TYPE: #private::FieldType = #private::FieldType::scalar(#private::Kind::Keyword);
            type Value = Self;
            type Element = Self;
            type Token<#place: #private::Path> = #private::Field<#place::Scope, #private::kind::Keyword, Self>;

            fn token<#place: #private::Path>() -> Self::Token<#place> {
                #private::Field::at::<#place>()
            }
        }
        #(
            #[automatically_derived]
            impl #private::Holds<#private::kind::#kinds> for #ident {
                type Value = Self;
            }
        )*
        #[automatically_derived]
        impl #private::Id for #ident {
            fn to_id(&self) -> #private::Cow<'_, str> {
                #private::Cow::Borrowed(text(self))
            }

            fn from_id(id: &str) -> #private::Result<Self, #private::String> {
                match id {
                    #(#texts => #private::Result::Ok(Self::#names),)*
                    _ => #private::Result::Err(#private::not_a(#noun, id)),
                }
            }
        }
        #family
    }
}

/// The relations of a family, where a variant names its parent.
fn family(value: &Value<'_>, variants: &[Variant<'_>]) -> Option<TokenStream> {
    let Value { ident, private, .. } = value;
    variants.iter().find(|variant| variant.parent.is_some())?;
    let depth = |mut at: usize| {
        let mut depth = 0_usize;
        while let Some(parent) = variants.get(at).and_then(|variant| variant.parent) {
            (at, depth) = (parent, depth + 1);
        }
        depth
    };
    let depths = (0..variants.len()).map(depth);
    let names = variants.iter().map(|variant| variant.ident);
    let relations = variants.iter().enumerate().filter_map(|(at, parent)| {
        let children = variants.iter().filter(|variant| variant.parent == Some(at)).map(|variant| &variant.name);
        let children: Vec<_> = children.map(|name| quote!(#private::ParamValue::Str(#name))).collect();
        let parent = &parent.name;
        match children.as_slice() {
            [] => None,
            [only] => Some(quote!(#private::Param::new(#parent, #only))),
            several => Some(quote!(#private::Param::new(#parent, #private::ParamValue::List(&[#(#several),*])))),
        }
    });
    Some(quote! {
        #[automatically_derived]
        impl #private::Relations for #ident {
            const RELATIONS: &'static [#private::Param] = &[#(#relations),*];

            fn name(self) -> &'static str {
                text(&self)
            }

            fn depth(self) -> usize {
                match self {
                    #(#ident::#names => #depths,)*
                }
            }
        }
    })
}

fn newtype(value: &Value<'_>, inner: &Type) -> TokenStream {
    let Value { ident, generics, private, place, .. } = value;
    let private = &Private::Path(private.clone());
    let mut bounded = (*generics).clone();
    for param in bounded.type_params_mut() {
        param.default = None;
        param.bounds.push(parse_quote!('static));
    }
    if !generics.params.is_empty() {
        let clause = bounded.make_where_clause();
        clause.predicates.push(parse_quote!(#inner: #private::Scalar + #private::EsField));
    }
    let mut holding = bounded.clone();
    holding.params.push(parse_quote!(__K: #private::KindMarker));
    holding.make_where_clause().predicates.push(parse_quote!(#inner: #private::Holds<__K>));
    let (impl_generics, arguments, bounds) = bounded.split_for_impl();
    let (holding_impl, _, holding_bounds) = holding.split_for_impl();
    let kind = on_type(private, inner, "Scalar", "Kind");
    let terms = ["to_term", "to_date_term", "to_nanos_term"].map(|name| term(private, inner, name));
    let field_type = on_type(private, inner, "EsField", "TYPE");
    // Both impls are sound only when what is wrapped is a scalar, so that is where they stand.
    let as_value = quote! {
        #[automatically_derived]
        impl #impl_generics #private::Scalar for #ident #arguments #bounds {
            type Kind = #kind;

            #(#terms)*
        }
        #[automatically_derived]
        impl #impl_generics #private::EsField for #ident #arguments #bounds {
            const TYPE: #private::FieldType = #field_type;
            type Value = Self;
            type Element = Self;
            type Token<#place: #private::Path> = #private::Field<#place::Scope, <Self as #private::Scalar>::Kind, Self>;

            fn token<#place: #private::Path>() -> Self::Token<#place> {
                #private::Field::at::<#place>()
            }
        }
    };
    let as_value = at(inner.span(), as_value);
    quote! {
        #as_value
        #[automatically_derived]
        impl #impl_generics #private::Newtype for #ident #arguments #bounds {
            type Inner = #inner;

            fn inner(&self) -> &Self::Inner {
                &self.0
            }

            fn from_inner(inner: Self::Inner) -> Self {
                Self(inner)
            }
        }
        #[automatically_derived]
        impl #holding_impl #private::Holds<__K> for #ident #arguments #holding_bounds {
            type Value = Self;
            const PARAMS: &'static [#private::Param] = <#inner as #private::Holds<__K>>::PARAMS;
            const WRITTEN: #private::Written = <#inner as #private::Holds<__K>>::WRITTEN;
        }
    }
}

/// A method of `Scalar` that asks what is wrapped.
fn term(private: &Private, inner: &Type, called: &str) -> TokenStream {
    let name = quote::format_ident!("{called}");
    let term = on_type(private, inner, "Scalar", called);
    quote! {
        fn #name(&self) -> #private::Term {
            #term(&self.0)
        }
    }
}
