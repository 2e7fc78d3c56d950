//! The inside of an attribute's parentheses: `ignore_above = 256, filter("lowercase"), a.b = true`. It knows no key.

use darling::{Error, FromMeta, Result};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{
    Expr, ExprPath, Lit, LitInt, LitStr, Meta, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    spanned::Spanned,
    token::{Bracket, Paren},
};

use crate::kinds::KindSpec;

/// One key and what is given for it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) span: Span,
    pub(crate) given: Given,
}

/// What stands behind a key.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    /// Only the key.
    Nothing,
    /// `= literal`.
    One(Literal),
    /// `("a", "b")` or `= ["a", "b"]`.
    Many(Vec<Literal>),
    /// `(key = .., ..)`.
    Entries(Vec<Entry>),
}

/// A literal, where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Literal {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// A JSON scalar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Str(String),
    Int(i64),
    Float(f64),
    Bool(bool),
}

impl Value {
    /// What it is, for messages.
    pub(crate) const fn noun(&self) -> &'static str {
        match self {
            Self::Str(_) => "a string",
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a number with a fraction",
            Self::Bool(_) => "true or false",
        }
    }
}

/// The entries of a kind, of settings, of analyzers: `key` alone or `key(..)`.
#[derive(Debug, Clone)]
pub(crate) struct Entries {
    pub(crate) span: Span,
    pub(crate) entries: Vec<Entry>,
}

impl FromMeta for Entries {
    fn from_meta(item: &Meta) -> Result<Self> {
        let span = item.path().span();
        let entries = match item {
            Meta::Path(_) => Vec::new(),
            Meta::List(list) => entries.parse2(list.tokens.clone())?,
            Meta::NameValue(pair) => {
                let key = pair.path.to_token_stream();
                return Err(Error::custom(format!("write `{key}`, or `{key}(..)` with its parameters inside"))
                    .with_span(&pair.value));
            }
        };
        Ok(Self { span, entries })
    }
}

/// A parameter straight in `#[es(..)]`: `index = false`, `copy_to("all")`.
#[derive(Debug, Clone)]
pub(crate) struct Straight {
    pub(crate) span: Span,
    pub(crate) given: Given,
}

impl FromMeta for Straight {
    fn from_meta(item: &Meta) -> Result<Self> {
        let span = item.path().span();
        let given = match item {
            Meta::Path(_) => Given::Nothing,
            Meta::List(list) => inside.parse2(list.tokens.clone())?,
            Meta::NameValue(pair) => {
                let key = pair.path.to_token_stream().to_string();
                let with_key = |input: ParseStream<'_>| no_word(&key, input).and_then(|()| value(input));
                with_key.parse2(pair.value.to_token_stream())?
            }
        };
        Ok(Self { span, given })
    }
}

/// A string, where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl FromMeta for Text {
    fn from_meta(item: &Meta) -> Result<Self> {
        let parsed = match item {
            Meta::NameValue(pair) => syn::parse2::<LitStr>(pair.value.to_token_stream()).ok(),
            _ => None,
        };
        let key = item.path().to_token_stream();
        let text = parsed.ok_or_else(|| {
            let written = match item {
                Meta::NameValue(pair) => unquoted(&pair.value),
                Meta::Path(_) | Meta::List(_) => None,
            };
            let written = written.as_deref().unwrap_or("..");
            Error::custom(format!("`{key}` is a string: write `{key} = \"{written}\"`")).with_span(item)
        })?;
        Ok(Self { value: text.value(), span: text.span() })
    }
}

