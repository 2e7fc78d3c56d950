//! The parts of `impl ModelDefinition` for hooks, rules, authors and soft deletes. Nothing where a model has none.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;

use super::{
    scope::Scope,
    span::{at, local, on_type},
};
use crate::{
    model::{Facts, Field},
    parse::Check,
};

/// All of them.
pub(super) fn hooks(scope: &Scope<'_>, facts: &Facts<'_>) -> TokenStream {
    let (functions, rules) = (functions(scope, facts), rules(scope, facts));
    let (signatures, deletion) = (signatures(scope, facts), deletion(scope, facts));
    let filled = filled(scope, facts);
    quote!(#functions #rules #filled #signatures #deletion)
}

/// What makes the model one whose deletes are soft.
pub(super) fn marker(scope: &Scope<'_>, facts: &Facts<'_>) -> Option<TokenStream> {
    let (private, own) = (scope.private(), &scope.own);
    facts.soft_delete.map(|_| {
        quote! {
            #[automatically_derived]
            impl #private::SoftDelete for #own {}
        }
    })
}

/// The function stands in a call that says what it must be, so a wrong one shows at its own place.
fn functions(scope: &Scope<'_>, facts: &Facts<'_>) -> TokenStream {
    let private = scope.private();
    let before = facts.before_save.map(|hook| {
        let this = local("this", hook.span());
        let call = at(hook.span(), quote!(#private::before_save(#this, #hook)));
        quote! {
            fn prepared(&self) -> #private::Result<#private::Option<#private::Box<Self>>, #private::Error> {
                let #this = self;
                #call
            }
        }
    });
    let after = facts.after_load.map(|hook| {
        let this = local("this", hook.span());
        let call = at(hook.span(), quote!(#private::after_load(#this, #hook)));
        quote! {
            fn loaded(&mut self) -> #private::Result<(), #private::Error> {
                let #this = self;
                #call
            }
        }
    });
    quote!(#before #after)
}

fn rules(scope: &Scope<'_>, facts: &Facts<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let check = facts.validate?;
    let [this, to] = ["this", "to"].map(|name| local(name, check.span()));
    let call = match check {
        Check::Rules(span) => at(*span, quote!(#private::Rules::collect(#this, #to))),
        Check::Function(hook) => at(hook.span(), quote!(#private::validate(#this, #to, #hook))),
    };
    Some(quote! {
        fn collect_violations(&self, violations: &mut #private::Violations) {
            let (#this, #to) = (self, violations);
            #call;
        }
    })
}

/// The names of what writes fill.
fn filled(scope: &Scope<'_>, facts: &Facts<'_>) -> Option<TokenStream> {
    let Facts { created_at, updated_at, created_by, updated_by, soft_delete, .. } = facts;
    let fields = [created_at, updated_at, created_by, updated_by, soft_delete];
    let mut names = fields.into_iter().filter_map(|position| Some(&field(scope, *position)?.name)).peekable();
    names.peek()?;
    Some(quote!(const FILLED: &'static [&'static str] = &[#(#names),*];))
}

fn signatures(scope: &Scope<'_>, facts: &Facts<'_>) -> Option<TokenStream> {
    let (private, model) = (scope.private(), scope.name());
    let (created, updated) = (field(scope, facts.created_by), field(scope, facts.updated_by));
    if created.is_none() && updated.is_none() {
        return None;
    }
    let none = || quote!(#private::Option::None);
    let sign = |Field { ty, name, .. }: &Field<'_>| {
        let sign = on_type(private, *ty, "Author", "sign");
        quote!(#private::Option::Some(#sign(#model, #name, actor)?))
    };
    let created_value = created.map_or_else(none, |field| {
        let Field { ident, ty, .. } = field;
        let (is_absent, signature) = (on_type(private, *ty, "Author", "is_absent"), sign(field));
        quote!(if this.is_some_and(|this| #is_absent(&this.#ident)) { #signature } else { #private::Option::None })
    });
    let updated_value = updated.map_or_else(none, sign);
    let takes = [(created, quote!(created)), (updated, quote!(updated))].into_iter().filter_map(|(field, slot)| {
        let Field { ident, ty, .. } = field?;
        let settle = on_type(private, *ty, "Author", "settle");
        Some(quote! {
            if let #private::Option::Some(signature) = &signatures.#slot {
                #settle(&mut self.#ident, signature);
            }
        })
    });
    Some(quote! {
        fn signatures(
            this: #private::Option<&Self>,
            actor: #private::Option<&#private::Arc<str>>,
        ) -> #private::Result<#private::Option<#private::Box<#private::Signatures>>, #private::Error> {
            let signatures = #private::Signatures { created: #created_value, updated: #updated_value };
            #private::Result::Ok(#private::Option::Some(#private::Box::new(signatures)))
        }

        fn set_signatures(&mut self, signatures: &#private::Signatures) {
            #(#takes)*
        }
    })
}

fn deletion(scope: &Scope<'_>, facts: &Facts<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let Field { ident, ty, name, .. } = field(scope, facts.soft_delete)?;
    let tombstone = |item| on_type(private, ty, "Tombstone", item);
    let (is_deleted, at, to_text) = (tombstone("is_deleted"), tombstone("at"), tombstone("to_text"));
    Some(quote! {
        const DELETED_AT: #private::Option<&'static str> = #private::Option::Some(#name);

        fn is_deleted(&self) -> bool {
            #is_deleted(&self.#ident)
        }

        fn deletion_text(at: #private::Millis) -> #private::String {
            #to_text(at)
        }

        fn set_deleted(&mut self, at: #private::Option<#private::Millis>) {
            self.#ident = #at(at);
        }
    })
}

fn field<'a>(scope: &'a Scope<'a>, position: Option<usize>) -> Option<&'a Field<'a>> {
    scope.model.fields.get(position?)
}
