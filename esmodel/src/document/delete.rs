//! Deleting: by id, and of a loaded document (guarded).

use std::{borrow::Cow, fmt, future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;

use super::{
    address::Address,
    options,
    place::guard_of,
    write::{Action, Guard, WriteOptions, write},
};
use crate::{
    batch::Runner,
    client::Refresh,
    error::Result,
    model::{Doc, ModelDefinition},
};

/// Deletes by id; see [`EsModel::delete`](crate::EsModel::delete).
#[must_use = "a delete does nothing until it is awaited"]
pub struct Delete<'c, T> {
    es: &'c dyn Runner,
    id: String,
    routing: Option<String>,
    refresh: Option<Refresh>,
    index: Option<String>,
    model: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Delete<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete").field("id", &self.id).finish_non_exhaustive()
    }
}

options!(Delete<T>: routing, refresh, index);

impl<'c, T: ModelDefinition> Delete<'c, T> {
    pub(crate) fn new(es: &'c impl Runner, id: String) -> Self {
        Self { es, id, routing: None, refresh: None, index: None, model: PhantomData }
    }

    async fn run(self) -> Result<()> {
        let Self { es, id, routing, refresh, index, .. } = self;
        let at = Address::of_id::<T>(es.client(), Cow::Owned(id), routing, index.as_deref())?;
        let options = WriteOptions { refresh, pipeline: None };
        write(es, Action::Delete, &at, Guard::None, &options).await.map(|_| ())
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Delete<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Deletes a loaded document; see [`Doc::delete`].
#[must_use = "a delete does nothing until it is awaited"]
pub struct DeleteDoc<'c, T> {
    es: &'c dyn Runner,
    doc: &'c Doc<T>,
    refresh: Option<Refresh>,
}

impl<T> fmt::Debug for DeleteDoc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteDoc").field("meta", &self.doc.meta).finish_non_exhaustive()
    }
}

options!(DeleteDoc<T>: refresh);

impl<'c, T: ModelDefinition> DeleteDoc<'c, T> {
    pub(super) fn new(es: &'c impl Runner, doc: &'c Doc<T>) -> Self {
        Self { es, doc, refresh: None }
    }

    async fn run(self) -> Result<()> {
        let Self { es, doc, refresh } = self;
        let at = Address::stored(doc)?;
        let options = WriteOptions { refresh, pipeline: None };
        write(es, Action::Delete, &at, guard_of(doc)?, &options).await.map(|_| ())
    }
}

impl<'c, T: ModelDefinition> IntoFuture for DeleteDoc<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
