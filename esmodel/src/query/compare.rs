//! Clauses that compare values: exact, one of several, ranges, presence.

use std::marker::PhantomData;

use super::{
    build::{IntoQuery, Query},
    field::Field,
    gate::{Exact, Ordered},
    literal::{IntoTerm, Literal},
    node::{At, Clause, Node},
};

impl<M, K, V: ?Sized> Field<M, K, V> {
    pub(crate) const fn at_path(self) -> At {
        At { path: self.path, nested: self.nested, date_format: self.date_format, lacks: self.lacks }
    }
}

/// # Comparing
/// A field that holds a list matches when one of its values does. On a field of a nested list, the clause enters the
/// list by itself; two such clauses may then match two different elements, so say `.any(|element| ..)` on the list
/// where both must hold for one.
impl<M, K, V: ?Sized> Field<M, K, V> {
    /// The field has exactly that value (`term`).
    pub fn eq(self, value: impl IntoTerm<K, V>) -> Query<M>
    where
        K: Exact,
    {
        Query::of(Node::Term { at: self.at_path(), value: value.into_literal() })
    }

    /// The field has not that value, or none at all. On a nested list: no element has it.
    pub fn ne(self, value: impl IntoTerm<K, V>) -> Query<M>
    where
        K: Exact,
    {
        !self.eq(value)
    }

    /// The field has one of these values (`terms`). Without values it matches nothing. A server accepts 65,536 values
    /// unless told otherwise.
    pub fn any_of(self, values: impl IntoIterator<Item = impl IntoTerm<K, V>>) -> Query<M>
    where
        K: Exact,
    {
        let values = values.into_iter().map(IntoTerm::into_literal).collect();
        Query::of(Node::Terms { at: self.at_path(), values })
    }

    /// The field has none of these values. Without values it matches everything.
    pub fn none_of(self, values: impl IntoIterator<Item = impl IntoTerm<K, V>>) -> Query<M>
    where
        K: Exact,
    {
        !self.any_of(values)
    }

    /// Greater than `value`.
    pub fn gt(self, value: impl IntoTerm<K, V>) -> Query<M>
    where
        K: Ordered,
    {
        self.bounds(Some(value.into_literal()), None, true)
    }

    /// Greater than `value`, or equal.
    pub fn gte(self, value: impl IntoTerm<K, V>) -> Query<M>
    where
        K: Ordered,
    {
        self.bounds(Some(value.into_literal()), None, false)
    }

    /// Less than `value`.
    pub fn lt(self, value: impl IntoTerm<K, V>) -> Query<M>
    where
        K: Ordered,
    {
        self.bounds(None, Some(value.into_literal()), true)
    }

    /// Less than `value`, or equal.
    pub fn lte(self, value: impl IntoTerm<K, V>) -> Query<M>
    where
        K: Ordered,
    {
        self.bounds(None, Some(value.into_literal()), false)
    }

    /// From `low` to `high`, both included.
    pub fn between(self, low: impl IntoTerm<K, V>, high: impl IntoTerm<K, V>) -> Query<M>
    where
        K: Ordered,
    {
        self.bounds(Some(low.into_literal()), Some(high.into_literal()), false)
    }

    /// A range bound by bound, with format and time zone: `f.joined().range().gte(a).lt(b)`. Without bounds it
    /// matches every document that has a value.
    pub fn range(self) -> RangeQuery<M, K, V>
    where
        K: Ordered,
    {
        let clause = Clause { name: "range", at: self.at_path(), entries: Vec::with_capacity(2) };
        RangeQuery { clause: Box::new(clause), marker: PhantomData }
    }

    /// The field has a value: neither null nor an empty list.
    ///
    /// What counts is what the index holds, not the document: null has a value where the field has a `null_value`, text
    /// longer than `ignore_above` and what `ignore_malformed` let pass have none, and a field with `index = false` and
    /// `doc_values = false` never has any.
    pub fn exists(self) -> Query<M> {
        Query::of(Node::Exists { at: self.at_path() })
    }

    /// The field has no value; see [`exists`](Self::exists) for what counts as one. On a nested list: no element has one.
    pub fn missing(self) -> Query<M> {
        !self.exists()
    }

    fn bounds(self, lower: Option<Literal>, upper: Option<Literal>, open: bool) -> Query<M> {
        Query::of(Node::Range { at: self.at_path(), lower, upper, open })
    }
}

/// A range being filled. It is a query as it is.
#[must_use = "a query does nothing until it is part of a search"]
pub struct RangeQuery<M, K, V: ?Sized> {
    clause: Box<Clause>,
    #[expect(clippy::type_complexity, reason = "a phantom that is Send and Sync whatever the parameters are")]
    marker: PhantomData<(fn() -> M, fn() -> K, fn(&V))>,
}

impl<M, K, V: ?Sized> Clone for RangeQuery<M, K, V> {
    fn clone(&self) -> Self {
        Self { clause: self.clause.clone(), marker: PhantomData }
    }
}

impl<M, K, V: ?Sized> std::fmt::Debug for RangeQuery<M, K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("RangeQuery").field(&self.clause).finish()
    }
}

impl<M, K, V: ?Sized> RangeQuery<M, K, V> {
    /// Greater than `value`.
    pub fn gt(self, value: impl IntoTerm<K, V>) -> Self {
        self.set("gt", value.into_literal())
    }

    /// Greater than `value`, or equal.
    pub fn gte(self, value: impl IntoTerm<K, V>) -> Self {
        self.set("gte", value.into_literal())
    }

    /// Less than `value`.
    pub fn lt(self, value: impl IntoTerm<K, V>) -> Self {
        self.set("lt", value.into_literal())
    }

    /// Less than `value`, or equal.
    pub fn lte(self, value: impl IntoTerm<K, V>) -> Self {
        self.set("lte", value.into_literal())
    }

    /// A bound where there is a value: `.maybe(from, |r, from| r.gte(from))`.
    pub fn maybe<B>(self, bound: Option<B>, add: impl FnOnce(Self, B) -> Self) -> Self {
        match bound {
            Some(bound) => add(self, bound),
            None => self,
        }
    }

    /// How dates in the bounds are written, such as `dd/MM/yyyy`.
    pub fn format(self, format: &str) -> Self {
        self.set("format", Literal::text(format))
    }

    /// The zone of dates without one, such as `Europe/Zurich` or `+01:00`. It does not move `now`.
    pub fn time_zone(self, zone: &str) -> Self {
        self.set("time_zone", Literal::text(zone))
    }

    /// Multiplies the score; 1 is neutral.
    pub fn boost(self, boost: f32) -> Query<M> {
        self.into_query().boost(boost)
    }

    fn set(mut self, key: &'static str, value: Literal) -> Self {
        self.clause.set(key, value);
        self
    }
}

impl<M, K, V: ?Sized> IntoQuery<M> for RangeQuery<M, K, V> {
    fn into_query(self) -> Query<M> {
        Query::of(Node::Clause(self.clause))
    }
}
