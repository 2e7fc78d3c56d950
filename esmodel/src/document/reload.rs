//! Reading a loaded document again.

use std::{fmt, future::IntoFuture};

use futures_util::future::BoxFuture;

use super::{address::Address, get::fetch_visible, options};
use crate::{
    batch::Runner,
    error::Result,
    lazy,
    model::{Doc, ModelDefinition},
};

/// Replaces a document by what is stored; see [`Doc::reload`].
#[must_use = "a reload does nothing until it is awaited"]
pub struct Reload<'c, T> {
    es: &'c dyn Runner,
    doc: &'c mut Doc<T>,
    with_deleted: bool,
    lazy: bool,
}

impl<T> fmt::Debug for Reload<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reload").field("meta", &self.doc.meta).finish_non_exhaustive()
    }
}

options!(Reload<T>: with_deleted, lazy);

impl<'c, T: ModelDefinition> Reload<'c, T> {
    pub(super) fn new(es: &'c impl Runner, doc: &'c mut Doc<T>) -> Self {
        Self { es, with_deleted: doc.value.is_deleted(), doc, lazy: true }
    }

    async fn run(self) -> Result<()> {
        let at = Address::stored::<T>(self.es.client(), &self.doc.meta)?;
        let found = fetch_visible(self.es, &at, self.with_deleted).await?;
        let mut fresh: Doc<T> = found.ok_or_else(|| at.missing::<T>())?;
        if self.lazy && lazy::is_wanted::<T, _>(self.es) {
            lazy::fill(self.es, vec![&mut fresh.value]).await;
        }
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
