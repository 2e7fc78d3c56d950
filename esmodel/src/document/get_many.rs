//! Reading many documents by their ids, in one request for every thousand.

use std::{fmt, future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;

use super::{
    address::{check_id, check_routing, index_of},
    get::fetch_many,
    options, project,
};
use crate::{
    batch::Runner,
    error::Result,
    lazy,
    model::{Doc, FromDocument, ModelDefinition, PartOf},
};

/// How many documents one request asks for.
const PER_REQUEST: usize = 1000;

/// Reads many documents; see [`EsModel::get_many`](crate::EsModel::get_many).
#[must_use = "this does nothing until it is awaited"]
pub struct GetMany<'c, T> {
    es: &'c dyn Runner,
    ids: Vec<String>,
    routing: Option<String>,
    index: Option<String>,
    with_deleted: bool,
    lazy: bool,
    model: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for GetMany<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetMany").field("ids", &self.ids.len()).finish_non_exhaustive()
    }
}

options!(GetMany<T>: routing, index, with_deleted, lazy);

impl<'c, T: ModelDefinition> GetMany<'c, T> {
    pub(crate) fn new(es: &'c impl Runner, ids: Vec<String>) -> Self {
        Self { es, ids, routing: None, index: None, with_deleted: false, lazy: true, model: PhantomData }
    }

    project!();

    async fn run(self) -> Result<Vec<Option<Doc<T>>>> {
        let (es, lazy, with_deleted) = (self.es, self.lazy, self.with_deleted);
        let mut found = self.read::<T>().await?;
        for doc in found.iter_mut().filter(|_| !with_deleted) {
            *doc = doc.take().filter(|doc| !doc.value.is_deleted());
        }
        if lazy && lazy::is_wanted::<T, _>(es) {
            lazy::fill(es, found.iter_mut().flatten().map(|doc: &mut Doc<T>| &mut doc.value).collect()).await;
        }
        Ok(found)
    }

    pub(super) async fn read_as<P: FromDocument>(self) -> Result<Vec<Option<Doc<P>>>> {
        let with_deleted = self.with_deleted;
        let found = self.read::<PartOf<T, P>>().await?;
        Ok(found.into_iter().map(|doc| PartOf::visible(doc?, with_deleted)).collect())
    }

    async fn read<P: FromDocument>(self) -> Result<Vec<Option<Doc<P>>>> {
        let Self { es, ids, routing, index, .. } = self;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let remedy = "say it with `.routing(..)`, one call for each value";
        check_routing::<T>(routing.as_deref(), "this call", remedy)?;
        ids.iter().try_for_each(|id| check_id(id))?;
        let index = index_of::<T>(es.client(), index.as_deref())?;
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(PER_REQUEST) {
            let chunk: Vec<&str> = chunk.iter().map(String::as_str).collect();
            found.append(&mut fetch_many(es, &index, &chunk, routing.as_deref()).await?);
        }
        Ok(found)
    }
}

impl<'c, T: ModelDefinition> IntoFuture for GetMany<'c, T> {
    type Output = Result<Vec<Option<Doc<T>>>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
