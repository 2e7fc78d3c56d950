//! Typed queries: field tokens, clauses, sort keys, aggregations. They become JSON for a
//! [`Dialect`](crate::dialect::Dialect) and know nothing of clients.

pub mod agg;
mod boolean;
mod build;
mod compare;
mod date_math;
mod extent;
mod family;
pub mod field;
pub mod gate;
mod geo;
mod json;
mod knn;
mod lacks;
mod literal;
pub(crate) mod node;
mod object;
pub mod path;
mod rank;
pub(crate) mod resolve;
mod sort;
mod text;

pub use boolean::{BoolQuery, MinimumShouldMatch};
pub use build::{IntoQuery, Query};
pub use compare::RangeQuery;
pub use date_math::DateMath;
pub use extent::{Extent, IntoExtent, Spans};
pub use field::{Field, LeafToken, ObjectFields};
pub use geo::Distance;
pub use json::JsonWriter;
pub use knn::Nearest;
#[doc(hidden)]
pub use lacks::Lacks;
pub use literal::{IntoTerm, Literal, TermKind, Times};
pub use object::{HasElements, IsStored, NestedMaps, ObjectVerbs, SingleValue};
pub use path::{FieldsOf, Path};
pub use rank::{Rank, Resembles};
pub(crate) use sort::LEAD;
pub use sort::{IntoSort, Missing, Order, Sort, SortMode, StandIn};
pub use text::{
    Fuzziness, Match, MatchField, MatchFields, MultiMatch, MultiMatchType, Operator, Phrase, Prefix, Weighted,
    Wildcard, ZeroTerms,
};

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use json::tests::{ES, written};
