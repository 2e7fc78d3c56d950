//! `impl LoadLazy`: the functions of lazy properties, here and inside, and where their values go.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Generics, parse_quote};

use super::{
    scope::{Scope, is_map, may_hold_objects},
    span::on_type,
};
use crate::{
    model::{Field, Role},
    types,
};

/// What a struct does for its lazy properties; an empty impl where it can hold none.
pub(super) fn lazy(scope: &Scope<'_>) -> TokenStream {
    let (private, own) = (scope.private(), &scope.own);
    let generics = bounded(scope);
    let (generics, _, bounds) = generics.split_for_impl();
    let inside: Vec<_> = scope.model.fields.iter().filter_map(|field| Some((field, inside(field)?))).collect();
    let properties: Vec<_> =
        scope.model.fields.iter().filter(|field| matches!(field.role, Role::Lazy)).map(|field| field.ident).collect();
    let body = (!inside.is_empty() || !properties.is_empty()).then(|| {
        let has_own = !properties.is_empty();
        let types = inside.iter().map(|(_, ty)| ty);
        let has_lazy = types.map(|ty| on_type(ty, quote!(as #private::LoadLazy>::HAS_LAZY)));
        let each = |method: TokenStream, reference: TokenStream, argument: TokenStream| -> TokenStream {
            let calls = inside.iter().map(|(Field { ident, role, .. }, ty)| {
                let call = on_type(ty, quote!(as #private::LoadLazy>::#method));
                if matches!(role, Role::Flatten { is_optional: true, .. }) {
                    return quote! {
                        if let #private::Option::Some(inside) = #reference self.#ident { #call(inside, #argument); }
                    };
                }
                quote!(#call(#reference self.#ident, #argument);)
            });
            calls.collect()
        };
        let start = each(quote!(start), quote!(&), quote!(work));
        let take = each(quote!(take), quote!(&mut), quote!(values));
        let functions = properties.iter().map(|ident| {
            let function = quote_spanned!(ident.span()=> Self::#ident(self, cx));
            quote_spanned!(ident.span()=> work.property(&self.#ident, #function);)
        });
        let cx = has_own.then(|| quote!(let cx = work.cx();));
        quote! {
            const HAS_LAZY: bool = #has_own #(|| #has_lazy)*;

            fn start<'a>(&'a self, work: &mut #private::LazyWork<'a>) {
                #start
                #cx
                #(#functions)*
            }

            fn take(&mut self, values: &mut #private::LazyValues) {
                #take
                #(self.#properties = values.next();)*
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #generics #private::LoadLazy for #own #bounds {
            #body
        }
    }
}

/// The type of a field that may have lazy properties inside.
fn inside<'a>(field: &Field<'a>) -> Option<&'a syn::Type> {
    match &field.role {
        Role::Mapped(mapping) if may_hold_objects(field, mapping) => Some(field.ty),
        Role::Flatten { object, .. } if !is_map(object) => Some(object),
        _ => None,
    }
}

/// The struct's generics, and that what stands inside says whether it is lazy.
fn bounded(scope: &Scope<'_>) -> Generics {
    let private = scope.private();
    let mut generics = scope.generics.clone();
    let names: Vec<String> = scope.type_params().map(ToString::to_string).collect();
    let mentions = |ty: &syn::Type| names.iter().any(|name| types::mentions(&ty.to_token_stream(), name));
    for ty in scope.model.fields.iter().filter_map(inside).filter(|ty| mentions(ty)) {
        generics.make_where_clause().predicates.push(parse_quote!(#ty: #private::LoadLazy));
    }
    // The function of a property holds `&self` while it waits, and it may move between threads.
    if scope.model.fields.iter().any(|field| matches!(field.role, Role::Lazy)) {
        for param in generics.type_params_mut() {
            param.bounds.push(parse_quote!(#private::Sync));
        }
    }
    generics
}
