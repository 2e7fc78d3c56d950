//! `EsProjection`: the `_source` filter as const data, and its checks against the model.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;

use super::span::{across, at};
use crate::{
    model::{ProjectedField, Projection},
    types,
};

/// Everything stands in a `const _`.
pub(crate) fn projection(projection: &Projection<'_>) -> TokenStream {
    let Projection { ident, private, of, id, fields, is_strict } = projection;
    let filter = filter(projection);
    let omit = omit(projection);
    let included = fields.iter().map(|field| included(projection, field));
    let id_key =
        if let Some((name, _)) = id { quote!(#private::Option::Some(#name)) } else { quote!(#private::Option::None) };
    let id_check = id.as_ref().map(|(_, ty)| {
        let model = at(of.span(), quote!(<#of as #private::ModelDefinition>::Id));
        let check = across(ty, quote!(#private::same_id));
        quote!(const _: fn() = #check::<#ty, #model>;)
    });
    let checks = fields.iter().enumerate().map(|(index, field)| {
        let ProjectedField { ty, takes_one, has_default, .. } = field;
        let of = ident_of(projection);
        let field = quote!(&<#ident as #private::Part>::FIELDS[#index]);
        let call = quote!(#private::check::reads(#of, #field, #takes_one, #has_default));
        let check = across(ty, call);
        quote!(const _: () = #check;)
    });
    quote! {
        #[doc(hidden)]
        #[allow(unused_qualifications, clippy::pedantic)]
        const _: () = {
            #[automatically_derived]
            impl #private::FromDocument for #ident {
                const ID_KEY: #private::Option<&'static str> = #id_key;
                const OMIT: &'static #private::Omit = &#omit;
                const FILTER: #private::Option<&'static #private::SourceFilter> = #filter;
            }
            #[automatically_derived]
            impl #private::Part for #ident {
                const FIELDS: &'static [#private::Included] = &[#(#included),*];
                const KEYS: &'static #private::Omit = <#ident as #private::FromDocument>::OMIT;
                const IS_STRICT: bool = #is_strict;
            }
            #[automatically_derived]
            impl #private::EsProjection<#of> for #ident {}
            #id_check
            #(#checks)*
        };
    }
}

fn ident_of(projection: &Projection<'_>) -> String {
    projection.of.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// Each text is measured, then written.
fn filter(projection: &Projection<'_>) -> TokenStream {
    let Projection { ident, private, .. } = projection;
    let text = |form: TokenStream| {
        quote!({
            const FIELDS: &'static [#private::Included] = <#ident as #private::Part>::FIELDS;
            const LEN: usize = #private::Text::<0>::#form(FIELDS).measure();
            const TEXT: &'static #private::Text<LEN> = &#private::Text::#form(FIELDS);
            TEXT.as_str()
        })
    };
    let (url, json) = (text(quote!(url)), text(quote!(json)));
    quote!(#private::Option::Some(&#private::SourceFilter { url: #url, json: #json }))
}

/// How a field is read, of the kind that the model's field of that name has.
fn read_as(projection: &Projection<'_>, field: &ProjectedField<'_>) -> TokenStream {
    let Projection { private, of, .. } = projection;
    let ProjectedField { name, name_span, ty, .. } = field;
    let model = ident_of(projection);
    let properties = quote!(<#of as #private::EsObject>::PROPERTIES);
    let hidden = quote!(<#of as #private::EsObject>::OMIT.keys);
    let number = at(*name_span, quote!(#private::check::projected(#model, #properties, #hidden, #name)));
    if field.is_opaque {
        return quote!({ const _: u8 = #number; #private::ReadAs::OPAQUE });
    }
    let kind = quote!(<#private::KindAt<{ #number }> as #private::Numbered>::Marker);
    let call = across(ty, quote!(#private::read_as));
    quote!(#call::<#ty, #kind, _>())
}

fn included(projection: &Projection<'_>, field: &ProjectedField<'_>) -> TokenStream {
    let Projection { private, of, .. } = projection;
    let name = &field.name;
    let read_as = read_as(projection, field);
    quote!(#private::Included::new(<#of as #private::EsObject>::PROPERTIES, #name, #read_as))
}

/// What is special about keys: lists that may be one value, here and inside.
fn omit(projection: &Projection<'_>) -> TokenStream {
    let Projection { private, fields, .. } = projection;
    let lists = fields.iter().filter(|field| field.takes_one).map(|field| &field.name);
    let points = fields.iter().filter(|field| field.takes_one && types::is_point(field.ty)).map(|field| &field.name);
    let inside = fields.iter().filter(|field| !field.is_opaque && !types::is_plain(field.ty)).map(|field| {
        let name = &field.name;
        let read_as = read_as(projection, field);
        quote!((#name, #read_as.omit))
    });
    quote! {
        #private::Omit {
            keys: &[],
            lazy: &[],
            inside: &[#(#inside),*],
            flattened: &[],
            one_or_many: &[#(#lists),*],
            points: &[#(#points),*],
        }
    }
}
