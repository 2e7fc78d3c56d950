//! An enum with data: one level of fields for all of its variants, and a struct that stands for each variant's own.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    additions, checks,
    lazy::inside,
    object, schema,
    scope::{Private, Scope},
    span::{OnType, across, at, on_type},
    tokens,
};
use crate::model::{EnumVariant, Field, Form, Model, Role, Tagging, VariantForm};

/// An enum and the structs that stand for its variants.
pub(super) struct Enum<'s> {
    scope: &'s Scope<'s>,
    tagging: &'s Tagging,
    variants: &'s [EnumVariant<'s>],
    /// For each variant with named fields.
    insides: Vec<Option<Scope<'s>>>,
}

/// What a variant holds that may hold objects: a binding, its field, and in which struct that stands.
struct Held<'e> {
    binding: Ident,
    field: &'e Field<'e>,
    scope: &'e Scope<'e>,
}

impl<'s> Enum<'s> {
    /// Of a type that is one.
    pub(super) fn of(scope: &'s Scope<'s>) -> Option<Self> {
        let Form::Enum(tagging, variants) = &scope.model.form else { return None };
        let insides = variants.iter().map(|variant| match &variant.form {
            VariantForm::Struct(_, model) => Some(Scope::new(model, scope.private().clone())),
            _ => None,
        });
        Some(Self { scope, tagging, variants, insides: insides.collect() })
    }

    const fn private(&self) -> &Private {
        self.scope.private()
    }

    /// Each variant with its field and its struct.
    fn with_fields(&self) -> impl Iterator<Item = (&'s EnumVariant<'s>, &'s Field<'s>, Option<&Scope<'s>>)> {
        let fields = &self.scope.model.fields;
        self.variants.iter().zip(&self.insides).filter_map(move |(variant, inside)| {
            let (VariantForm::Newtype(index) | VariantForm::Struct(index, _)) = &variant.form else { return None };
            Some((variant, fields.get(*index)?, inside.as_ref()))
        })
    }

    /// The structs that stand for variants, and what all variants share.
    pub(super) fn items(&self, is_sound: bool) -> TokenStream {
        let structs = self.insides.iter().flatten().map(|inside| stand_in(inside, is_sound));
        let (shared, facts) = (self.shared(), self.facts());
        quote!(#(#structs)* #shared #facts)
    }

    /// The trait that tells what a variant brings: its fields beside the tag, or a field for its content.
    const fn shown_by(&self) -> &'static str {
        if matches!(self.tagging, Tagging::Internal { .. }) { "EsObject" } else { "EsField" }
    }

