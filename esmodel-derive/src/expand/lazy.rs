//! The part of `impl EsObject` for lazy properties: their functions, here and inside, and where their values go.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{
    scope::{Scope, is_map, may_hold_objects},
    span::{OnType, on_type},
    variants::Enum,
};
use crate::model::{Field, Form, Role};

/// Nothing where the struct can hold none.
pub(super) fn lazy(scope: &Scope<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let fields = &scope.model.fields;
    let inside: Vec<_> = fields.iter().filter_map(|field| Some((field, inside(scope, field)?))).collect();
    let own: Vec<_> = fields
        .iter()
        .filter_map(|field| match field.role {
            Role::Lazy { is_optional } => Some((field.ident, is_optional)),
            _ => None,
        })
        .collect();
    if inside.is_empty() && own.is_empty() {
        return None;
    }
    let has_own = !own.is_empty();
    let has_lazy = inside.iter().map(|(_, of)| of("HAS_LAZY"));
    let has_lazy = quote!(const HAS_LAZY: bool = #has_own #(|| #has_lazy)*;);
    if matches!(scope.model.form, Form::Variant) {
        return Some(has_lazy);
    }
    let each = |method: &'static str, reference: &TokenStream, argument: &TokenStream| -> TokenStream {
        let calls = inside.iter().map(|(Field { ident, role, .. }, of)| {
            let call = of(method);
            if matches!(role, Role::Flatten { is_optional: true, .. }) {
                return quote! {
                    if let #private::Option::Some(inside) = #reference self.#ident { #call(inside, #argument); }
                };
            }
            quote!(#call(#reference self.#ident, #argument);)
        });
        calls.collect()
    };
    let [start, take] = match Enum::of(scope) {
        Some(variants) => variants.lazy(),
        None => [each("start_lazy", &quote!(&), &quote!(work)), each("take_lazy", &quote!(&mut), &quote!(values))],
    };
    let functions = own.iter().map(|(ident, _)| {
        let function = quote_spanned!(ident.span()=> Self::#ident(self, cx));
        quote_spanned!(ident.span()=> work.property(&self.#ident, #function);)
    });
    let filled = own.iter().map(|(ident, is_optional)| {
        let take = if *is_optional { quote!(take_optional) } else { quote!(take) };
        quote!(self.#ident = values.#take();)
    });
    let cx = has_own.then(|| quote!(let cx = work.cx();));
    Some(quote! {
        #has_lazy

        fn start_lazy<'a>(&'a self, work: &mut #private::LazyWork<'a>) {
            #start
            #cx
            #(#functions)*
        }

        fn take_lazy(&mut self, values: &mut #private::LazyValues) {
            #take
            #(#filled)*
        }
    })
}

/// How to name an item of what stands inside of a field, where something may.
pub(super) fn inside<'a>(
    scope: &'a Scope<'a>,
    field: &'a Field<'a>,
) -> Option<impl Fn(&'static str) -> OnType<'a, &'a syn::Type>> {
    let (ty, by) = match &field.role {
        Role::Mapped(mapping) if may_hold_objects(field, mapping) => (field.ty, "EsField"),
        Role::Flatten { object, .. } if !is_map(object) => (*object, "EsObject"),
        _ => return None,
    };
    Some(move |item| on_type(scope.private(), ty, by, item))
}
