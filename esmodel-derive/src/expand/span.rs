//! Where generated code says that it stands: what the compiler refuses in it is shown at the user's own tokens.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};
use syn::{PathArguments, Type, TypePath};

use super::scope::{Place, Private};

/// A name for a local of generated code, to be used at the user's tokens there. What a `macro_rules!` hands in has a context
/// of its own, in which `self` and the arguments of the function are unknown: they are bound to such a name first.
pub(super) fn local(name: &str, span: Span) -> Ident {
    Ident::new(name, span)
}

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

/// What the user wrote, from its first to its last token.
pub(super) trait Written: ToTokens {
    /// Where the first and the last token stand.
    fn ends(&self) -> (Span, Span) {
        ends(self)
    }
}

impl<W: Written> Written for &W {
    fn ends(&self) -> (Span, Span) {
        W::ends(self)
    }
}

impl Written for Type {
    /// Most types are a path, whose ends are there to read; to ask a stream for them is a call of the compiler.
    fn ends(&self) -> (Span, Span) {
        if let Self::Path(TypePath { qself: None, path, .. }) = self
            && let (Some(first), Some(last)) = (path.segments.first(), path.segments.last())
        {
            let start = path.leading_colon.map_or_else(|| first.ident.span(), |colon| colon.spans[0]);
            match &last.arguments {
                PathArguments::None => return (start, last.ident.span()),
                PathArguments::AngleBracketed(arguments) => return (start, arguments.gt_token.span),
                PathArguments::Parenthesized(_) => {}
            }
        }
        ends(self)
    }
}

fn ends(place: &(impl ToTokens + ?Sized)) -> (Span, Span) {
    let mut tokens = place.to_token_stream().into_iter().map(|token| token.span());
    let first = tokens.next().unwrap_or_else(Span::call_site);
    (first, tokens.last().unwrap_or(first))
}

/// Appends tokens that all stand at one place, one by one: a stream inside of a stream is a call of the compiler each time.
pub(super) struct Pen<'t> {
    tokens: &'t mut TokenStream,
    span: Span,
}

impl<'t> Pen<'t> {
    pub(super) fn new(tokens: &'t mut TokenStream, span: Span) -> Self {
        Self { tokens, span }
    }

    pub(super) fn word(&mut self, word: &str) -> &mut Self {
        self.tokens.append(Ident::new(word, self.span));
        self
    }

    pub(super) fn punct(&mut self, character: char) -> &mut Self {
        self.put(Punct::new(character, Spacing::Alone))
    }

    pub(super) fn colons(&mut self) -> &mut Self {
        self.put(Punct::new(':', Spacing::Joint)).punct(':')
    }

    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        self.put(Literal::usize_suffixed(number))
    }

    /// What is esmodel's, up to the name.
    pub(super) fn private(&mut self, private: &Private) -> &mut Self {
        match private {
            Private::Path(path) => self.tokens.extend(at(self.span, path.clone())),
            Private::Name(name) => {
                self.put(name.clone());
            }
        }
        self.colons()
    }

    /// Anything else, moved here.
    pub(super) fn moved(&mut self, other: &impl ToTokens) -> &mut Self {
        self.tokens.extend(at(self.span, other.to_token_stream()));
        self
    }

    pub(super) fn put(&mut self, token: impl Into<TokenTree>) -> &mut Self {
        let mut token = token.into();
        token.set_span(self.span);
        self.tokens.append(token);
        self
    }
}

/// `<Ty as __es::Trait>::item`: the type keeps its own tokens, and all around it stands where it does. So what the type
/// lacks shows there, whole, and once.
#[derive(Clone, Copy)]
pub(super) struct OnType<'a, W> {
    private: &'a Private,
    ty: W,
    by: &'a str,
    kind: Option<&'a str>,
    item: &'a str,
    place: Option<Place<'a>>,
    is_called: bool,
}

/// An item of a trait of esmodel on the user's type.
pub(super) fn on_type<'a, W: Written>(private: &'a Private, ty: W, by: &'a str, item: &'a str) -> OnType<'a, W> {
    OnType { private, ty, by, kind: None, item, place: None, is_called: false }
}

/// An item of `Holds<kind::marker>` on the user's type.
pub(super) fn on_holder<'a, W: Written>(private: &'a Private, ty: W, marker: &'a str, item: &'a str) -> OnType<'a, W> {
    OnType { private, ty, by: "Holds", kind: Some(marker), item, place: None, is_called: false }
}

impl<'a, W> OnType<'a, W> {
    /// The item's argument.
    pub(super) fn at(self, place: Place<'a>) -> Self {
        Self { place: Some(place), ..self }
    }

    /// The item called, without arguments.
    pub(super) fn called(self) -> Self {
        Self { is_called: true, ..self }
    }
}

impl<W: Written> ToTokens for OnType<'_, W> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { private, ty, by, kind, item, place, is_called } = self;
        let (first, last) = ty.ends();
        Pen::new(tokens, first).punct('<');
        ty.to_tokens(tokens);
        let mut pen = Pen::new(tokens, last);
        pen.word("as").private(private).word(by);
        if let Some(marker) = kind {
            pen.punct('<').private(private).word("kind").colons().word(marker).punct('>');
        }
        pen.punct('>').colons().word(item);
        if let Some(place) = place {
            pen.colons().punct('<');
            place.write(&mut pen);
            pen.punct('>');
        }
        if *is_called {
            pen.put(Group::new(Delimiter::Parenthesis, TokenStream::new()));
        }
    }
}

impl<W: Written> Written for OnType<'_, W> {
    fn ends(&self) -> (Span, Span) {
        self.ty.ends()
    }
}
