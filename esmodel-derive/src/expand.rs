//! Stage 3: code. It cannot fail, and names nothing but `esmodel::__private`.

mod access;
mod checks;
mod hooks;
mod lazy;
mod object;
mod schema;
mod scope;
mod span;
mod tokens;
mod value;

pub(crate) use value::value;

use proc_macro2::TokenStream;
use quote::quote;

use self::scope::Scope;
use crate::model::Model;

/// A struct of named fields. The token structs stand beside it, so that they can be named; all else is in a `const _`.
/// Where errors were found already, what was left out for them would only fail the compiler's checks.
pub(crate) fn object(model: &Model<'_>, is_sound: bool) -> TokenStream {
    let scope = Scope::new(model);
    let token_structs = tokens::structs(&scope);
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
        #[allow(unused_qualifications, clippy::pedantic)]
        const _: () = {
            #object
            #own
            #token_impls
            #checks
        };
    }
}
