//! `impl ModelDefinition`: the schema, and the way to id, routing, timestamps and hooks.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::{
    hooks, schema,
    scope::Scope,
    span::{local, on_type},
};
use crate::model::{Facts, Field, Role, Routing};

/// The facts of a model.
pub(super) fn model(scope: &Scope<'_>, facts: &Facts<'_>) -> TokenStream {
    let private = scope.private();
    let own = &scope.own;
    let schema = model_schema(scope, facts);
    let id = id(scope);
    // Only where it is not the default.
    let depth = (facts.lazy_depth != 1).then(|| {
        let depth = facts.lazy_depth;
        quote!(const LAZY_DEPTH: u32 = #depth;)
    });
    let routing = routing(scope, facts);
    let index_for = facts.index_for.map(|hook| index_for(scope, hook));
    let stamps = stamps(scope, facts);
    let (hooks, marker) = (hooks::hooks(scope, facts), hooks::marker(scope, facts));
    quote! {
        #[automatically_derived]
        impl #private::ModelDefinition for #own {
            const SCHEMA: #private::ModelSchema = #schema;
            #id
            #depth
            #routing
            #index_for
            #stamps
            #hooks
        }
        #marker
    }
}

fn model_schema(scope: &Scope<'_>, facts: &Facts<'_>) -> TokenStream {
    let private = scope.private();
    let Facts { index, description, .. } = facts;
    let name = scope.name();
    let dynamic = format_ident!("{}", facts.dynamic);
    let settings = schema::params(private, &facts.settings);
    let analysis = schema::analysis(scope, Some(&facts.analysis));
    let default_sort = schema::order(private, &facts.default_sort);
    let root = schema::root(private, facts);
    // Also where the field is an `Option`: a get that forgets the routing is an error, not a silent 404.
    let routing_required = match facts.routing {
        Routing::Field(position) => scope
            .model
            .fields
            .get(position)
            .map(|field| on_type(private, field.ty, "RoutingValue", "IS_REQUIRED").to_token_stream()),
        _ => None,
    };
    let routing_required = routing_required.unwrap_or_else(|| quote!(false));
    let lock = schema::lock_file(private, facts.lock.as_ref());
    let properties = if facts.is_disabled { quote!(&[]) } else { quote!(<Self as #private::EsObject>::PROPERTIES) };
    quote! {
        #private::ModelSchema {
            name: #name,
            index: #index,
            properties: #properties,
            dynamic: #private::Dynamic::#dynamic,
            settings: #settings,
            analysis: #analysis,
            root: #root,
            routing_required: #routing_required,
            default_sort: #default_sort,
            description: #description,
            lock: #lock,
        }
    }
}

fn id(scope: &Scope<'_>) -> TokenStream {
    let private = scope.private();
    let found = scope.model.fields.iter().find_map(|field| match field.role {
        Role::Id { id, is_optional } => Some((field, id, is_optional)),
        _ => None,
    });
    let Some((Field { ident, name, .. }, ty, is_optional)) = found else {
        return quote! {
            type Id = #private::String;
            const ID_KEY: #private::Option<&'static str> = #private::Option::None;

            fn document_id(&self) -> #private::Option<#private::Cow<'_, str>> {
                #private::Option::None
            }

            fn set_document_id(&mut self, _: &str) -> #private::Result<(), #private::String> {
                #private::Result::Ok(())
            }
        };
    };
    // Through functions that take the bound of `Id` from the trait: a type that is no id is refused once.
    let (read, write) = if is_optional {
        (
            quote!(#private::Option::map(#private::Option::as_ref(&self.#ident), #private::to_id::<Self>)),
            quote!(#private::Option::Some(#private::from_id::<Self>(id)?)),
        )
    } else {
        (quote!(#private::Option::Some(#private::to_id::<Self>(&self.#ident))), quote!(#private::from_id::<Self>(id)?))
    };
    quote! {
        type Id = #ty;
        const ID_KEY: #private::Option<&'static str> = #private::Option::Some(#name);

        fn document_id(&self) -> #private::Option<#private::Cow<'_, str>> {
            #read
        }

        fn set_document_id(&mut self, id: &str) -> #private::Result<(), #private::String> {
            self.#ident = #write;
            #private::Result::Ok(())
        }
    }
}

fn routing(scope: &Scope<'_>, facts: &Facts<'_>) -> TokenStream {
    let private = scope.private();
    let value = match facts.routing {
        Routing::None => return TokenStream::new(),
        Routing::Field(position) => {
            let Some(Field { ident, ty, .. }) = scope.model.fields.get(position) else { return TokenStream::new() };
            let value = on_type(private, *ty, "RoutingValue", "routing_value");
            quote!(#value(&self.#ident))
        }
        Routing::Hook(hook) => {
            let this = local("this", hook.span());
            let value = quote_spanned!(hook.span()=> #private::RoutingHook::into_routing(#hook(#this)));
            quote!(let #this = self; #value)
        }
    };
    quote! {
        const IS_ROUTED: bool = true;

        fn document_routing(&self) -> #private::Option<#private::Cow<'_, str>> {
            #value
        }
    }
}

fn index_for(scope: &Scope<'_>, hook: &syn::ExprPath) -> TokenStream {
    let private = scope.private();
    let this = local("this", hook.span());
    let value = quote_spanned!(hook.span()=> #private::IndexHook::into_index(#hook(#this)));
    quote! {
        const HAS_INDEX_HOOK: bool = true;

        fn document_index(&self) -> #private::Option<#private::Cow<'_, str>> {
            let #this = self;
            #private::Option::Some(#value)
        }
    }
}

fn stamps(scope: &Scope<'_>, facts: &Facts<'_>) -> TokenStream {
    let private = scope.private();
    let field = |position: Option<usize>| position.and_then(|position| scope.model.fields.get(position));
    let (created, updated) = (field(facts.created_at), field(facts.updated_at));
    if created.is_none() && updated.is_none() {
        return TokenStream::new();
    }
    let none = || quote!(#private::Option::None);
    let stamped = |Field { ty, name, .. }: &Field<'_>| {
        let stamped = on_type(private, *ty, "Stamp", "stamped");
        quote!(#private::Option::Some(#stamped(#name)))
    };
    let created_value = created.map_or_else(none, |field| {
        let Field { ident, ty, .. } = field;
        let (is_absent, stamped) = (on_type(private, *ty, "Stamp", "is_absent"), stamped(field));
        quote! {
            if this.is_some_and(|this| #is_absent(&this.#ident)) { #stamped } else { #private::Option::None }
        }
    });
    let updated_value = updated.map_or_else(none, stamped);
    let takes = [(created, format_ident!("created")), (updated, format_ident!("updated"))].into_iter().filter_map(
        |(field, slot)| {
            let Field { ident, ty, .. } = field?;
            let from_millis = on_type(private, *ty, "Stamp", "from_millis");
            Some(quote! {
                if stamps.#slot.is_some() {
                    self.#ident = #from_millis(at);
                }
            })
        },
    );
    quote! {
        fn stamps(this: #private::Option<&Self>) -> #private::Stamps {
            #private::Stamps { created: #created_value, updated: #updated_value }
        }

        fn set_stamps(&mut self, stamps: #private::Stamps, at: #private::Millis) {
            #(#takes)*
        }
    }
}
