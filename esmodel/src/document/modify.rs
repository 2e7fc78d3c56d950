//! Read, change, save; and again when somebody was faster.

use std::{borrow::Cow, fmt, future::IntoFuture};

use futures_util::future::BoxFuture;

use super::{address::Address, get::fetch, options, place::Explicit, rounds::Rounds, save::store, write::WriteOptions};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{Error, Result},
    model::{Doc, ModelDefinition},
};

/// What a caller does to a value, as often as it takes.
pub(super) type Change<'c, T, E> = Box<dyn FnMut(&mut T) -> Result<(), E> + Send + 'c>;

/// Changes a document under contention; see [`EsModel::modify`](crate::EsModel::modify) and
/// [`try_modify`](crate::EsModel::try_modify), whose error is `E`.
#[must_use = "a modification does nothing until it is awaited"]
pub struct Modify<'c, T, E = Error> {
    es: &'c dyn Runner,
    id: String,
    change: Change<'c, T, E>,
    attempts: Option<u32>,
    routing: Option<String>,
    refresh: Option<Refresh>,
    index: Option<String>,
}

impl<T, E> fmt::Debug for Modify<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modify").field("id", &self.id).field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

options!(Modify<T, E>: attempts, routing, refresh, index);

impl<'c, T: ModelDefinition, E: From<Error>> Modify<'c, T, E> {
    pub(crate) fn new(
        es: &'c impl Runner,
        id: String,
        change: impl FnMut(&mut T) -> Result<(), E> + Send + 'c,
    ) -> Self {
        Self { es, id, change: Box::new(change), attempts: None, routing: None, refresh: None, index: None }
    }

    /// Reads, changes and saves, guarded and under the routing that the document was found with.
    async fn run(self) -> Result<Doc<T>, E> {
        let Self { es, id, mut change, attempts, routing, refresh, index } = self;
        let at = Address::of_id::<T>(es.client(), Cow::Owned(id), routing, index.as_deref())?;
        let options = WriteOptions { refresh, ..WriteOptions::default() };
        let mut rounds = Rounds::new(attempts);
        loop {
            let mut doc: Doc<T> = fetch(es, &at).await?.ok_or_else(|| at.missing::<T>())?;
            if doc.value.is_deleted() {
                return Err(Error::deleted_softly(&at.index, &at.id).into());
            }
            change(&mut doc.value)?;
            match store(es, &mut doc, None, Explicit::default(), &options).await {
                Ok(()) => return Ok(doc),
                Err(error) => rounds.after(error).await?,
            }
        }
    }
}

impl<'c, T: ModelDefinition, E: From<Error> + Send + 'c> IntoFuture for Modify<'c, T, E> {
    type Output = Result<Doc<T>, E>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
