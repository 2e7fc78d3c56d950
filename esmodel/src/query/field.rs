//! Tokens of fields: what a query is made from.

use std::{fmt, marker::PhantomData};

use super::{
    lacks::Lacks,
    path::{Element, NestedAt, NestedPath, Path, Within},
};

/// A leaf field: of the model (or element) `M`, of kind `K`, compared with values of type `V`.
pub struct Field<M, K, V: ?Sized> {
    pub(crate) path: &'static str,
    pub(crate) nested: Option<&'static NestedAt>,
    pub(crate) date_format: Option<&'static &'static str>,
    pub(crate) lacks: Lacks,
    #[expect(clippy::type_complexity, reason = "a phantom that is Send and Sync whatever the parameters are")]
    marker: PhantomData<(fn() -> M, fn() -> K, fn(&V))>,
}

impl<M, K, V: ?Sized> Copy for Field<M, K, V> {}

impl<M, K, V: ?Sized> Clone for Field<M, K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, K, V: ?Sized> fmt::Debug for Field<M, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.path).finish()
    }
}

impl<M, K, V: ?Sized> Field<M, K, V> {
    /// The token of the leaf at `P`. The derive calls this; it vouches for `K` and `V`.
    #[doc(hidden)]
    pub const fn at<P: Path<Scope = M>>() -> Self {
        Self { path: P::PATH, nested: P::ENCLOSING, date_format: P::DATE_FORMAT, lacks: P::LACKS, marker: PhantomData }
    }

    /// The token of `_id`.
    #[doc(hidden)]
    pub const fn id() -> Self {
        Self { path: "_id", nested: None, date_format: None, lacks: Lacks::NOTHING, marker: PhantomData }
    }

    /// The full dotted path in the index.
    pub const fn path(&self) -> &'static str {
        self.path
    }
}

/// A leaf's token, or one with multi-fields that stands for its main field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the token of a field",
    label = "not a field",
    note = "name a field by its token: `City::fields().name()`, with your model and field; of an object, one of the fields inside"
)]
pub trait LeafToken: Copy {
    /// The model or element that the field belongs to.
    type Scope: 'static;
    /// The kind.
    type Kind;
    /// What it is compared with.
    type Value: ?Sized;

    /// The plain token.
    fn leaf(self) -> Field<Self::Scope, Self::Kind, Self::Value>;
}

impl<M: 'static, K, V: ?Sized> LeafToken for Field<M, K, V> {
    type Scope = M;
    type Kind = K;
    type Value = V;

    fn leaf(self) -> Self {
        self
    }
}

/// The tokens of an object's fields. The derive implements it; its verbs come from the prelude, so that a field of
/// the name of a verb never collides.
pub trait ObjectFields: Copy {
    /// Where the object stands.
    type Path: Path;
    /// The same fields, of one element.
    type OfElement;

    /// The tokens of one element.
    #[doc(hidden)]
    fn of_element() -> Self::OfElement
    where
        Self::Path: NestedPath;
}

/// The scope of one element of the list at `P`.
pub type ElementOf<F> = Element<<F as ObjectFields>::Path>;

/// Where one element's fields stand.
pub type WithinOf<F> = Within<<F as ObjectFields>::Path>;
