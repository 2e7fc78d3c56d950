//! Token structs and their accessors, one per field that queries can speak of.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::parse_quote;

use super::{
    scope::{Place, Private, Scope, is_map},
    span::{Pen, Written, across, on_holder, on_type},
    variants::Enum,
};
use crate::{
    kinds::{Compares, KindSpec, Shape},
    model::{Field, Mapping, Role, SubField},
    types,
};

/// The object's token; one struct for all tokens of fields with multi-fields, where there are any.
pub(super) fn tokens(scope: &Scope<'_>) -> TokenStream {
    let (token, copy) = (token_struct(scope), copy(scope));
    let generics = scope.with_place();
    let (generics, _, bounds) = generics.split_for_impl();
    let (fields, arguments) = (&scope.fields, scope.arguments_at(scope.place()));
    let mut accessors = Vec::new();
    let mut index = 0;
    for field in &scope.model.fields {
        accessors.extend(accessor(scope, index, field));
        index += usize::from(matches!(field.role, Role::Mapped(_) | Role::Flatten { .. }));
    }
    accessors.extend(Enum::of(scope).and_then(|variants| variants.tag_accessor()));
    let object_fields = scope.model.facts.is_none().then(|| object_fields(scope));
    let mut multi = scope.properties().filter_map(|(index, field)| multi_fields(scope, index, field)).peekable();
    let multi_struct = multi.peek().is_some().then(|| multi_struct(scope));
    quote! {
        #token
        #copy
        #[automatically_derived]
        #[allow(dead_code, private_interfaces)]
        impl #generics #fields #arguments #bounds {
            #(#accessors)*
        }
        #object_fields
        #multi_struct
        #(#multi)*
    }
}

