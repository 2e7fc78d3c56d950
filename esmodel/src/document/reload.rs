//! Reading a loaded document again.

use std::{fmt, future::IntoFuture};

use futures_util::future::BoxFuture;

use super::{address::Address, get::fetch};
use crate::{
    batch::Runner,
    error::{Error, Result},
    model::{Doc, ModelDefinition},
};

/// Replaces a document by what is stored; see [`Doc::reload`].
#[must_use = "a reload does nothing until it is awaited"]
pub struct Reload<'c, T> {
    es: &'c dyn Runner,
    doc: &'c mut Doc<T>,
}

impl<T> fmt::Debug for Reload<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reload").field("meta", &self.doc.meta).finish_non_exhaustive()
    }
}

impl<'c, T: ModelDefinition> Reload<'c, T> {
    pub(super) fn new(es: &'c impl Runner, doc: &'c mut Doc<T>) -> Self {
        Self { es, doc }
    }

    async fn run(self) -> Result<()> {
        let at = Address::stored(self.doc)?;
        let found = fetch(self.es, &at).await?;
        let fresh = found.ok_or_else(|| Error::not_found(&at.index, &at.id))?;
        *self.doc = fresh;
        Ok(())
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Reload<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
