//! Token structs and their accessors, one per field that queries can speak of.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

use super::{
    scope::{Place, Private, Scope, is_map},
    span::{Pen, Written, on_holder, on_type},
    variants::Enum,
};
use crate::{
    kinds::{Compares, KindSpec, Shape},
    model::{Field, Mapping, Role},
};

/// The structs: one for the object, one for each field with multi-fields.
pub(super) fn structs(scope: &Scope<'_>) -> TokenStream {
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
    let multi = scope.properties().filter_map(|(index, field)| multi_struct(scope, index, field));
    quote! {
        #[doc = #doc]
        #[allow(missing_debug_implementations, dead_code)]
        #vis struct #fields<#place #(, #params)*>(#private::PhantomData<fn() -> (#place, #(#types),*)>);
        #(#multi)*
    }
}

/// The impls on them, which need no name.
pub(super) fn impls(scope: &Scope<'_>) -> TokenStream {
    let fields = &scope.fields;
    let generics = scope.with_place();
    let (generics, _, bounds) = generics.split_for_impl();
    let arguments = scope.arguments_at(scope.place());
    let copy = copy(scope);
    let mut accessors = Vec::new();
    let mut index = 0;
    for field in &scope.model.fields {
        accessors.extend(accessor(scope, index, field));
        index += usize::from(matches!(field.role, Role::Mapped(_) | Role::Flatten { .. }));
    }
    accessors.extend(Enum::of(scope).and_then(|variants| variants.tag_accessor()));
    let object_fields = scope.model.facts.is_none().then(|| object_fields(scope));
    let multi = scope.properties().filter_map(|(index, field)| multi_impls(scope, index, field));
    quote! {
        #copy
        #[automatically_derived]
        #[allow(dead_code, private_interfaces)]
        impl #generics #fields #arguments #bounds {
            #(#accessors)*
        }
        #object_fields
        #(#multi)*
    }
}

/// Copies whatever the parameters are; a derive would ask `Copy` of them.
fn copy(scope: &Scope<'_>) -> TokenStream {
    let (fields, place) = (&scope.fields, scope.place());
    let mut generics = scope.model.generics.clone();
    generics.where_clause = None;
    generics.params.insert(0, syn::parse_quote!(#place));
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
    let main = token(scope, index, field)?;
    let Token { ty, value } = match multi_name(scope, field) {
        None => main,
        Some(name) => {
            let (private, arguments, main) = (scope.private(), scope.arguments_at(scope.place()), main.value);
            Token::new(quote!(#name #arguments), quote!(#name(#main, #private::PhantomData)))
        }
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

/// `EmployeeNameField`, for a field with multi-fields.
fn multi_name(scope: &Scope<'_>, field: &Field<'_>) -> Option<Ident> {
    let Role::Mapped(mapping) = &field.role else { return None };
    let name = heck::ToUpperCamelCase::to_upper_camel_case(field.ident.unraw().to_string().as_str());
    (!mapping.sub_fields.is_empty()).then(|| format_ident!("{}{name}Field", scope.model.ident.unraw()))
}

fn multi_struct(scope: &Scope<'_>, index: usize, field: &Field<'_>) -> Option<TokenStream> {
    let (private, vis, place) = (scope.private(), scope.model.vis, scope.place());
    let name = multi_name(scope, field)?;
    let Token { ty: main, .. } = token(scope, index, field)?;
    let generics = scope.with_place();
    let (generics, _, bounds) = generics.split_for_impl();
    let types = scope.type_params();
    let doc = format!("The field `{}` of [`{}`] and its multi-fields.", field.name, scope.name());
    Some(quote! {
        #[doc = #doc]
        #[allow(missing_debug_implementations, dead_code, private_interfaces, unused_qualifications, clippy::type_complexity)]
        #vis struct #name #generics (#main, #private::PhantomData<fn() -> (#place, #(#types),*)>) #bounds;
    })
}

fn multi_impls(scope: &Scope<'_>, index: usize, field: &Field<'_>) -> Option<TokenStream> {
    let private = scope.private();
    let (place, own, vis) = (scope.place(), &scope.own, scope.model.vis);
    let name = multi_name(scope, field)?;
    let Role::Mapped(mapping) = &field.role else { return None };
    let Token { ty: main, .. } = token(scope, index, field)?;
    let generics = scope.with_place();
    let (generics, _, bounds) = generics.split_for_impl();
    let arguments = scope.arguments_at(place);
    let main_token = quote!(<#main as #private::LeafToken>);
    let accessors = mapping.sub_fields.iter().enumerate().map(|(at, sub)| {
        let (ident, marker) = (&sub.ident, format_ident!("{}", sub.kind.marker));
        let value = compared(private, field.ty, sub.kind, mapping);
        let doc = format!("The multi-field `{}.{}`.", field.name, sub.name);
        quote! {
            #[doc = #doc]
            #vis fn #ident(self) -> #private::Field<#place::Scope, #private::kind::#marker, #value> {
                #private::Field::at::<#private::Multi<#place, #own, #index, #at>>()
            }
        }
    });
    Some(quote! {
        #[automatically_derived]
        impl #generics ::core::marker::Copy for #name #arguments #bounds {}
        #[automatically_derived]
        impl #generics ::core::clone::Clone for #name #arguments #bounds {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        #[allow(dead_code, private_interfaces)]
        impl #generics #name #arguments #bounds {
            #(#accessors)*
        }
        #[automatically_derived]
        impl #generics #private::Deref for #name #arguments #bounds {
            type Target = #main;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #[automatically_derived]
        impl #generics #private::LeafToken for #name #arguments #bounds {
            type Scope = #main_token::Scope;
            type Kind = #main_token::Kind;
            type Value = #main_token::Value;

            fn leaf(self) -> #private::Field<Self::Scope, Self::Kind, Self::Value> {
                #private::LeafToken::leaf(self.0)
            }
        }
    })
}
