//! `impl EsObject`, and for structs inside documents `impl EsField`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{
    additions, checks, lazy, schema,
    scope::{Private, Scope},
    span::OnType,
    variants::Enum,
};
use crate::model::{Field, Form, Role};

/// The schema of a struct, and the computation of its fields.
pub(super) fn object(scope: &Scope<'_>) -> TokenStream {
    let private = scope.private();
    let (own, fields, place) = (&scope.own, &scope.fields, scope.place());
    let (generics, _, bounds) = scope.generics.split_for_impl();
    let arguments = scope.arguments_at(place);
    let variants = Enum::of(scope);
    let properties = variants.as_ref().map_or_else(|| schema::properties(scope), Enum::properties);
    let properties = match checks::of_generic(scope) {
        Some(checks) => quote!({ let properties = const { #properties }; #checks properties }),
        None => properties,
    };
    let omit = variants.as_ref().and_then(Enum::omit).unwrap_or_else(|| omit(scope));
    let inside = scope.model.fields.iter().filter_map(|field| inside(scope, field));
    let has_own = scope.model.fields.iter().any(|field| matches!(field.role, Role::Computed));
    let computes = inside.map(|(_, computes, _)| quote!(|| #computes));
    let compute = match (&variants, &scope.model.form) {
        (Some(variants), _) => variants.compute(),
        (None, Form::Variant) => TokenStream::new(),
        (None, _) => compute(scope),
    };
    let (lazy, additions) = (lazy::lazy(scope), additions::additions(scope));
    // Of a model, its schema has it.
    let analysis = (scope.model.facts.is_none() && !scope.model.shared.is_empty()).then(|| {
        let analysis = schema::analysis(scope, None);
        quote!(const ANALYSIS: &'static [#private::Declared] = #analysis;)
    });
    let analysis = variants.as_ref().and_then(Enum::analysis).or(analysis);
    quote! {
        #[automatically_derived]
        impl #generics #private::EsObject for #own #bounds {
            const PROPERTIES: &'static [#private::Property] = #properties;
            const OMIT: &'static #private::Omit = &#omit;
            const COMPUTES: bool = #has_own #(#computes)*;
            #analysis
            type Fields<#place: #private::Path> = #fields #arguments;

            fn fields_at<#place: #private::Path>() -> Self::Fields<#place> {
                #fields(#private::PhantomData)
            }

            fn compute(&mut self) {
                #compute
            }

            #lazy

            #additions
        }
    }
}

/// For a field with structs inside: what is omitted there, whether there is anything to compute, and how.
fn inside<'a>(scope: &'a Scope<'a>, field: &'a Field<'a>) -> Option<(Item<'a>, Item<'a>, TokenStream)> {
    let (private, ident) = (scope.private(), field.ident);
    let of = lazy::inside(scope, field)?;
    let compute = of("compute");
    let compute = if matches!(field.role, Role::Flatten { is_optional: true, .. }) {
        quote!(if let #private::Option::Some(inside) = &mut self.#ident { #compute(inside); })
    } else {
        quote!(#compute(&mut self.#ident);)
    };
    Some((of("OMIT"), of("COMPUTES"), compute))
}

type Item<'a> = OnType<'a, &'a syn::Type>;

fn omit(scope: &Scope<'_>) -> TokenStream {
    let private = scope.private();
    let fields = &scope.model.fields;
    let keys = fields.iter().filter(|field| match &field.role {
        Role::Id { .. } | Role::Computed | Role::Lazy { .. } => true,
        Role::Mapped(mapping) => mapping.unstored.is_some(),
        Role::Skipped | Role::Flatten { .. } => false,
    });
    let keys = keys.map(|field| &field.name);
    let lazy = fields.iter().filter(|field| matches!(field.role, Role::Lazy { .. })).map(|field| &field.name);
    let lists = fields.iter().filter(|field| field.takes_one).map(|field| &field.name);
    let (mut inner, mut flattened) = (Vec::new(), Vec::new());
    for field in fields {
        let Some((omit, ..)) = inside(scope, field) else { continue };
        let name = &field.name;
        if matches!(field.role, Role::Flatten { .. }) {
            flattened.push(omit);
        } else {
            inner.push(quote!((#name, #omit)));
        }
    }
    quote! {
        #private::Omit {
            keys: &[#(#keys),*],
            lazy: &[#(#lazy),*],
            inside: &[#(#inner),*],
            flattened: &[#(#flattened),*],
            one_or_many: &[#(#lists),*],
        }
    }
}

/// First what is inside, since a struct's own computed fields may read it.
fn compute(scope: &Scope<'_>) -> TokenStream {
    let private = scope.private();
    let inner = scope.model.fields.iter().filter_map(|field| {
        let (_, computes, compute) = inside(scope, field)?;
        Some(quote!(if #computes { #compute }))
    });
    let own = scope.model.fields.iter().filter(|field| matches!(field.role, Role::Computed)).map(|field| {
        let ident = field.ident;
        let value = quote_spanned!(ident.span()=> Self::#ident(self));
        quote!(self.#ident = #private::Computed::new(#value);)
    });
    quote!(#(#inner)* #(#own)*)
}

/// What makes an object a field of other structs; models are not.
pub(super) fn field(scope: &Scope<'_>) -> TokenStream {
    let private = scope.private();
    let (own, fields, place) = (&scope.own, &scope.fields, scope.place());
    let (generics, _, bounds) = scope.generics.split_for_impl();
    let arguments = scope.arguments_at(place);
    // No field says of what stands for a variant which kind it is.
    let kinds = match scope.model.form {
        Form::Variant => &[][..],
        _ => &["Object", "Passthrough", "Nested", "Flattened"],
    };
    // There are no values of it either.
    let methods = (!matches!(scope.model.form, Form::Variant)).then(|| delegated(private));
    let kinds = kinds.iter().map(|kind| quote::format_ident!("{kind}"));
    quote! {
        #[automatically_derived]
        impl #generics #private::EsField for #own #bounds {
            const TYPE: #private::FieldType = #private::FieldType::object(<Self as #private::EsObject>::PROPERTIES)
                .with_analysis(<Self as #private::EsObject>::ANALYSIS);
            const OMIT: &'static #private::Omit = <Self as #private::EsObject>::OMIT;
            const COMPUTES: bool = <Self as #private::EsObject>::COMPUTES;
            const HAS_LAZY: bool = <Self as #private::EsObject>::HAS_LAZY;
            const ADDS: bool = <Self as #private::EsObject>::ADDS;
            const STAMPS: bool = <Self as #private::EsObject>::STAMPS;
            type Value = ();
            type Element = Self;
            type Token<#place: #private::Path> = #fields #arguments;

            fn token<#place: #private::Path>() -> Self::Token<#place> {
                #fields(#private::PhantomData)
            }

            #methods
        }
        #(
            #[automatically_derived]
            impl #generics #private::Holds<#private::kind::#kinds> for #own #bounds {
                type Value = ();
            }
        )*
    }
}

/// The methods of `EsField`, which are those of `EsObject`.
fn delegated(private: &Private) -> TokenStream {
    quote! {
        fn compute(&mut self) {
            <Self as #private::EsObject>::compute(self);
        }

        fn start_lazy<'a>(&'a self, work: &mut #private::LazyWork<'a>) {
            <Self as #private::EsObject>::start_lazy(self, work);
        }

        fn take_lazy(&mut self, values: &mut #private::LazyValues) {
            <Self as #private::EsObject>::take_lazy(self, values);
        }

        fn gather_additions<'v>(&'v self, additions: &mut #private::AdditionsInside<'v>) {
            additions.object(self);
        }

        fn stamp_inside(&mut self, at: #private::Millis) {
            <Self as #private::EsObject>::stamp_inside(self, at);
        }
    }
}
