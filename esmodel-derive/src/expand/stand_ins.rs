//! What is called where a computed field or a lazy property has no method: it does not compile, and says what to write.
//!
//! The stand-ins are methods of references, which the compiler looks at after all that the struct itself has.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Type, ext::IdentExt as _};

use super::scope::Scope;
use crate::{
    model::{Field, Role},
    types,
};

/// Nothing where no method fills a field.
pub(super) fn stand_ins(scope: &Scope<'_>) -> Option<TokenStream> {
    let (mut traits, mut methods) = (Vec::new(), Vec::new());
    for field in &scope.model.fields {
        let Some((signature, method)) = method(scope, field) else { continue };
        let name = field.ident.unraw();
        let own = scope.name();
        let message = format!("`{own}` has no method `{name}`, which fills the field of that name");
        let note = format!("write in `impl {own}`: `{signature}`");
        let has = format_ident!("__Has{}", traits.len());
        traits.push(quote! {
            #[diagnostic::on_unimplemented(message = #message, label = "its method is missing", note = #note)]
            trait #has {}
        });
        methods.push(quote! {
            #method
            where
                Self: #has,
            {
                loop {}
            }
        });
    }
    let own = &scope.own;
    let (generics, _, bounds) = scope.generics.split_for_impl();
    (!traits.is_empty()).then(|| {
        quote! {
            #(#traits)*
            #[allow(dead_code)]
            trait __StandIns {
                #(#methods)*
            }
            impl #generics __StandIns for &#own #bounds {}
        }
    })
}

/// What the user is to write, and the head of the method that stands in for it.
fn method(scope: &Scope<'_>, Field { ident, ty, role, .. }: &Field<'_>) -> Option<(String, TokenStream)> {
    let private = scope.private();
    match role {
        Role::Computed => {
            let value = types::argument_of(ty, "Computed")?;
            Some((format!("fn {ident}(&self) -> {} {{ .. }}", spelled(value)), quote!(fn #ident(&self) -> #value)))
        }
        Role::Lazy { .. } => {
            let value = types::argument_of(ty, "Lazy")?;
            Some((
                format!("async fn {ident}(&self, cx: &LazyCx) -> esmodel::Result<{}> {{ .. }}", spelled(value)),
                quote!(fn #ident(&self, _: &#private::LazyCx) -> #private::Ready<#private::Result<#value, #private::Error>>),
            ))
        }
        _ => None,
    }
}

/// The type as a person would write it.
fn spelled(ty: &Type) -> String {
    let text = quote!(#ty).to_string();
    text.replace(" < ", "<").replace(" > ", ">").replace(" >", ">").replace(" :: ", "::").replace(" ,", ",")
}
