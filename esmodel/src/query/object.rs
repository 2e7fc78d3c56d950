//! Verbs on objects and nested lists. They come from the prelude, so that a field of the name of a verb never collides.

use std::marker::PhantomData;

use super::{
    build::{IntoQuery, Query},
    field::{ElementOf, Field, ObjectFields},
    node::{At, Node},
    path::{NestedPath, Path, Within},
};

/// The scope of queries on an object's place.
type ScopeOf<F> = <<F as ObjectFields>::Path as Path>::Scope;

/// What is asked of one value. No object is one: that it has such methods is for what the compiler says then.
#[diagnostic::on_unimplemented(
    message = "an object has no value of its own to compare",
    label = "an object, or a list of them",
    note = "ask one of its fields: `f.address().city().eq(..)`; of a nested list, one of its elements: `f.skills().any(|skill| skill.name().eq(..))`"
)]
pub trait SingleValue {}

macro_rules! asked_of_values {
    ($($verb:ident)+) => { $(
        #[doc(hidden)]
        fn $verb<V>(self, value: V) -> Query<ScopeOf<Self>>
        where
            Self: SingleValue,
        {
            drop(value);
            Query::none()
        }
    )+ };
}

/// What the token of an object or of a nested list can be asked, besides its fields.
///
/// Two filters on the fields of a nested list may each be met by *another* element; `any` speaks of one:
/// `f.skills().any(|s| s.name().eq("rust") & s.level().gte(3))`.
pub trait ObjectVerbs: ObjectFields {
    /// One element of the list meets the whole query.
    fn any<Q>(self, query: impl FnOnce(Self::OfElement) -> Q) -> Query<ScopeOf<Self>>
    where
        Self::Path: NestedPath,
        Q: IntoQuery<ElementOf<Self>>,
    {
        let inner = query(Self::of_element()).into_query();
        match <Self::Path as Path>::INSIDE {
            Some(list) => Query::of(Node::Nested(Box::new((list, inner.part)))),
            // Not a list: it does not happen, since only lists are `NestedPath`s.
            None => Query::of(inner.part),
        }
    }

    /// No element of the list meets the query; an empty list has none.
    fn none<Q>(self, query: impl FnOnce(Self::OfElement) -> Q) -> Query<ScopeOf<Self>>
    where
        Self::Path: NestedPath,
        Q: IntoQuery<ElementOf<Self>>,
    {
        !self.any(query)
    }

    /// There is such an object, with at least one indexed value; the list has at least one element.
    fn exists(self) -> Query<ScopeOf<Self>> {
        let at = At {
            path: <Self::Path as Path>::PATH,
            nested: <Self::Path as Path>::ENCLOSING,
            date_format: None,
            lacks: <Self::Path as Path>::LACKS,
        };
        match <Self::Path as Path>::INSIDE {
            Some(list) if list.path == at.path => Query::of(Node::Nested(Box::new((list, Node::All.into())))),
            _ => Query::of(Node::Exists { at }),
        }
    }

    /// There is no such object; the list is empty.
    fn missing(self) -> Query<ScopeOf<Self>> {
        !ObjectVerbs::exists(self)
    }

    asked_of_values! { eq ne any_of gt gte lt lte matches match_phrase prefix }
}

impl<F: ObjectFields> ObjectVerbs for F {}

/// What has elements with fields of their own. No leaf has: that it has such methods is for what the compiler says then.
#[diagnostic::on_unimplemented(
    message = "a field of values has no elements with fields inside",
    label = "its values have no fields",
    note = "compare the field itself: of a list, `.eq(..)` asks whether one of its values is equal, and `.any_of([..])` whether one is among several; `.any(..)` and `.none(..)` ask elements of a list of structs"
)]
pub trait HasElements {}

impl<M, K, V: ?Sized> Field<M, K, V> {
    #[doc(hidden)]
    pub fn any<Q>(self, query: impl FnOnce(Self) -> Q) -> Query<M>
    where
        Self: HasElements,
    {
        drop(query);
        Query::none()
    }

    #[doc(hidden)]
    pub fn none<Q>(self, query: impl FnOnce(Self) -> Q) -> Query<M>
    where
        Self: HasElements,
    {
        drop(query);
        Query::none()
    }
}

/// What a query can ask for. No computed field and no lazy property is: that they have tokens is for what the compiler says
/// then.
#[diagnostic::on_unimplemented(
    message = "a computed field or a lazy property is not stored, so no query can ask for it",
    label = "in no index",
    note = "ask for the fields that its method works with; to search for its value, store that in a field of the mapping"
)]
pub trait IsStored {}

/// A nested list of maps, whose keys nobody knows: `any` and `none` take raw JSON, with the full paths of fields.
#[derive(Debug)]
pub struct NestedMaps<P>(PhantomData<fn() -> P>);

impl<P> Copy for NestedMaps<P> {}

impl<P> Clone for NestedMaps<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Path> NestedMaps<P> {
    /// The token of the list at `P`.
    #[doc(hidden)]
    pub const fn at() -> Self {
        Self(PhantomData)
    }
}

impl<P: Path> ObjectFields for NestedMaps<P> {
    type Path = P;
    type OfElement = NestedMaps<Within<P>>;

    fn of_element() -> Self::OfElement
    where
        P: NestedPath,
    {
        NestedMaps::at()
    }
}
