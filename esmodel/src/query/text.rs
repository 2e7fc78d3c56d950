//! Clauses on text: words, phrases, beginnings, patterns.

use std::marker::PhantomData;

use super::{
    boolean::MinimumShouldMatch,
    build::{IntoQuery, Query},
    field::{Field, LeafToken},
    gate::{FullText, Searchable, Textual},
    literal::Literal,
    node::{At, Clause, MultiNode, Node},
};
use crate::model::Term;

/// How the words of a search text combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Every word must occur.
    And,
    /// One word is enough. The server's default.
    Or,
}

impl Operator {
    const fn as_str(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
        }
    }
}

/// How many letters of a word may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fuzziness {
    /// None up to 2 letters, one up to 5, then two.
    Auto,
    /// That many; the server takes 0, 1 or 2.
    Edits(u8),
}

impl Fuzziness {
    fn literal(self) -> Literal {
        match self {
            Self::Auto => Literal::fixed("AUTO"),
            Self::Edits(edits) => Term::Int(edits.into()).into(),
        }
    }
}

/// How `multi_match` combines its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MultiMatchType {
    /// The score of the best field. The server's default.
    BestFields,
    /// The scores of all fields together: one text, analyzed in several ways.
    MostFields,
    /// The fields as one: a name in two fields.
    CrossFields,
    /// As a phrase, in the best field.
    Phrase,
    /// As a phrase whose last word is a beginning.
    PhrasePrefix,
    /// Words in any order, the last one a beginning.
    BoolPrefix,
}

impl MultiMatchType {
    const fn as_str(self) -> &'static str {
        match self {
            Self::BestFields => "best_fields",
            Self::MostFields => "most_fields",
            Self::CrossFields => "cross_fields",
            Self::Phrase => "phrase",
            Self::PhrasePrefix => "phrase_prefix",
            Self::BoolPrefix => "bool_prefix",
        }
    }
}

/// What a search text without a single word matches (all of them stop words).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZeroTerms {
    /// Nothing. The server's default.
    None,
    /// Every document.
    All,
}

fn clause(name: &'static str, at: At, key: &'static str, text: &str) -> Clause {
    Clause { name, at, entries: vec![(key, Literal::text(text))] }
}

/// # Searching text
impl<M, K, V: ?Sized> Field<M, K, V> {
    /// The words of `text` occur in the field (`match`): one of them, or all with `.operator(Operator::And)`.
    pub fn matches(self, text: impl AsRef<str>) -> Match<M>
    where
        K: FullText,
    {
        Match::of(Box::new(clause("match", self.at_path(), "query", text.as_ref())))
    }

    /// The words of `text` occur in this order, side by side (`match_phrase`).
    pub fn match_phrase(self, text: impl AsRef<str>) -> Phrase<M>
    where
        K: FullText,
    {
        Phrase::of(Box::new(clause("match_phrase", self.at_path(), "query", text.as_ref())))
    }

    /// The value begins with `text`; in a text field, one of its words as the analyzer left it (mostly lower case).
    pub fn prefix(self, text: impl AsRef<str>) -> Prefix<M>
    where
        K: Textual,
    {
        Prefix::of(Box::new(clause("prefix", self.at_path(), "value", text.as_ref())))
    }

    /// The value fits a pattern: `*` is any text, `?` any letter. A pattern that begins with one of them reads every
    /// term of the field.
    pub fn wildcard(self, pattern: impl AsRef<str>) -> Wildcard<M>
    where
        K: Textual,
    {
        Wildcard::of(Box::new(clause("wildcard", self.at_path(), "value", pattern.as_ref())))
    }
}

