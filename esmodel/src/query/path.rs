//! Where a field stands in a document, joined when the program is compiled.

use std::marker::PhantomData;

use super::lacks::Lacks;
use crate::{
    model::EsObject,
    schema::{Property, check},
};

/// A place in a document: the document itself, a field of an object, an element of a nested list.
pub trait Path: Copy + Send + Sync + 'static {
    /// What queries on fields at this place are queries of: a model, or one [`Element`] of a nested list.
    type Scope: 'static;
    /// The full dotted path; empty for the document itself.
    const PATH: &'static str;
    /// The nested list around a leaf at this place.
    const ENCLOSING: Option<&'static NestedAt>;
    /// The nested list around the fields *inside* this place.
    const INSIDE: Option<&'static NestedAt>;
    /// The format of the dates at this place, where it is not the servers' own.
    const DATE_FORMAT: Option<&'static &'static str> = None;
    /// What the index does not keep of the field at this place.
    #[doc(hidden)]
    const LACKS: Lacks = Lacks::NOTHING;
}

/// A place that is a nested list: the only one that has elements.
#[diagnostic::on_unimplemented(
    message = "this object is no nested list, so it has no elements to ask",
    label = "not a nested list",
    note = "ask its fields: `f.address().city().eq(..)`; a `Vec` of objects is a nested list, unless it is marked `#[es(object)]`"
)]
pub trait NestedPath: Path {}

/// A nested list that a query must enter, and those around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NestedAt {
    /// The list's full path.
    pub path: &'static str,
    /// The nested list that it stands in.
    pub parent: Option<&'static NestedAt>,
}

/// The document itself.
#[derive(Debug)]
pub struct Root<M>(PhantomData<fn() -> M>);

/// The tokens of a model's fields, as [`EsModel::fields`](crate::EsModel::fields) yields them: to keep them in a struct of one's
/// own, or to pass them on. Those of an object are `<Address as EsObject>::Fields<P>`, at a place `P` of a document.
pub type FieldsOf<M> = <M as EsObject>::Fields<Root<M>>;

/// Field number `I` of the struct `O`, which stands at `P`.
#[derive(Debug)]
pub struct Sub<P, O, const I: usize>(PhantomData<fn() -> (P, O)>);

/// The nested list at `P`.
#[derive(Debug)]
pub struct Many<P>(PhantomData<fn() -> P>);

/// The sub-field called by the `I`th multi-field of field `F` of `O` at `P`.
#[derive(Debug)]
pub struct Multi<P, O, const F: usize, const I: usize>(PhantomData<fn() -> (P, O)>);

/// One element of the nested list at `P`: its fields make queries that only hold inside `any` and `none`.
#[derive(Debug)]
pub struct Within<P>(PhantomData<fn() -> P>);

/// The scope of queries about one element of the nested list at `P`.
#[derive(Debug)]
pub struct Element<P>(PhantomData<fn() -> P>);

macro_rules! copy {
    ($($name:ident<$($param:ident),+ $(; const $($constant:ident),+)?>),+) => { $(
        impl<$($param,)+ $($(const $constant: usize),+)?> Copy for $name<$($param,)+ $($($constant),+)?> {}
        impl<$($param,)+ $($(const $constant: usize),+)?> Clone for $name<$($param,)+ $($($constant),+)?> {
            fn clone(&self) -> Self { *self }
        }
    )+ };
}
copy!(Root<M>, Sub<P, O; const I>, Many<P>, Multi<P, O; const F, I>, Within<P>, Element<P>);

impl<M: 'static> Path for Root<M> {
    type Scope = M;
    const PATH: &'static str = "";
    const ENCLOSING: Option<&'static NestedAt> = None;
    const INSIDE: Option<&'static NestedAt> = None;
}

#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
impl<P: Path, O: EsObject, const I: usize> Sub<P, O, I> {
    const PROPERTY: &'static Property = &O::PROPERTIES[I];
    const JOINED: &'static Joined = &Joined::new(P::PATH, Self::PROPERTY.name);
}

impl<P: Path, O: EsObject, const I: usize> Path for Sub<P, O, I> {
    type Scope = P::Scope;
    const PATH: &'static str = Self::JOINED.as_str();
    const LACKS: Lacks = Lacks::of(Self::PROPERTY);
    const ENCLOSING: Option<&'static NestedAt> = P::INSIDE;
    const INSIDE: Option<&'static NestedAt> = P::INSIDE;
    const DATE_FORMAT: Option<&'static &'static str> = check::stored(O::PROPERTIES, Self::PROPERTY).date_format();
}

#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
impl<P: Path, O: EsObject, const F: usize, const I: usize> Multi<P, O, F, I> {
    const PROPERTY: &'static Property = &O::PROPERTIES[F].fields[I];
    const JOINED: &'static Joined = &Joined::new(Sub::<P, O, F>::PATH, Self::PROPERTY.name);
}

impl<P: Path, O: EsObject, const F: usize, const I: usize> Path for Multi<P, O, F, I> {
    type Scope = P::Scope;
    const PATH: &'static str = Self::JOINED.as_str();
    const LACKS: Lacks = Lacks::of(Self::PROPERTY);
    const ENCLOSING: Option<&'static NestedAt> = P::INSIDE;
    const INSIDE: Option<&'static NestedAt> = P::INSIDE;
    const DATE_FORMAT: Option<&'static &'static str> = Self::PROPERTY.date_format();
}

impl<P: Path> Many<P> {
    const HERE: &'static NestedAt = &NestedAt { path: P::PATH, parent: P::ENCLOSING };
}

impl<P: Path> Path for Many<P> {
    type Scope = P::Scope;
    const PATH: &'static str = P::PATH;
    const ENCLOSING: Option<&'static NestedAt> = P::ENCLOSING;
    const INSIDE: Option<&'static NestedAt> = Some(Self::HERE);
    const DATE_FORMAT: Option<&'static &'static str> = P::DATE_FORMAT;
    const LACKS: Lacks = P::LACKS;
}

impl<P: Path> NestedPath for Many<P> {}

impl<P: Path> Path for Within<P> {
    type Scope = Element<P>;
    const PATH: &'static str = P::PATH;
    const ENCLOSING: Option<&'static NestedAt> = None;
    const INSIDE: Option<&'static NestedAt> = None;
}

/// The longest path that a token can have, in bytes; a model with a longer one does not compile.
pub const MAX_PATH: usize = 256;

/// Two halves of a path, joined in a `const`.
struct Joined {
    bytes: [u8; MAX_PATH],
    len: usize,
}

impl Joined {
    const fn new(parent: &str, name: &str) -> Self {
        let mut joined = Self { bytes: [0; MAX_PATH], len: 0 };
        joined.push(parent.as_bytes());
        if !parent.is_empty() {
            joined.push(b".");
        }
        joined.push(name.as_bytes());
        joined
    }

    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    const fn push(&mut self, part: &[u8]) {
        let mut at = 0;
        while at < part.len() {
            self.bytes[self.len] = part[at];
            self.len += 1;
            at += 1;
        }
    }

    const fn as_str(&'static self) -> &'static str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(path) => path,
            Err(_) => "",
        }
    }
}