fn token_struct(scope: &Scope<'_>) -> TokenStream {
    let private = scope.private();
    let (vis, fields, place) = (scope.model.vis, &scope.fields, scope.place());
    let params = scope.model.generics.params.iter().map(|param| match param {
        syn::GenericParam::Const(param) => {
            let (ident, ty) = (&param.ident, &param.ty);
            quote!(const #ident: #ty)
        }
        syn::GenericParam::Type(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
        syn::GenericParam::Lifetime(param) => quote!(#param),
    });
    let types = scope.type_params();
    let doc = format!("The fields of [`{}`], for queries.", scope.name());
    quote! {
        #[doc = #doc]
        #[allow(missing_debug_implementations, dead_code, unnameable_types)]
        #vis struct #fields<#place #(, #params)*>(#private::PhantomData<fn() -> (#place, #(#types),*)>);
    }
}

/// Copies whatever the parameters are; a derive would ask `Copy` of them.
fn copy(scope: &Scope<'_>) -> TokenStream {
    let (fields, place) = (&scope.fields, scope.place());
    let mut generics = scope.model.generics.clone();
    generics.where_clause = None;
    generics.params.insert(0, parse_quote!(#place));
    for param in generics.type_params_mut() {
        param.bounds.clear();
    }
    let (generics, _, _) = generics.split_for_impl();
    let arguments = scope.arguments_at(place);
    quote! {
        #[automatically_derived]
        impl #generics ::core::marker::Copy for #fields #arguments {}
        #[automatically_derived]
        impl #generics ::core::clone::Clone for #fields #arguments {
            fn clone(&self) -> Self {
                *self
            }
        }
    }
}

/// What makes an object's token one that verbs know: `any`, `none`, `exists`.
fn object_fields(scope: &Scope<'_>) -> TokenStream {
    let (private, fields, place) = (scope.private(), &scope.fields, scope.place());
    let generics = scope.with_place();
    let (generics, _, bounds) = generics.split_for_impl();
    let arguments = scope.arguments_at(place);
    let within = scope.arguments_at(&quote!(#private::Within<#place>));
    quote! {
        #[automatically_derived]
        impl #generics #private::ObjectFields for #fields #arguments #bounds {
            type Path = #place;
            type OfElement = #fields #within;

            fn of_element() -> Self::OfElement
            where
                #place: #private::NestedPath,
            {
                #fields(#private::PhantomData)
            }
        }
    }
}

/// The accessor of a field; a computed, lazy or skipped one has none, because the index does not know it. It takes the token
/// by value, or a trait's verb of the same name would go before it.
fn accessor(scope: &Scope<'_>, index: usize, field: &Field<'_>) -> Option<TokenStream> {
    let Field { ident, description, .. } = field;
    let vis = scope.model.vis;
    let is_disabled = scope.model.facts.as_ref().is_some_and(|facts| facts.is_disabled);
    if is_disabled && !matches!(field.role, Role::Id { .. }) {
        return None;
    }
    if matches!(field.role, Role::Computed | Role::Lazy { .. }) {
        let private = scope.private();
        return Some(quote! {
            #[doc(hidden)]
            #vis fn #ident(self)
            where
                Self: #private::IsStored,
            {
            }
        });
    }
    let main = token(scope, index, field)?;
    let Token { ty, value } = if sub_fields(field).is_some() {
        let (private, multi, Token { ty, value }) = (scope.private(), &scope.model.names.multi, main);
        Token::new(quote!(#multi<#ty, Self, #index>), quote!(#multi(#value, #private::PhantomData)))
    } else {
        main
    };
    let doc = if description.is_empty() { format!("The field `{}`.", field.name) } else { description.clone() };
    Some(quote! {
        #[doc = #doc]
        #vis fn #ident(self) -> #ty {
            #value
        }
    })
}

/// The type of a token and the expression that makes it.
struct Token<'a> {
    ty: Box<dyn ToTokens + 'a>,
    value: Box<dyn ToTokens + 'a>,
}

impl<'a> Token<'a> {
    fn new(ty: impl ToTokens + 'a, value: impl ToTokens + 'a) -> Self {
        Self { ty: Box::new(ty), value: Box::new(value) }
    }

    /// An item of the user's type, and the call of another.
    fn of<W: Written + Copy + 'a>(
        private: &'a Private,
        ty: W,
        by: &'a str,
        items: [&'a str; 2],
        place: Place<'a>,
    ) -> Self {
        let item = |item| on_type(private, ty, by, item).at(place);
        Self::new(item(items[0]), item(items[1]).called())
    }
}

fn token<'a>(scope: &'a Scope<'a>, index: usize, field: &'a Field<'a>) -> Option<Token<'a>> {
    let (private, place) = (scope.private(), scope.place());
    let token = match &field.role {
        Role::Computed | Role::Lazy { .. } | Role::Skipped => return None,
        Role::Flatten { object, .. } if is_map(object) => return None,
        Role::Flatten { object, .. } => {
            Token::of(private, *object, "EsObject", ["Fields", "fields_at"], Place::Object(place))
        }
        Role::Id { id, .. } => {
            Token::new(quote!(#private::Field<#place::Scope, #private::kind::Id, #id>), quote!(#private::Field::id()))
        }
        Role::Mapped(mapping) => mapped(scope, scope.place_of(index), field.ty, mapping),
    };
    Some(token)
}

/// All that speaks of the user's type stands at it, so that what the type lacks shows there, and once.
fn mapped<'a>(scope: &'a Scope<'a>, sub: Place<'a>, ty: &'a syn::Type, mapping: &'a Mapping) -> Token<'a> {
    let private = scope.private();
    let leaf = |marker, value: Box<dyn ToTokens + 'a>| {
        let leaf = Leaf { private, place: scope.place(), ty, marker, value };
        Token::new(leaf, quote!(#private::Field::at::<#sub>()))
    };
    let items = ["Token", "token"];
    let Some(kind) = mapping.kind else { return Token::of(private, ty, "EsField", items, sub) };
    let element = on_type(private, ty, "EsField", "Element");
    match kind.shape {
        Shape::Leaf => leaf(kind.marker, compared(private, ty, kind, mapping)),
        Shape::Flattened => leaf("Flattened", Box::new(quote!(#private::String))),
        Shape::Object | Shape::Nested if mapping.is_disabled => leaf("Object", Box::new(quote!(()))),
        Shape::Object => Token::of(private, element, "EsField", items, sub),
        Shape::Nested if is_map(types::innermost(ty)) => {
            let place = sub.many();
            Token::new(quote!(#private::NestedMaps<#place>), quote!(#private::NestedMaps::at()))
        }
        Shape::Nested => Token::of(private, element, "EsField", items, sub.many()),
    }
}

/// `Field<P::Scope, kind::Marker, Value>`, which stands at the type.
struct Leaf<'a> {
    private: &'a Private,
    place: &'a Ident,
    ty: &'a syn::Type,
    marker: &'a str,
    value: Box<dyn ToTokens + 'a>,
}

impl ToTokens for Leaf<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (first, last) = self.ty.ends();
        let mut pen = Pen::new(tokens, first);
        pen.private(self.private).word("Field").punct('<').put(self.place.clone()).colons().word("Scope").punct(',');
        pen.private(self.private).word("kind").colons().word(self.marker).punct(',');
        self.value.to_tokens(tokens);
        Pen::new(tokens, last).punct('>');
    }
}

/// What a field of an explicit kind is compared with.
fn compared<'a>(
    private: &'a Private,
    ty: &'a syn::Type,
    kind: &'a KindSpec,
    mapping: &Mapping,
) -> Box<dyn ToTokens + 'a> {
    if !mapping.is_opaque {
        return Box::new(on_holder(private, ty, kind.marker, "Value"));
    }
    Box::new(match kind.compares {
        Compares::String => quote!(#private::String),
        Compares::Integer => quote!(i64),
        Compares::Float => quote!(f64),
        Compares::Bool => quote!(bool),
    })
}

/// The multi-fields of a field that has some.
fn sub_fields<'a>(field: &'a Field<'_>) -> Option<(&'a Mapping, &'a [SubField])> {
    let Role::Mapped(mapping) = &field.role else { return None };
    Some((mapping, mapping.sub_fields.as_slice())).filter(|(_, subs)| !subs.is_empty())
}

/// The token of a field with multi-fields: the token of the field itself, the object's token that it comes from, and its
/// number there.
fn multi_struct(scope: &Scope<'_>) -> TokenStream {
    let (private, vis, multi) = (scope.private(), scope.model.vis, &scope.model.names.multi);
    let doc = format!("A field of [`{}`] and its multi-fields.", scope.name());
    quote! {
        #[doc = #doc]
        #[allow(missing_debug_implementations, dead_code, unnameable_types)]
        #vis struct #multi<T, F, const INDEX: usize>(T, #private::PhantomData<fn() -> F>);
        #[automatically_derived]
        impl<T: ::core::marker::Copy, F, const INDEX: usize> ::core::marker::Copy for #multi<T, F, INDEX> {}
        #[automatically_derived]
        impl<T: ::core::marker::Copy, F, const INDEX: usize> ::core::clone::Clone for #multi<T, F, INDEX> {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        impl<T, F, const INDEX: usize> #private::Deref for #multi<T, F, INDEX> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }
        #[automatically_derived]
        impl<T: #private::LeafToken, F, const INDEX: usize> #private::LeafToken for #multi<T, F, INDEX> {
            type Scope = T::Scope;
            type Kind = T::Kind;
            type Value = T::Value;

            fn leaf(self) -> #private::Field<T::Scope, T::Kind, T::Value> {
                self.0.leaf()
            }
        }
    }
}

/// The accessors of the multi-fields of one field.
fn multi_fields(scope: &Scope<'_>, index: usize, field: &Field<'_>) -> Option<TokenStream> {
    let (mapping, subs) = sub_fields(field)?;
    let private = scope.private();
    let (place, own, vis) = (scope.place(), &scope.own, scope.model.vis);
    let (fields, multi) = (&scope.fields, &scope.model.names.multi);
    let mut generics = scope.with_place();
    generics.params.push(parse_quote!(__T));
    let (generics, _, bounds) = generics.split_for_impl();
    let arguments = scope.arguments_at(place);
    let accessors = subs.iter().enumerate().map(|(at, sub)| {
        let (ident, marker) = (&sub.ident, format_ident!("{}", sub.kind.marker));
        let value = compared(private, field.ty, sub.kind, mapping);
        let doc = format!("The multi-field `{}.{}`.", field.name, sub.name);
        // At the type, so that what it lacks shows there, and once.
        let token = across(field.ty, quote!(#private::Field::at::<#private::Multi<#place, #own, #index, #at>>()));
        quote! {
            #[doc = #doc]
            #vis fn #ident(self) -> #private::Field<#place::Scope, #private::kind::#marker, #value> {
                #token
            }
        }
    });
    Some(quote! {
        #[automatically_derived]
        #[allow(dead_code, private_interfaces)]
        impl #generics #multi<__T, #fields #arguments, #index> #bounds {
            #(#accessors)*
        }
    })
}