/// What lacks its quotes: a word, a number, a truth value.
fn unquoted(value: &Expr) -> Option<String> {
    match value {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Lit(literal) => match &literal.lit {
            Lit::Bool(truth) => Some(truth.value.to_string()),
            Lit::Int(int) => Some(int.base10_digits().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

fn entries(input: ParseStream<'_>) -> syn::Result<Vec<Entry>> {
    Ok(Punctuated::<Entry, Token![,]>::parse_terminated_with(input, entry)?.into_iter().collect())
}

fn entry(input: ParseStream<'_>) -> syn::Result<Entry> {
    let span = input.span();
    let key = if input.peek(LitStr) {
        input.parse::<LitStr>()?.value()
    } else {
        let mut key = input.call(syn::Ident::parse_any)?.unraw().to_string();
        while input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            key.push('.');
            key.push_str(&input.call(syn::Ident::parse_any)?.unraw().to_string());
        }
        key
    };
    let given = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        no_word(&key, input)?;
        value(input)?
    } else if input.peek(Paren) {
        let content;
        syn::parenthesized!(content in input);
        inside(&content)?
    } else {
        Given::Nothing
    };
    Ok(Entry { key, span, given })
}

/// A word without quotes, which is a text that lacks them, or a kind that stands in parentheses.
fn no_word(key: &str, input: ParseStream<'_>) -> syn::Result<()> {
    let Ok(word) = input.fork().parse::<syn::Ident>() else { return Ok(()) };
    let advice = if KindSpec::named(&word.to_string()).is_some() {
        format!("; a kind stands in parentheses: `{key}({word})`")
    } else {
        String::new()
    };
    Err(syn::Error::new(word.span(), format!("a text stands in quotes: `{key} = \"{word}\"`{advice}")))
}

/// Literals or entries, whichever comes first.
fn inside(input: ParseStream<'_>) -> syn::Result<Given> {
    let is_key = input.peek(LitStr) && (input.peek2(Token![=]) || input.peek2(Paren));
    if !is_key && (input.peek(Lit) || input.peek(Token![-])) {
        return literals(input).map(Given::Many);
    }
    entries(input).map(Given::Entries)
}

fn value(input: ParseStream<'_>) -> syn::Result<Given> {
    if input.peek(Bracket) {
        let content;
        syn::bracketed!(content in input);
        return literals(&content).map(Given::Many);
    }
    let literal = literal(input)?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(Given::One(literal));
    }
    Err(input.error("one literal can stand here, and no expression: write the value itself, then `,`"))
}

fn literals(input: ParseStream<'_>) -> syn::Result<Vec<Literal>> {
    Ok(Punctuated::<Literal, Token![,]>::parse_terminated_with(input, literal)?.into_iter().collect())
}

fn literal(input: ParseStream<'_>) -> syn::Result<Literal> {
    let minus = if input.peek(Token![-]) { Some(input.parse::<Token![-]>()?) } else { None };
    let sign = if minus.is_some() { "-" } else { "" };
    let lit = input.parse::<Lit>().map_err(|error| {
        syn::Error::new(error.span(), "only literals can stand here: a string, a number, true or false")
    })?;
    let span = lit.span();
    let value = match &lit {
        Lit::Str(text) if minus.is_none() => Value::Str(text.value()),
        Lit::Bool(truth) if minus.is_none() => Value::Bool(truth.value),
        Lit::Int(int) => Value::Int(whole(int, sign)?),
        Lit::Float(float) => {
            let text = format!("{sign}{}", float.base10_digits());
            Value::Float(text.parse().map_err(|error| syn::Error::new(span, error))?)
        }
        _ => return Err(syn::Error::new(span, "write a string, a number, true or false here")),
    };
    Ok(Literal { value, span })
}

fn whole(int: &LitInt, sign: &str) -> syn::Result<i64> {
    format!("{sign}{}", int.base10_digits()).parse().map_err(|error| syn::Error::new(int.span(), error))
}

impl ToTokens for Literal {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = self.span;
        tokens.extend(match &self.value {
            Value::Str(text) => LitStr::new(text, span).into_token_stream(),
            Value::Int(int) => {
                let mut literal = proc_macro2::Literal::i64_unsuffixed(*int);
                literal.set_span(span);
                literal.into_token_stream()
            }
            Value::Float(float) => {
                let mut literal = proc_macro2::Literal::f64_unsuffixed(*float);
                literal.set_span(span);
                literal.into_token_stream()
            }
            Value::Bool(truth) => syn::LitBool::new(*truth, span).into_token_stream(),
        });
    }
}

