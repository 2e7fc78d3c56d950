//! The `bool` query, part by part.

use std::marker::PhantomData;

use super::{
    build::{IntoQuery, Query},
    literal::Literal,
    node::{BoolNode, Node},
};

/// A `bool` query being filled. Without any clause it matches every document, as the server has it.
#[derive(Debug)]
#[must_use = "a query does nothing until it is part of a search"]
pub struct BoolQuery<M> {
    node: BoolNode,
    marker: PhantomData<fn() -> M>,
}

impl<M> Clone for BoolQuery<M> {
    fn clone(&self) -> Self {
        Self { node: self.node.clone(), marker: PhantomData }
    }
}

impl<M> Default for BoolQuery<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M> BoolQuery<M> {
    /// Without clauses.
    pub fn new() -> Self {
        Self { node: BoolNode::default(), marker: PhantomData }
    }

    /// Must match, and gives score.
    pub fn must(mut self, query: impl IntoQuery<M>) -> Self {
        self.node.must.push(query.into_query().part);
        self
    }

    /// Must match, without score; the server may cache it.
    pub fn filter(mut self, query: impl IntoQuery<M>) -> Self {
        self.node.filter.push(query.into_query().part);
        self
    }

    /// Gives score when it matches. Where there is neither `must` nor `filter`, at least one `should` must match; a query
    /// without any clause matches everything, so make a list that may be empty into [`Query::any_of`].
    pub fn should(mut self, query: impl IntoQuery<M>) -> Self {
        self.node.should.push(query.into_query().part);
        self
    }

    /// Must not match.
    pub fn must_not(mut self, query: impl IntoQuery<M>) -> Self {
        self.node.must_not.push(query.into_query().part);
        self
    }

    /// How many of the `should` clauses must match: a number, or text such as `"75%"` or `"2<75%"`.
    pub fn minimum_should_match(mut self, minimum: impl Into<MinimumShouldMatch>) -> Self {
        self.node.minimum_should_match = Some(minimum.into().0);
        self
    }

    /// Multiplies the score; 1 is neutral.
    pub fn boost(self, boost: f32) -> Query<M> {
        self.into_query().boost(boost)
    }

    /// Adds clauses where there is a value: `.maybe(opt, |b, v| b.filter(f.city().eq(v)))`.
    pub fn maybe<V>(self, value: Option<V>, add: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }
}

impl<M> IntoQuery<M> for BoolQuery<M> {
    fn into_query(self) -> Query<M> {
        Query::of(Node::Bool(Box::new(self.node)))
    }
}

/// How many optional clauses must match: an absolute number, negative for "all but", or the server's text.
#[derive(Debug, Clone)]
pub struct MinimumShouldMatch(pub(crate) Literal);

impl From<i32> for MinimumShouldMatch {
    fn from(count: i32) -> Self {
        Self(Literal::from(crate::model::Term::Int(count.into())))
    }
}

impl From<&str> for MinimumShouldMatch {
    fn from(text: &str) -> Self {
        Self(Literal::text(text))
    }
}
