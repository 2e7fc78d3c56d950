//! Saving a loaded document with a way out of conflicts: what is stored by now and what is mine become one.

use std::{fmt, future::IntoFuture};

use futures_util::future::BoxFuture;

use super::{
    address::Address,
    get::fetch,
    options,
    place::{Explicit, guard_of},
    rounds::{ATTEMPTS, Rounds},
    save::store,
    write::{Guard, WriteOptions},
};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{Error, Result},
    model::{Doc, ModelDefinition},
};

/// How a caller brings their own value into the stored one.
type Merge<'c, T, E> = Box<dyn FnMut(&mut T, &T) -> Result<(), E> + Send + 'c>;

/// Saves a loaded document, merging on conflict; see [`Doc::save_merging`] and [`Doc::try_save_merging`], whose error
/// is `E`.
#[must_use = "a save does nothing until it is awaited"]
pub struct SaveMerging<'c, T, E = Error> {
    es: &'c dyn Runner,
    doc: &'c mut Doc<T>,
    merge: Merge<'c, T, E>,
    recreate: bool,
    attempts: u32,
    refresh: Option<Refresh>,
    pipeline: Option<String>,
}

impl<T, E> fmt::Debug for SaveMerging<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SaveMerging")
            .field("meta", &self.doc.meta)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

options!(SaveMerging<T, E>: attempts, refresh, pipeline);

impl<'c, T: ModelDefinition, E: From<Error>> SaveMerging<'c, T, E> {
    pub(super) fn new(
        es: &'c impl Runner,
        doc: &'c mut Doc<T>,
        merge: impl FnMut(&mut T, &T) -> Result<(), E> + Send + 'c,
    ) -> Self {
        let merge = Box::new(merge);
        Self { es, doc, merge, recreate: true, attempts: ATTEMPTS, refresh: None, pipeline: None }
    }

    /// Whether a document that somebody deleted meanwhile is created again, as it is by default; otherwise that is
    /// [`Error::NotFound`].
    pub fn recreate(mut self, recreate: bool) -> Self {
        self.recreate = recreate;
        self
    }

    /// The caller's document takes part in every round as it was given, and is replaced when a round succeeded.
    async fn run(self) -> Result<(), E> {
        let Self { es, doc, mut merge, recreate, attempts, refresh, pipeline } = self;
        let options = WriteOptions { refresh, pipeline };
        let mut rounds = Rounds::new(attempts);
        let mut outcome = store(es, doc, None, Explicit::default(), &options).await;
        while let Err(error) = outcome {
            rounds.after(error).await?;
            let at = Address::stored(es.client(), doc)?;
            outcome = match fetch::<T>(es, &at).await? {
                // As one that is gone, but for what guards the write.
                Some(stored) if stored.value.is_deleted() => {
                    if !recreate {
                        return Err(Error::not_found(&at.index, &at.id).into());
                    }
                    store(es, doc, Some(guard_of(&stored)?), Explicit::default(), &options).await
                }
                Some(mut stored) => {
                    merge(&mut stored.value, &doc.value)?;
                    let outcome = store(es, &mut stored, None, Explicit::default(), &options).await;
                    if outcome.is_ok() {
                        *doc = stored;
                    }
                    outcome
                }
                None if recreate => store(es, doc, Some(Guard::Absent), Explicit::default(), &options).await,
                None => return Err(Error::not_found(&at.index, &at.id).into()),
            };
        }
        Ok(())
    }
}

impl<'c, T: ModelDefinition, E: From<Error> + Send + 'c> IntoFuture for SaveMerging<'c, T, E> {
    type Output = Result<(), E>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