    fn shared(&self) -> Option<TokenStream> {
        let private = self.private();
        if matches!(self.tagging, Tagging::External) {
            return None;
        }
        let by = self.shown_by();
        let each = self.with_fields().map(|(variant, field, _)| {
            let (name, ty) = (variant.ident.to_string(), held_type(field));
            let of = |item| on_type(private, ty, by, item);
            let omit = of("OMIT");
            let field_type = if by == "EsField" {
                let own = of("TYPE");
                quote!(#own)
            } else {
                let (properties, analysis) = (of("PROPERTIES"), of("ANALYSIS"));
                quote!(#private::FieldType::object(#properties).with_analysis(#analysis))
            };
            quote!(#private::VariantFields::new(#name, #field_type, #omit))
        });
        let tag = matches!(self.tagging, Tagging::Internal { .. }).then(|| {
            let tag = self.tag_property();
            let analysis = schema::analysis(self.scope, None);
            quote!(#private::VariantFields::tag(&[#tag], #analysis),)
        });
        Some(quote! {
            const __VARIANTS: &[#private::VariantFields] = &[#tag #(#each),*];
            const __LEVEL: &#private::Level<{ #private::Level::<0>::most(__VARIANTS) }> = &#private::Level::of(__VARIANTS);
            const __ANALYSES: &[#private::Declared] =
                &#private::analyses::<{ #private::count_analyses(__VARIANTS) }>(__VARIANTS);
        })
    }

    fn tag_property(&self) -> Option<TokenStream> {
        let private = self.private();
        let (Tagging::Internal { tag } | Tagging::Adjacent { tag, .. }) = self.tagging else { return None };
        Some(quote!(#private::Property::new(#tag, #private::FieldType::scalar(#private::Kind::Keyword))))
    }

    /// What a variant that keeps the unknown asks for.
    fn facts(&self) -> Option<TokenStream> {
        let (private, own) = (self.private(), &self.scope.own);
        self.variants.iter().find(|variant| matches!(variant.form, VariantForm::Unknown))?;
        let tag = match self.tagging {
            Tagging::External => quote!(#private::Option::None),
            Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => quote!(#private::Option::Some(#tag)),
        };
        let known = self.variants.iter().filter(|variant| !matches!(variant.form, VariantForm::Unknown));
        let known = known.flat_map(|variant| [&variant.name].into_iter().chain(&variant.aliases));
        Some(quote! {
            #[automatically_derived]
            impl #private::Variants for #own {
                const TAG: #private::Option<&'static str> = #tag;
                const KNOWN: &'static [&'static str] = &[#(#known),*];
            }
        })
    }

    /// The fields of the enum in the mapping.
    pub(super) fn properties(&self) -> TokenStream {
        let private = self.private();
        match self.tagging {
            Tagging::External => schema::properties(self.scope),
            Tagging::Internal { .. } => quote!(__LEVEL.fields()),
            Tagging::Adjacent { content, .. } => {
                let tag = self.tag_property();
                let has_content = self.with_fields().next().is_some();
                let content =
                    has_content.then(|| quote!(#private::content(#content, __VARIANTS, __LEVEL.fields(), __ANALYSES)));
                quote!(&[#tag, #content])
            }
        }
    }

    /// The analyses of the level that the enum stands at.
    pub(super) fn analysis(&self) -> Option<TokenStream> {
        let private = self.private();
        matches!(self.tagging, Tagging::Internal { .. })
            .then(|| quote!(const ANALYSIS: &'static [#private::Declared] = __ANALYSES;))
    }

    /// Whether a variant keeps what is unknown.
    pub(super) fn keeps_unknown(&self) -> Option<TokenStream> {
        let is_such = |variant: &EnumVariant<'_>| matches!(variant.form, VariantForm::Unknown);
        self.variants.iter().any(is_such).then(|| {
            quote!(
                const KEEPS_UNKNOWN: bool = true;
            )
        })
    }

    /// What is special about the keys; `None` where it is that of a struct with a field for each variant.
    pub(super) fn omit(&self) -> Option<TokenStream> {
        let private = self.private();
        let by = self.shown_by();
        let omits = self.with_fields().map(|(_, field, _)| on_type(private, held_type(field), by, "OMIT"));
        let all = quote! {
            #private::Omit { keys: &[], lazy: &[], inside: &[], flattened: &[#(#omits),*], one_or_many: &[], points: &[] }
        };
        match self.tagging {
            Tagging::External => None,
            Tagging::Internal { .. } => Some(all),
            Tagging::Adjacent { content, .. } => Some(quote! {
                #private::Omit {
                    keys: &[], lazy: &[], inside: &[(#content, &#all)], flattened: &[], one_or_many: &[], points: &[],
                }
            }),
        }
    }

    /// The method that leads to the tag.
    pub(super) fn tag_accessor(&self) -> Option<TokenStream> {
        let (private, place) = (self.private(), self.scope.place());
        let (Tagging::Internal { tag } | Tagging::Adjacent { tag, .. }) = self.tagging else { return None };
        let (vis, sub) = (self.scope.model.vis, self.scope.sub(0));
        let doc = format!("The tag `{tag}`, which is the name of the variant.");
        Some(quote! {
            #[doc = #doc]
            #vis fn tag(self) -> #private::Field<#place::Scope, #private::kind::Keyword, #private::String> {
                #private::Field::at::<#sub>()
            }
        })
    }

    /// The variants against each other, each at what is wrong.
    pub(super) fn checks(&self) -> Vec<TokenStream> {
        let (private, name) = (self.private(), self.scope.name());
        let (first, content) = match self.tagging {
            Tagging::External => return Vec::new(),
            Tagging::Internal { .. } => (1, None),
            Tagging::Adjacent { content, .. } => (0, Some(content)),
        };
        let mut checks = Vec::new();
        let mut before: Vec<Option<&Scope<'_>>> = Vec::new();
        for (index, (variant, field, inside)) in self.with_fields().enumerate() {
            let index = first + index;
            let of_content =
                content.map(|content| quote!(#private::check::content(#name, #content, __VARIANTS, #index)));
            match inside {
                _ if index == 0 => {}
                None => {
                    let all = quote!(#private::check::variant(#name, __VARIANTS, #index, #private::Option::None));
                    checks.extend(of_content.map(|check| checks::constant(&across(field.ty, check))));
                    checks.push(checks::constant(&across(field.ty, all)));
                }
                Some(inside) => {
                    checks.extend(of_content.map(|check| checks::constant(&at(variant.ident.span(), check))));
                    for (number, field) in inside.properties().filter(|(_, field)| self.may_clash(&before, field)) {
                        let one = quote!(#private::check::variant(#name, __VARIANTS, #index, #private::Option::Some(#number)));
                        checks.push(checks::constant(&at(field.ident.span(), one)));
                    }
                }
            }
            before.push(inside);
        }
        checks
    }

    /// Whether one of the variants before may have a field of that name.
    fn may_clash(&self, before: &[Option<&Scope<'_>>], field: &Field<'_>) -> bool {
        let is_flatten = |field: &Field<'_>| matches!(field.role, Role::Flatten { .. });
        let is_tag = matches!(self.tagging, Tagging::Internal { tag } if *tag == field.name);
        is_tag
            || is_flatten(field)
            || before.iter().any(|before| match before {
                None => true,
                Some(before) => before.model.fields.iter().any(|other| is_flatten(other) || other.name == field.name),
            })
    }

    /// The patterns of the variants that may hold objects, and what is done with those, put into the variant's place.
    fn arms(
        &self,
        each: impl Fn(&Held<'_>, &OnType<'_, &syn::Type>) -> TokenStream,
        of: &'static str,
        around: impl Fn(&Field<'_>, bool, TokenStream) -> TokenStream,
    ) -> Vec<TokenStream> {
        let arms = self.with_fields().filter_map(|(variant, field, own)| {
            let ident = variant.ident;
            let Some(own) = own else {
                let held = Held { binding: format_ident!("__inside"), field, scope: self.scope };
                let (binding, call) = (&held.binding, inside(self.scope, field)?(of));
                let calls = around(field, true, each(&held, &call));
                return Some(quote!(Self::#ident(#binding) => { #calls }));
            };
            let mut pattern = Vec::new();
            let mut calls = TokenStream::new();
            for (number, field) in own.model.fields.iter().enumerate() {
                let Some(call) = inside(own, field) else { continue };
                let held = Held { binding: format_ident!("__{number}"), field, scope: own };
                let (name, binding) = (field.ident, &held.binding);
                pattern.push(quote!(#name: #binding));
                calls.extend(each(&held, &call(of)));
            }
            let calls = around(field, false, calls);
            (!pattern.is_empty()).then(|| quote!(Self::#ident { #(#pattern,)* .. } => { #calls }))
        });
        arms.collect()
    }

    fn matched(arms: &[TokenStream]) -> TokenStream {
        if arms.is_empty() {
            return TokenStream::new();
        }
        quote! {
            #[allow(unreachable_patterns)]
            match self {
                #(#arms)*
                _ => {}
            }
        }
    }

    fn plainly(&self, method: &'static str, argument: &TokenStream) -> TokenStream {
        let arms = self.arms(
            |held, call| {
                let (private, binding) = (held.scope.private(), &held.binding);
                if matches!(held.field.role, Role::Flatten { is_optional: true, .. }) {
                    return quote!(if let #private::Option::Some(inside) = #binding { #call(inside #argument); });
                }
                quote!(#call(#binding #argument);)
            },
            method,
            |_, _, calls| calls,
        );
        Self::matched(&arms)
    }

    /// The body of `compute`.
    pub(super) fn compute(&self) -> TokenStream {
        let matched = self.plainly("compute", &TokenStream::new());
        quote!(if Self::COMPUTES { #matched })
    }

    /// The bodies of `start_lazy` and `take_lazy`.
    pub(super) fn lazy(&self) -> [TokenStream; 2] {
        [self.plainly("start_lazy", &quote!(, work)), self.plainly("take_lazy", &quote!(, values))]
    }

    /// The bodies of `gather_additions` and `stamp_inside`.
    pub(super) fn additions(&self) -> [TokenStream; 2] {
        let is_internal = matches!(self.tagging, Tagging::Internal { .. });
        let arms = self.arms(
            |held, call| {
                let binding = &held.binding;
                match (&held.scope.model.form, is_internal) {
                    (Form::Enum(..), true) => quote!(#call(#binding, additions);),
                    (Form::Enum(..), false) => quote!(#call(#binding, inside);),
                    _ => additions::gather(held.scope, held.field, &quote!(#binding)).unwrap_or_default(),
                }
            },
            "gather_additions",
            |field, is_newtype, calls| {
                let key = &field.name;
                match (is_internal, is_newtype) {
                    (true, _) => calls,
                    (false, true) => quote!(additions.inside(#key, |inside| { #calls });),
                    (false, false) => {
                        quote!(additions.inside(#key, |inside| inside.variant(|additions| { #calls }));)
                    }
                }
            },
        );
        [Self::matched(&arms), self.plainly("stamp_inside", &quote!(, at))]
    }
}

/// The type that holds a variant's fields.
const fn held_type<'f>(field: &'f Field<'f>) -> &'f syn::Type {
    match &field.role {
        Role::Flatten { object, .. } => object,
        _ => field.ty,
    }
}

/// The struct that stands for a variant with named fields.
fn stand_in(inside: &Scope<'_>, is_sound: bool) -> TokenStream {
    let Model { ident, vis, .. } = inside.model;
    let tokens = tokens::tokens(inside);
    let (object, field) = (object::object(inside), object::field(inside));
    let checks = is_sound.then(|| checks::checks(inside));
    quote! {
        #[allow(missing_debug_implementations, dead_code, non_camel_case_types)]
        #vis struct #ident;
        #object
        #field
        #tokens
        #checks
    }
}