macro_rules! clauses {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug)]
        #[must_use = "a query does nothing until it is part of a search"]
        pub struct $name<M> {
            clause: Box<Clause>,
            marker: PhantomData<fn() -> M>,
        }

        impl<M> Clone for $name<M> {
            fn clone(&self) -> Self {
                Self::of(self.clause.clone())
            }
        }

        impl<M> $name<M> {
            const fn of(clause: Box<Clause>) -> Self {
                Self { clause, marker: PhantomData }
            }

            fn set(mut self, key: &'static str, value: Literal) -> Self {
                self.clause.set(key, value);
                self
            }

            /// Multiplies the score; 1 is neutral.
            pub fn boost(self, boost: f32) -> Query<M> {
                self.into_query().boost(boost)
            }
        }

        impl<M> IntoQuery<M> for $name<M> {
            fn into_query(self) -> Query<M> {
                Query::of(Node::Clause(self.clause))
            }
        }
    )+ };
}

clauses! {
    /// A `match` clause and its options. It is a query as it is.
    Match;
    /// A `match_phrase` clause and its options. It is a query as it is.
    Phrase;
    /// A `prefix` clause and its options. It is a query as it is.
    Prefix;
    /// A `wildcard` clause and its options. It is a query as it is.
    Wildcard;
}

impl<M> Match<M> {
    /// Whether one word is enough, or every word must occur.
    pub fn operator(self, operator: Operator) -> Self {
        self.set("operator", Literal::fixed(operator.as_str()))
    }

    /// How many letters of a word may differ.
    pub fn fuzziness(self, fuzziness: Fuzziness) -> Self {
        self.set("fuzziness", fuzziness.literal())
    }

    /// How many letters at the beginning must be equal in a fuzzy search.
    pub fn prefix_length(self, letters: u32) -> Self {
        self.set("prefix_length", Term::Int(letters.into()).into())
    }

    /// To how many words a fuzzy word may expand.
    pub fn max_expansions(self, words: u32) -> Self {
        self.set("max_expansions", Term::Int(words.into()).into())
    }

    /// The analyzer of the search text, instead of the field's.
    pub fn analyzer(self, analyzer: &str) -> Self {
        self.set("analyzer", Literal::text(analyzer))
    }

    /// How many words must occur: a number, or text such as `"75%"`.
    pub fn minimum_should_match(self, minimum: impl Into<MinimumShouldMatch>) -> Self {
        self.set("minimum_should_match", minimum.into().0)
    }

    /// What a text without a single word matches.
    pub fn zero_terms(self, zero_terms: ZeroTerms) -> Self {
        self.set("zero_terms_query", Literal::fixed(if zero_terms == ZeroTerms::All { "all" } else { "none" }))
    }
}

impl<M> Phrase<M> {
    /// How many moves the words may be away from their order.
    pub fn slop(self, moves: u32) -> Self {
        self.set("slop", Term::Int(moves.into()).into())
    }

    /// The analyzer of the search text, instead of the field's.
    pub fn analyzer(self, analyzer: &str) -> Self {
        self.set("analyzer", Literal::text(analyzer))
    }
}

impl<M> Prefix<M> {
    /// Upper and lower case are the same.
    pub fn case_insensitive(self) -> Self {
        self.set("case_insensitive", Term::Bool(true).into())
    }
}

impl<M> Wildcard<M> {
    /// Upper and lower case are the same.
    pub fn case_insensitive(self) -> Self {
        self.set("case_insensitive", Term::Bool(true).into())
    }
}

/// A `multi_match` clause and its options. It is a query as it is.
#[derive(Debug)]
#[must_use = "a query does nothing until it is part of a search"]
pub struct MultiMatch<M> {
    node: Box<MultiNode>,
    marker: PhantomData<fn() -> M>,
}

impl<M> Clone for MultiMatch<M> {
    fn clone(&self) -> Self {
        Self { node: self.node.clone(), marker: PhantomData }
    }
}

