//! The part of `impl EsObject` for what a write adds: fields that serde hides and timestamps of objects, here and inside;
//! and for the maps that serde flattens, whose keys a write checks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{
    lazy::inside,
    scope::{Scope, is_map},
    span::{local, on_type},
    variants::Enum,
};
use crate::model::{Field, Form, Role, Stamp};

/// Nothing where the struct can have nothing to add.
pub(super) fn additions(scope: &Scope<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let fields = &scope.model.fields;
    let inside: Vec<_> = fields.iter().filter_map(|field| Some((field, inside(scope, field)?))).collect();
    let has_stamp = fields.iter().any(|field| field.stamp.is_some());
    let has_own = has_stamp || fields.iter().any(|field| field.is_hidden);
    let maps: Vec<_> = fields.iter().filter(|field| is_flat_map(field)).map(|field| field.ident).collect();
    if inside.is_empty() && !has_own && maps.is_empty() {
        return None;
    }
    let has_map = !maps.is_empty();
    let own = [("GATHERS", has_own || has_map), ("ADDS", has_own), ("STAMPS", has_stamp)];
    let constants: TokenStream = own
        .into_iter()
        .map(|(name, has_own)| {
            let below = inside.iter().map(|(_, of)| of(name));
            let name = quote::format_ident!("{name}");
            quote!(const #name: bool = #has_own #(|| #below)*;)
        })
        .collect();
    if matches!(scope.model.form, Form::Variant) {
        return Some(constants);
    }
    let stamps = fields.iter().filter_map(|field| gather_stamp(scope, field));
    let hidden = fields.iter().filter(|field| field.is_hidden).map(|Field { ident, ty, name, .. }| {
        let [this, to] = ["this", "to"].map(|name| local(name, ty.span()));
        let call = quote_spanned!(ty.span()=> #to.hidden(#name, &#this.#ident););
        quote!(let (#this, #to) = (self, &mut *additions); #call)
    });
    let gather = fields.iter().filter_map(|field| {
        let ident = field.ident;
        gather(scope, field, &quote!(&self.#ident))
    });
    let aliases: Vec<_> = if has_map { fields.iter().flat_map(|field| &field.aliases).collect() } else { Vec::new() };
    let flat_maps: TokenStream =
        maps.iter().map(|ident| quote!(additions.flat_map(&self.#ident, &[#(#aliases),*]);)).collect();
    let set = fields.iter().filter_map(|field| set_stamp(scope, field));
    let set_inside = inside.iter().map(|(Field { ident, role, .. }, of)| {
        let stamp = of("stamp_inside");
        if matches!(role, Role::Flatten { is_optional: true, .. }) {
            return quote!(if let #private::Option::Some(inside) = &mut self.#ident { #stamp(inside, at); });
        }
        quote!(#stamp(&mut self.#ident, at);)
    });
    let [gather, set_inside] = match Enum::of(scope) {
        Some(variants) => variants.additions(),
        None => [quote!(#(#gather)*), quote!(#(#set_inside)*)],
    };
    Some(quote! {
        #constants

        fn gather_additions<'v>(&'v self, additions: &mut #private::Additions<'v>) {
            #(#stamps)*
            #(#hidden)*
            #gather
            #flat_maps
        }

        fn stamp_inside(&mut self, at: #private::Millis) {
            #(#set)*
            #set_inside
        }
    })
}

/// What the structs inside of a field add.
pub(super) fn gather(scope: &Scope<'_>, field: &Field<'_>, value: &TokenStream) -> Option<TokenStream> {
    let (private, name, of) = (scope.private(), &field.name, inside(scope, field)?);
    let (gathers, gather) = (of("GATHERS"), of("gather_additions"));
    Some(match field.role {
        Role::Flatten { is_optional: true, .. } => {
            quote!(if let #private::Option::Some(inside) = #value { #gather(inside, additions); })
        }
        Role::Flatten { .. } => quote!(#gather(#value, additions);),
        _ => quote!(if #gathers { additions.inside(#name, |inside| #gather(#value, inside)); }),
    })
}

fn is_flat_map(field: &Field<'_>) -> bool {
    matches!(&field.role, Role::Flatten { object, .. } if is_map(object))
}

fn gather_stamp(scope: &Scope<'_>, field: &Field<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let Field { ident, ty, name, .. } = field;
    let of = |item| on_type(private, ty, "Stamp", item);
    let (stamped, is_absent) = (of("stamped"), of("is_absent"));
    Some(match field.stamp? {
        Stamp::Created => quote!(if #is_absent(&self.#ident) { additions.stamp(#stamped(#name)); }),
        Stamp::Updated => quote!(additions.stamp(#stamped(#name));),
    })
}

fn set_stamp(scope: &Scope<'_>, field: &Field<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let Field { ident, ty, .. } = field;
    let of = |item| on_type(private, ty, "Stamp", item);
    let (from_millis, is_absent) = (of("from_millis"), of("is_absent"));
    Some(match field.stamp? {
        Stamp::Created => quote!(if #is_absent(&self.#ident) { self.#ident = #from_millis(at); }),
        Stamp::Updated => quote!(self.#ident = #from_millis(at);),
    })
}
