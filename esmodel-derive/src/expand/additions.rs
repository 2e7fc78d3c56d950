//! The part of `impl EsObject` for what a write adds: the fields that serde hides, here and inside.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{lazy::inside, scope::Scope};
use crate::model::{Field, Role};

/// Nothing where the struct can have nothing to add.
pub(super) fn additions(scope: &Scope<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let fields = &scope.model.fields;
    let inside: Vec<_> = fields.iter().filter_map(|field| Some((field, inside(scope, field)?))).collect();
    let own: Vec<_> = fields.iter().filter(|field| field.is_hidden).collect();
    if inside.is_empty() && own.is_empty() {
        return None;
    }
    let has_own = !own.is_empty();
    let adds = inside.iter().map(|(_, of)| of(quote!(ADDS)));
    let own = own
        .iter()
        .map(|Field { ident, ty, name, .. }| quote_spanned!(ty.span()=> additions.hidden(#name, &self.#ident);));
    let inside = inside.iter().map(|(Field { ident, name, role, .. }, of)| {
        let (adds, gather) = (of(quote!(ADDS)), of(quote!(gather_additions)));
        match role {
            Role::Flatten { is_optional: true, .. } => quote! {
                if let #private::Option::Some(inside) = &self.#ident { #gather(inside, additions); }
            },
            Role::Flatten { .. } => quote!(#gather(&self.#ident, additions);),
            _ => quote!(if #adds { additions.inside(#name, |inside| #gather(&self.#ident, inside)); }),
        }
    });
    Some(quote! {
        const ADDS: bool = #has_own #(|| #adds)*;

        fn gather_additions<'v>(&'v self, additions: &mut #private::Additions<'v>) {
            #(#own)*
            #(#inside)*
        }
    })
}
