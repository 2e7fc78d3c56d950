//! Many documents in few requests.
//!
//! | for | is | documents |
//! |---|---|---|
//! | a handful of documents of any models, changed or deleted together | [`Client::bulk`], a scope: [`Bulk`] | stay where they are, and get their new versions |
//! | many values of one model | [`Client::bulk_save`] | are moved in, and come back as [`Doc`](crate::Doc)s |
//!
//! Both write operations straight into one buffer and send it in requests of at most so many bytes and operations, one
//! after another. A bulk is no transaction: what was applied stays applied, and whatever was not is told one by one.
//!
//! What a server was too busy for (429 for single operations of an answered request) is sent again, these operations
//! alone, with the pauses and as often as the client's [`Retry`](crate::policy::Retry) says; with 503 only those which
//! do the same a second time: not guarded, not a create, and under an id of their own.

mod batch;
mod lines;
mod matching;
mod outcome;
mod scope;
mod send;

use std::{fmt, future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;

pub use outcome::{BulkOutcome, Rejected};
pub use scope::{Bulk, BulkWith};

use self::{
    batch::{Batch, Writing},
    lines::Limits,
};
use crate::{
    client::{Client, Refresh},
    document::{Guard, index_of, options},
    error::Result,
    model::ModelDefinition,
};

impl Client {
    /// Saves many values of one model: creates or replaces each, as [`EsModel::save`](crate::EsModel::save) does.
    ///
    /// Sends a `_bulk` for every 1000 documents or 10 MiB, one after another; no values, no request. Each request is
    /// retried under the client's policies when all its documents have ids of their own.
    ///
    /// Apply the schema first: where there is no index, servers make one with a mapping of their own guess.
    ///
    /// Dropping the future stops after the request that is under way; the server may still apply that one.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for an index name that no server takes. None for what goes wrong with
    /// documents: what the server refuses, values that cannot be encoded and a request that fails as a whole are all in
    /// the outcome, which gives every value back; see [`BulkOutcome::all`].
    pub fn bulk_save<T, I>(&self, values: I) -> BulkSave<'_, T, I::IntoIter>
    where
        T: ModelDefinition,
        I: IntoIterator<Item = T>,
    {
        BulkSave {
            es: self,
            values: values.into_iter(),
            limits: Limits::DEFAULT,
            create: false,
            refresh: None,
            index: None,
            progress: None,
            model: PhantomData,
        }
    }
}

/// Called after every request with the number of documents that were answered so far.
type Progress<'c> = Box<dyn FnMut(usize) + Send + 'c>;

/// Saves many values; see [`Client::bulk_save`].
#[must_use = "a bulk does nothing until it is awaited"]
pub struct BulkSave<'c, T, I> {
    es: &'c Client,
    values: I,
    limits: Limits,
    create: bool,
    refresh: Option<Refresh>,
    index: Option<String>,
    progress: Option<Progress<'c>>,
    model: PhantomData<fn() -> T>,
}

impl<T, I> fmt::Debug for BulkSave<'_, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkSave").field("limits", &self.limits).finish_non_exhaustive()
    }
}

options!(BulkSave<T, I>: refresh, index);

impl<'c, T, I> BulkSave<'c, T, I> {
    /// The most bytes of one request; a larger document goes alone.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.limits.bytes = bytes;
        self
    }

    /// The most documents of one request; at least one.
    pub fn max_documents(mut self, documents: usize) -> Self {
        self.limits.operations = documents.max(1);
        self
    }

    /// Refuses documents whose id is taken, instead of replacing them.
    pub fn create_only(mut self) -> Self {
        self.create = true;
        self
    }

    /// Calls `report` after every request with the number of documents answered so far.
    pub fn progress(mut self, report: impl FnMut(usize) + Send + 'c) -> Self {
        self.progress = Some(Box::new(report));
        self
    }
}

impl<T, I> BulkSave<'_, T, I>
where
    T: ModelDefinition,
    I: Iterator<Item = T> + Send,
{
    async fn run(self) -> Result<BulkOutcome<T>> {
        let Self { es, mut values, limits, create, refresh, index, mut progress, .. } = self;
        // Where each document has an index of its own, that is looked up when it is written.
        let named = index.as_deref();
        let index = if T::HAS_INDEX_HOOK { None } else { Some(index_of::<T>(es, named)?) };
        let refresh = refresh.unwrap_or_else(|| es.refresh());
        let guard = if create { Guard::Absent } else { Guard::None };
        let writing = Writing { es, index: index.as_deref(), named, guard, limits };
        let mut outcome = BulkOutcome::default();
        let mut batch = Batch::default();
        while outcome.error.is_none() {
            let overflow = batch.fill(&mut values, writing);
            if batch.is_empty() {
                break;
            }
            let bytes = batch.bytes();
            batch.send(refresh, writing, &mut outcome).await;
            if let Some(report) = &mut progress {
                report(outcome.answered());
            }
            batch = overflow.unwrap_or_default();
            batch.reserve(bytes);
        }
        outcome.unanswered.extend(batch.into_values());
        outcome.unanswered.extend(values);
        Ok(outcome)
    }
}

impl<'c, T, I> IntoFuture for BulkSave<'c, T, I>
where
    T: ModelDefinition,
    I: Iterator<Item = T> + Send + 'c,
{
    type Output = Result<BulkOutcome<T>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