/// A word that stands alone.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word(Option<Span>);

impl Word {
    /// Where it stands, if it does.
    pub(crate) const fn span(self) -> Option<Span> {
        self.0
    }
}

impl FromMeta for Word {
    fn from_none() -> Option<Self> {
        Some(Self(None))
    }

    fn from_meta(item: &Meta) -> Result<Self> {
        if let Meta::Path(path) = item {
            return Ok(Self(Some(path.span())));
        }
        let key = item.path().to_token_stream();
        Err(Error::custom(format!("`{key}` stands alone: write `#[es({key})]`")).with_span(item))
    }
}

/// The path that an expression is, which a `macro_rules!` hands in within a group.
pub(super) fn path(value: &Expr) -> Option<&ExprPath> {
    match value {
        Expr::Path(path) => Some(path),
        Expr::Group(group) => path(&group.expr),
        _ => None,
    }
}

/// The path of a function.
#[derive(Debug, Clone)]
pub(crate) struct Hook(pub(crate) ExprPath);

impl FromMeta for Hook {
    fn from_meta(item: &Meta) -> Result<Self> {
        if let Meta::NameValue(pair) = item
            && let Some(path) = path(&pair.value)
        {
            return Ok(Self(path.clone()));
        }
        let key = item.path().to_token_stream().to_string();
        let advice = match key.as_str() {
            "routing" => "name a function of `&Self`: `routing = Self::tenant`; on a field, `routing` stands alone",
            "index_for" => "name a function of `&Self` that yields the index: `index_for = Self::index_name`",
            "before_save" => "name a function of `&mut Self`: `before_save = Self::tidy`",
            _ => "name a function of `&mut Self`: `after_load = Self::fill`",
        };
        Err(Error::custom(advice).with_span(item))
    }
}

/// What checks a value: the rules of its fields, or a function.
#[derive(Debug, Clone)]
pub(crate) enum Check {
    Rules(Span),
    Function(ExprPath),
}

impl Check {
    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Rules(span) => *span,
            Self::Function(path) => path.span(),
        }
    }
}

impl FromMeta for Check {
    fn from_meta(item: &Meta) -> Result<Self> {
        match item {
            Meta::Path(path) => return Ok(Self::Rules(path.span())),
            Meta::NameValue(pair) => {
                if let Some(path) = path(&pair.value) {
                    return Ok(Self::Function(path.clone()));
                }
            }
            Meta::List(_) => {}
        }
        let advice = "name a function of `&Self` and `&mut Violations`: `validate = Self::check`; for the rules of `garde`, \
                      `validate` stands alone";
        Err(Error::custom(advice).with_span(item))
    }
}

/// Paths of constants: one behind `=`, or any number in parentheses.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    pub(crate) span: Span,
    pub(crate) paths: Vec<ExprPath>,
}

impl FromMeta for Paths {
    fn from_meta(item: &Meta) -> Result<Self> {
        let paths: Option<Vec<ExprPath>> = match item {
            Meta::NameValue(pair) => path(&pair.value).map(|path| vec![path.clone()]),
            Meta::List(list) => Punctuated::<Expr, Token![,]>::parse_terminated
                .parse2(list.tokens.clone())
                .ok()
                .and_then(|paths| paths.iter().map(|one| path(one).cloned()).collect()),
            Meta::Path(_) => None,
        };
        let key = item.path().to_token_stream();
        match paths {
            Some(paths) if !paths.is_empty() => Ok(Self { span: item.path().span(), paths }),
            _ => {
                Err(Error::custom(format!("name constants: `{key} = SEARCH`, or `{key}(SEARCH, NAMES)`"))
                    .with_span(item))
            }
        }
    }
}