impl<M> Query<M> {
    /// The words of `text` occur in one of the fields: tokens, each alone or with its weight, up to eight in a tuple.
    /// `Query::multi_match("engine", ((f.title(), 3.0), f.content()))`. Fields of nested lists are searched in a
    /// clause of their own.
    pub fn multi_match(text: impl AsRef<str>, fields: impl MatchFields<M>) -> MultiMatch<M> {
        let mut node = MultiNode { text: Literal::text(text.as_ref()), fields: Vec::new(), options: Vec::new() };
        fields.collect(&mut Weighted(&mut node.fields));
        MultiMatch { node: Box::new(node), marker: PhantomData }
    }
}

impl<M> MultiMatch<M> {
    fn set(mut self, key: &'static str, value: Literal) -> Self {
        self.node.options.retain(|(name, _)| *name != key);
        self.node.options.push((key, value));
        self
    }

    /// How the fields combine.
    pub fn kind(self, kind: MultiMatchType) -> Self {
        self.set("type", Literal::fixed(kind.as_str()))
    }

    /// How many letters of a word may differ. Not for phrases and cross fields.
    pub fn fuzziness(self, fuzziness: Fuzziness) -> Self {
        self.set("fuzziness", fuzziness.literal())
    }

    /// Whether one word is enough, or every word must occur.
    pub fn operator(self, operator: Operator) -> Self {
        self.set("operator", Literal::fixed(operator.as_str()))
    }

    /// How many words must occur: a number, or text such as `"75%"`.
    pub fn minimum_should_match(self, minimum: impl Into<MinimumShouldMatch>) -> Self {
        self.set("minimum_should_match", minimum.into().0)
    }

    /// How much of the score of the fields that are not the best counts, from 0 to 1.
    pub fn tie_breaker(self, share: f32) -> Self {
        self.set("tie_breaker", Term::Float(share.into()).into())
    }

    /// Multiplies the score; 1 is neutral.
    pub fn boost(self, boost: f32) -> Query<M> {
        self.into_query().boost(boost)
    }
}

impl<M> IntoQuery<M> for MultiMatch<M> {
    fn into_query(self) -> Query<M> {
        Query::of(Node::MultiMatch(self.node))
    }
}

/// Where the fields of a `multi_match` are gathered.
#[derive(Debug)]
pub struct Weighted<'a>(&'a mut Vec<(At, f32)>);

/// One field of a `multi_match`: a token, or a token and its weight.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field of `{M}` that can be searched for words",
    note = "give a token of a text or keyword field, or `(token, weight)`"
)]
pub trait MatchField<M> {
    /// Adds it.
    #[doc(hidden)]
    fn add(self, fields: &mut Weighted<'_>);
}

impl<M, L> MatchField<M> for L
where
    L: LeafToken<Scope = M>,
    L::Kind: Searchable,
{
    fn add(self, fields: &mut Weighted<'_>) {
        fields.0.push((self.leaf().at_path(), 1.0));
    }
}

impl<M, L> MatchField<M> for (L, f32)
where
    L: LeafToken<Scope = M>,
    L::Kind: Searchable,
{
    fn add(self, fields: &mut Weighted<'_>) {
        fields.0.push((self.0.leaf().at_path(), self.1));
    }
}

/// The fields of a `multi_match`: a tuple of up to eight tokens, each alone or with its weight.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of fields of `{M}`",
    note = "write `(f.title(), (f.content(), 0.5))`; for a single field, `f.title().matches(..)` does"
)]
pub trait MatchFields<M> {
    /// Adds them all.
    #[doc(hidden)]
    fn collect(self, fields: &mut Weighted<'_>);
}

macro_rules! match_fields {
    ($($($field:ident),+;)+) => { $(
        impl<M, $($field: MatchField<M>),+> MatchFields<M> for ($($field,)+) {
            #[expect(non_snake_case, reason = "a variable for each type parameter")]
            fn collect(self, fields: &mut Weighted<'_>) {
                let ($($field,)+) = self;
                $( $field.add(fields); )+
            }
        }
    )+ };
}

match_fields! {
    A; A, B; A, B, C; A, B, C, D; A, B, C, D, E; A, B, C, D, E, F; A, B, C, D, E, F, G; A, B, C, D, E, F, G, H;
}
