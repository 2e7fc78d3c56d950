//! Where generated code says that it stands: what the compiler refuses in it is shown at the user's own tokens.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

/// The tokens, all at one place.
pub(super) fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let moved = tokens.into_iter().map(|token| {
        let mut token = match token {
            TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), at(span, group.stream()))),
            other => other,
        };
        token.set_span(span);
        token
    });
    moved.collect()
}

/// The tokens, from the first to the last token of `place`: the compiler underlines all of it.
pub(super) fn across(place: &impl ToTokens, tokens: TokenStream) -> TokenStream {
    let (first, last) = ends(place);
    let mut moved: Vec<TokenTree> = at(first, tokens).into_iter().collect();
    if let Some(token) = moved.last_mut() {
        token.set_span(last);
    }
    moved.into_iter().collect()
}

/// A generic type at `place`: `head` up to the last argument, that argument with its own spans, and `>`.
pub(super) fn generic(place: &impl ToTokens, head: TokenStream, argument: TokenStream) -> TokenStream {
    let (first, last) = ends(place);
    let mut tokens = at(first, head);
    tokens.extend(argument);
    tokens.extend(quote_spanned!(last=> >));
    tokens
}

/// Where the first and the last token stand.
fn ends(place: &impl ToTokens) -> (Span, Span) {
    let mut tokens = place.to_token_stream().into_iter().map(|token| token.span());
    let first = tokens.next().unwrap_or_else(Span::call_site);
    (first, tokens.last().unwrap_or(first))
}

/// `<ty` and then the tail, such as `as EsField>::TYPE`: the type keeps its own tokens, and all around it stands where it
/// does. So what the type lacks shows there, whole, and once.
pub(super) fn on_type(ty: &impl ToTokens, tail: TokenStream) -> TokenStream {
    let (first, last) = ends(ty);
    let mut qualified = quote_spanned!(first=> <);
    qualified.extend(ty.to_token_stream());
    qualified.extend(at(last, tail));
    qualified
}
