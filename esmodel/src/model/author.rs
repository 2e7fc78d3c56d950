//! Who wrote a document: filled from the client that writes it, as timestamps are from its clock.

use std::sync::Arc;

use crate::error::{Error, Result};

/// A type that a `#[es(created_by)]` or `#[es(updated_by)]` field may have.
///
/// Implement it for a newtype of your own; its JSON must be the actor's text, as that of a `#[derive(EsValue)]` newtype
/// around a string is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say who wrote a document",
    note = "use `String` or `Option<String>`, or implement `esmodel::model::Author` for a newtype around a string"
)]
pub trait Author: Sized {
    /// The value for that actor. `None` where there must be an actor, and there is none.
    fn by(actor: Option<&str>) -> Option<Self>;

    /// Whether it names nobody yet, so that `created_by` is filled.
    fn is_absent(&self) -> bool;

    /// What a write by that actor puts into the field `key` of `model`.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there must be an actor, and there is none.
    #[doc(hidden)]
    fn sign(model: &str, key: &'static str, actor: Option<&Arc<str>>) -> Result<Signature> {
        if actor.is_none() && Self::by(None).is_none() {
            return Err(Error::invalid(format!(
                "`{key}` of `{model}` must name who writes, and this client acts for nobody: write with \
                 `es.with_actor(\"..\")`, or make the field an `Option`"
            )));
        }
        Ok(Signature { key, actor: actor.cloned() })
    }

    /// Takes over what a write put into the field.
    #[doc(hidden)]
    fn settle(&mut self, signature: &Signature) {
        if let Some(author) = Self::by(signature.actor.as_deref()) {
            *self = author;
        }
    }
}

impl Author for String {
    fn by(actor: Option<&str>) -> Option<Self> {
        actor.map(Into::into)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<A: Author> Author for Option<A> {
    fn by(actor: Option<&str>) -> Option<Self> {
        match actor {
            Some(actor) => A::by(Some(actor)).map(Some),
            None => Some(None),
        }
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Author::is_absent)
    }
}

/// Who is written into one field.
#[derive(Debug, Clone)]
pub struct Signature {
    pub(super) key: &'static str,
    pub(super) actor: Option<Arc<str>>,
}

/// Who one write names.
#[derive(Debug, Clone, Default)]
pub struct Signatures {
    /// Set when the document names nobody yet.
    pub created: Option<Signature>,
    /// Set by every write; to nobody where the client acts for nobody, rather than leaving somebody else's name.
    pub updated: Option<Signature>,
}
