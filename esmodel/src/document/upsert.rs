//! Change what is there, or create it: one document that several writers may meet on, whoever comes first.

use std::{borrow::Cow, fmt, future::IntoFuture};

use futures_util::future::BoxFuture;

use super::{
    address::{Address, left_index},
    get::fetch,
    modify::Change,
    options,
    place::Explicit,
    rounds::Rounds,
    save::{create_at, store},
    write::WriteOptions,
};
use crate::{
    batch::Runner,
    client::{Client, Refresh},
    error::{ConflictError, DeletedSoftly, Error, Result},
    model::{Doc, ModelDefinition},
};

/// How a caller makes the value that is not there yet.
type Create<'c, T, E> = Box<dyn FnMut() -> Result<T, E> + Send + 'c>;

/// What an upsert did.
#[derive(Debug, Clone, PartialEq)]
pub struct Upserted<T> {
    /// The document, as it is stored now.
    pub doc: Doc<T>,
    /// Whether this call created it; otherwise it was there, and was changed.
    pub created: bool,
}

/// Changes a document, or creates it; see [`EsModel::upsert`](crate::EsModel::upsert) and
/// [`try_upsert`](crate::EsModel::try_upsert), whose error is `E`.
#[must_use = "an upsert does nothing until it is awaited"]
pub struct Upsert<'c, T, E = Error> {
    es: &'c dyn Runner,
    id: String,
    create: Create<'c, T, E>,
    change: Change<'c, T, E>,
    attempts: Option<u32>,
    routing: Option<String>,
    refresh: Option<Refresh>,
    index: Option<String>,
}

impl<T, E> fmt::Debug for Upsert<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert").field("id", &self.id).field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

options!(Upsert<T, E>: attempts, routing, refresh, index);

impl<'c, T: ModelDefinition, E: From<Error>> Upsert<'c, T, E> {
    pub(crate) fn new(
        es: &'c impl Runner,
        id: String,
        create: impl FnMut() -> Result<T, E> + Send + 'c,
        change: impl FnMut(&mut T) -> Result<(), E> + Send + 'c,
    ) -> Self {
        let (create, change) = (Box::new(create), Box::new(change));
        Self { es, id, create, change, attempts: None, routing: None, refresh: None, index: None }
    }

    /// Only a get that answers "not there" leads to a creation, and only where still nothing is there: every other
    /// error ends the call with nothing written.
    async fn run(self) -> Result<Upserted<T>, E> {
        let Self { es, id, mut create, mut change, attempts, routing, refresh, index } = self;
        let at = Address::of_id::<T>(es.client(), Cow::Owned(id), routing, index.as_deref())?;
        let options = WriteOptions { refresh, ..WriteOptions::default() };
        let mut rounds = Rounds::new(attempts);
        loop {
            let outcome = if let Some(mut doc) = fetch::<T>(es, &at).await? {
                if doc.value.is_deleted() {
                    return Err(taken(&at).into());
                }
                change(&mut doc.value)?;
                let stored = store(es, &mut doc, None, Explicit::default(), &options).await;
                stored.map(|()| Upserted { doc, created: false })
            } else {
                let mut value = create()?;
                belongs(es.client(), &mut value, &at)?;
                change(&mut value)?;
                belongs(es.client(), &mut value, &at)?;
                create_at(es, value, &at, &options).await.map(|doc| Upserted { doc, created: true })
            };
            match outcome {
                Ok(upserted) => return Ok(upserted),
                Err(error) => rounds.after(error).await?,
            }
        }
    }
}

/// A document that is deleted softly has its id, as for `create`.
fn taken(at: &Address<'_>) -> Error {
    let conflict = ConflictError::new(&at.index, &at.id, None, None);
    Error::Conflict(Box::new(conflict.deleted_softly(DeletedSoftly::Yes)))
}

/// Gives a new value the id of the place where nothing was found. One that belongs elsewhere is refused: the next upsert
/// would not find it, and create a second one.
fn belongs<T: ModelDefinition>(client: &Client, value: &mut T, at: &Address<'_>) -> Result<()> {
    match value.document_id() {
        Some(id) if *id != *at.id => {
            return Err(Error::invalid(format!(
                "`{}` was asked for, and the value to create has the id `{id}`: give it the id that is asked for",
                at.id
            )));
        }
        Some(_) => {}
        None => value
            .set_document_id(&at.id)
            .map_err(|message| Error::invalid(format!("`{}` cannot be the id of a new value: {message}", at.id)))?,
    }
    if let Some(index) = left_index(client, value, &at.index)? {
        return Err(Error::invalid(format!(
            "document `{}` was looked for in index `{}`, and the value to create belongs to `{index}`",
            at.id, at.index
        )));
    }
    if let Some(hook) = value.document_routing().filter(|hook| Some(&**hook) != at.routing.as_deref()) {
        let asked = at.routing.as_deref().map_or_else(|| "no routing".to_owned(), |routing| format!("`{routing}`"));
        return Err(Error::invalid(format!(
            "document `{}` was looked for under {asked}, and the value to create is routed `{hook}`: say \
             `.routing({hook:?})`",
            at.id
        )));
    }
    Ok(())
}

impl<'c, T: ModelDefinition, E: From<Error> + Send + 'c> IntoFuture for Upsert<'c, T, E> {
    type Output = Result<Upserted<T>, E>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
