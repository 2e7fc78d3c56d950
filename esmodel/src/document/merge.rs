//! Saving a loaded document with a way out of conflicts: what is stored by now and what is mine become one.

use std::{fmt, future::IntoFuture};

use futures_util::future::BoxFuture;

use super::{
    address::Address,
    get::fetch,
    options,
    place::Explicit,
    rounds::Rounds,
    save::store,
    write::{Guard, WriteOptions},
};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{ConflictError, DeletedSoftly, Error, Result},
    model::{Doc, DocVersion, ModelDefinition},
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
    attempts: Option<u32>,
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
        Self { es, doc, merge, recreate: true, attempts: None, refresh: None, pipeline: None }
    }

    /// Whether a document that is gone by now is created again, as it is by default; otherwise that is
    /// [`Error::NotFound`]. One that is [deleted softly](crate::model::soft_delete) is not gone.
    pub fn recreate(mut self, recreate: bool) -> Self {
        self.recreate = recreate;
        self
    }

    /// The caller's document takes part in every round as it was given, and is replaced when a round succeeded.
    async fn run(self) -> Result<(), E> {
        let Self { es, doc, mut merge, recreate, attempts, refresh, pipeline } = self;
        let options = WriteOptions { refresh, pipeline, resend: None };
        let mut rounds = Rounds::new(attempts);
        let mut outcome = store(es, doc, None, Explicit::default(), &options).await;
        while let Err(error) = outcome {
            rounds.after(error).await?;
            let at = Address::stored::<T>(es.client(), &doc.meta)?;
            outcome = match fetch::<T>(es, &at).await? {
                // Who does not know of the deletion must not take it back.
                Some(stored) if stored.value.is_deleted() && !doc.value.is_deleted() => {
                    let (mine, now) = (doc.meta.version(), stored.meta.version());
                    let conflict =
                        ConflictError::new(&at.index, &at.id, mine.map(DocVersion::pair), now.map(DocVersion::pair));
                    return Err(Error::Conflict(Box::new(conflict.deleted_softly(DeletedSoftly::Yes))).into());
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
                None => return Err(at.missing::<T>().into()),
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
