//! Ids: any scalar in the struct, text on the wire.

use std::borrow::Cow;

use super::{Doc, ModelDefinition, Newtype};

/// A type that an id field may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a document's id",
    label = "not a scalar",
    note = "an id is a string, an integer, or a newtype of one with `#[derive(EsValue)]`; `Option` of it lets the server make the id"
)]
pub trait Id: Sized {
    /// The id as the server has it.
    fn to_id(&self) -> Cow<'_, str>;

    /// Reads an id that the server made or returned.
    ///
    /// # Errors
    /// A message, when the text is no such id.
    fn from_id(id: &str) -> Result<Self, String>;
}

/// What may be passed where a model's id is asked for: the id, a reference to it, a `&str` for a `String`, a reference to a
/// document (or hit) of the model, or a [`RawId`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an id of this model, whose ids are `{I}`",
    note = "wrap text that comes from outside in `RawId(..)`"
)]
pub trait IdFor<I> {
    /// The id as the server has it.
    fn id_text(&self) -> Cow<'_, str>;
}

/// An id as the server has it, whatever the model's id type: for ids that come from a URL or a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawId<'a>(pub &'a str);

impl<I: Id> IdFor<I> for RawId<'_> {
    fn id_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }
}

impl<I: Id> IdFor<I> for I {
    fn id_text(&self) -> Cow<'_, str> {
        self.to_id()
    }
}

impl<I: Id> IdFor<I> for &I {
    fn id_text(&self) -> Cow<'_, str> {
        self.to_id()
    }
}

/// The id of the document that it is.
impl<M: ModelDefinition> IdFor<M::Id> for &Doc<M> {
    fn id_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.meta.id)
    }
}

impl IdFor<String> for &str {
    fn id_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Id for String {
    fn to_id(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn from_id(id: &str) -> Result<Self, String> {
        Ok(id.to_owned())
    }
}

macro_rules! integer_ids {
    ($($int:ty),+) => { $(
        impl Id for $int {
            fn to_id(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }

            fn from_id(id: &str) -> Result<Self, String> {
                id.parse().map_err(|error| format!("id `{id}` is no {}: {error}", stringify!($int)))
            }
        }
    )+ };
}
integer_ids!(i8, i16, i32, i64, u8, u16, u32, u64);

impl<N: Newtype> Id for N
where
    N::Inner: Id,
{
    fn to_id(&self) -> Cow<'_, str> {
        self.inner().to_id()
    }

    fn from_id(id: &str) -> Result<Self, String> {
        N::Inner::from_id(id).map(N::from_inner)
    }
}
