//! Stage 3: code. It cannot fail, and names nothing but `esmodel::__private`.

mod access;
mod additions;
mod checks;
mod hooks;
mod lazy;
mod object;
mod projection;
mod schema;
mod scope;
mod span;
mod tokens;
mod value;
mod variants;

pub(crate) use projection::projection;
pub(crate) use value::value;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use self::{
    scope::{Private, Scope},
    variants::Enum,
};
use crate::model::Model;

/// A struct of named fields, or an enum with data. The token structs stand beside it, so that they can be named; all else is in a `const _`.
/// Where errors were found already, what was left out for them would only fail the compiler's checks.
pub(crate) fn object(model: &Model<'_>, is_sound: bool) -> TokenStream {
    let path = &model.private;
    let token_structs = tokens::structs(&Scope::new(model, Private::Path(path.clone())));
    let scope = Scope::new(model, Private::Name(format_ident!("__es")));
    let variants = Enum::of(&scope).map(|variants| variants.items(is_sound));
    let token_impls = tokens::impls(&scope);
    let object = object::object(&scope);
    let checks = is_sound.then(|| checks::checks(&scope));
    let own = match &model.facts {
        Some(facts) => access::model(&scope, facts),
        None => object::field(&scope),
    };
    quote! {
        #token_structs
        #[doc(hidden)]
        #[allow(unused_qualifications, clippy::pedantic, clippy::type_complexity)]
        const _: () = {
            use #path as __es;
            #variants
            #object
            #own
            #token_impls
            #checks
        };
    }
}
