//! The query value: its operators, its weight, and what else may stand where a query is asked for.

use std::{
    fmt,
    marker::PhantomData,
    ops::{BitAnd, BitOr, Not},
    sync::Arc,
};

use serde::Serialize;

use super::{
    boolean::BoolQuery,
    compare::RangeQuery,
    json::JsonWriter,
    knn::Nearest,
    node::{Node, Part},
    text::{Match, MultiMatch, Phrase, Prefix, Wildcard},
};
use crate::{
    dialect::Dialect,
    error::{Error, Result},
    model::{IdFor, ModelDefinition, write_raw},
};

/// A query about documents of the model `M`, or about one [`Element`](super::path::Element) of a nested list.
///
/// Combine queries with `&`, `|` and `!`. A query of another model does not compile; raw JSON fits any. One that is
/// nested more than 100 deep is [`Error::Invalid`](crate::Error::Invalid) when it is sent.
/// Field tokens make the clauses: `f.age().gte(30) & f.department().eq("search")`.
pub struct Query<M> {
    pub(crate) part: Part,
    marker: PhantomData<fn() -> M>,
}

impl<M> Clone for Query<M> {
    fn clone(&self) -> Self {
        Self::of(self.part.clone())
    }
}

impl<M> fmt::Debug for Query<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Query").field(&self.part).finish()
    }
}

impl<M> Query<M> {
    pub(crate) fn of(part: impl Into<Part>) -> Self {
        Self { part: part.into(), marker: PhantomData }
    }

    /// Matches every document.
    pub fn all() -> Self {
        Self::of(Node::All)
    }

    /// Matches no document.
    pub fn none() -> Self {
        Self::of(Node::Nothing)
    }

    /// Matches when at least one of the queries does; of no queries, nothing: an empty list never becomes "everything".
    pub fn any_of<Q: IntoQuery<M>>(queries: impl IntoIterator<Item = Q>) -> Self {
        let mut queries = queries.into_iter().peekable();
        if queries.peek().is_none() {
            return Self::none();
        }
        queries.fold(Self::bool(), BoolQuery::should).into_query()
    }

    /// Matches when every one of the queries does, without score; of no queries, everything.
    pub fn all_of<Q: IntoQuery<M>>(queries: impl IntoIterator<Item = Q>) -> Self {
        queries.into_iter().fold(Self::bool(), BoolQuery::filter).into_query()
    }

    /// A query in the server's own JSON, from anything that serde can write: `json!({..})`, a builder of another
    /// crate, a struct. It is sent as it is and checked by nobody but the server.
    ///
    /// What cannot be written is reported as [`Error::Encode`](crate::Error::Encode) when the query is sent: among others
    /// a number that is not finite, and JSON nested more than 120 levels deep.
    pub fn raw(json: impl Serialize) -> Self {
        Self::of(match write_raw(&json) {
            Ok(text) => Node::Raw(text.into_boxed_str()),
            Err(error) => Node::Unwritable(Arc::from(error.to_string())),
        })
    }

    /// An empty `bool` query to fill: for `should` with `minimum_should_match`, or scored and unscored parts in one.
    pub fn bool() -> BoolQuery<M> {
        BoolQuery::new()
    }

    /// Multiplies the score that the query gives; 1 is neutral.
    #[must_use]
    pub fn boost(mut self, boost: f32) -> Self {
        self.part.boost = Some(boost);
        self
    }

    /// Adds a clause where there is a value: `q.maybe(opt, |q, v| q & f.city().eq(v))` leaves `q` as it is for `None`.
    #[must_use]
    pub fn maybe<V>(self, value: Option<V>, add: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// The JSON that a server of that dialect is sent.
    ///
    /// # Errors
    /// [`Error::Encode`](crate::Error::Encode) for a number that is not finite, or raw JSON that cannot be written.
    pub fn to_json(&self, dialect: Dialect) -> Result<String> {
        let mut json = JsonWriter::new(dialect);
        self.part.write(&mut json);
        let bytes = json.finish()?;
        String::from_utf8(bytes).map_err(|source| Error::encode("a query", source))
    }
}

impl<M: ModelDefinition> Query<M> {
    /// Documents with one of these ids. No ids match nothing.
    pub fn ids(ids: impl IntoIterator<Item = impl IdFor<M::Id>>) -> Self {
        let ids: Box<[Box<str>]> = ids.into_iter().map(|id| Box::from(&*id.id_text())).collect();
        Self::of(if ids.is_empty() { Node::Nothing } else { Node::Ids(ids) })
    }
}

/// What may stand where a query about `M` is asked for: a [`Query`], one of the clauses with options, or raw JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query about `{M}`",
    label = "a query of another model, or no query at all",
    note = "take the field from the model that is searched; queries of one element of a nested list go into `.any(|element| ..)`; raw JSON is a `serde_json::Value`, or `Query::raw(..)` for anything else"
)]
pub trait IntoQuery<M> {
    /// The query.
    fn into_query(self) -> Query<M>;
}

impl<M> IntoQuery<M> for Query<M> {
    fn into_query(self) -> Self {
        self
    }
}

impl<M> IntoQuery<M> for serde_json::Value {
    fn into_query(self) -> Query<M> {
        Query::raw(self)
    }
}

/// Both; flattened, so that `a & b & c` is one `bool`.
pub(crate) fn both(left: Part, right: Part) -> Node {
    Node::And(join(left, right, |node| match node {
        Node::And(parts) => Ok(parts),
        other => Err(other),
    }))
}

/// Either; flattened, so that `a | b | c` is one `bool`.
pub(crate) fn either(left: Part, right: Part) -> Node {
    Node::Or(join(left, right, |node| match node {
        Node::Or(parts) => Ok(parts),
        other => Err(other),
    }))
}

fn join(left: Part, right: Part, open: impl Fn(Node) -> std::result::Result<Vec<Part>, Node>) -> Vec<Part> {
    let mut parts = Vec::new();
    for part in [left, right] {
        if part.boost.is_some() {
            parts.push(part);
            continue;
        }
        match open(part.node) {
            Ok(inner) if parts.is_empty() => parts = inner,
            Ok(inner) => parts.extend(inner),
            Err(node) => parts.push(node.into()),
        }
    }
    parts
}

/// The operators of a query, for a type that is [`IntoQuery`].
macro_rules! operators {
    ($([$($param:tt)*] $query:ty;)+) => { $(
        /// Both must match; both give score.
        impl<$($param)*, R: IntoQuery<M>> BitAnd<R> for $query {
            type Output = Query<M>;

            fn bitand(self, right: R) -> Query<M> {
                Query::of(both(self.into_query().part, right.into_query().part))
            }
        }

        /// At least one must match.
        impl<$($param)*, R: IntoQuery<M>> BitOr<R> for $query {
            type Output = Query<M>;

            fn bitor(self, right: R) -> Query<M> {
                Query::of(either(self.into_query().part, right.into_query().part))
            }
        }

        /// Must not match. Of a clause on a nested field: no element matches.
        impl<$($param)*> Not for $query {
            type Output = Query<M>;

            fn not(self) -> Query<M> {
                Query::of(Node::Not(Box::new(self.into_query().part)))
            }
        }
    )+ };
}

operators! {
    [M] Query<M>;
    [M] BoolQuery<M>;
    [M, K, V: ?Sized] RangeQuery<M, K, V>;
    [M] Match<M>;
    [M] Phrase<M>;
    [M] MultiMatch<M>;
    [M] Nearest<M>;
    [M] Prefix<M>;
    [M] Wildcard<M>;
}
