//! Read, change, save; and again when somebody was faster.

use std::{borrow::Cow, fmt, future::IntoFuture, marker::PhantomData, time::Duration};

use futures_util::future::BoxFuture;

use super::{address::Address, get::fetch, options};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{Error, Result},
    model::{Doc, ModelDefinition},
};

/// How often a change is tried, unless the call says otherwise.
const ATTEMPTS: u32 = 8;
/// The pause after the first conflict is up to this long; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Changes a document under contention; see [`EsModel::modify`](crate::EsModel::modify).
#[must_use = "a modification does nothing until it is awaited"]
pub struct Modify<'c, T, F> {
    es: &'c dyn Runner,
    id: String,
    change: F,
    attempts: u32,
    routing: Option<String>,
    refresh: Option<Refresh>,
    index: Option<String>,
    model: PhantomData<fn() -> T>,
}

impl<T, F> fmt::Debug for Modify<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modify").field("id", &self.id).field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

options!(Modify<T, F>: routing, refresh, index);

impl<'c, T: ModelDefinition, F> Modify<'c, T, F> {
    pub(crate) fn new(es: &'c impl Runner, id: String, change: F) -> Self {
        Self { es, id, change, attempts: ATTEMPTS, routing: None, refresh: None, index: None, model: PhantomData }
    }

    /// How often the change is tried in all, 8 unless said otherwise; at least once.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Reads, changes and saves until it succeeds, fails for another reason than a conflict, or was tried often
    /// enough. The last conflict is the error.
    async fn run<E: From<Error>>(self, mut change: impl FnMut(&mut T) -> Result<(), E>) -> Result<Doc<T>, E> {
        let Self { es, id, attempts, routing, refresh, index, .. } = self;
        let at = Address::of_id::<T>(es.client(), Cow::Owned(id), routing, index.as_deref())?;
        let mut pause = FIRST_PAUSE;
        for attempt in 1.. {
            let found = fetch::<T>(es, &at).await?;
            let mut doc = found.ok_or_else(|| Error::not_found(&at.index, &at.id))?;
            change(&mut doc.value)?;
            match save(es, &mut doc, refresh).await {
                Ok(()) => return Ok(doc),
                Err(error) if !error.is_conflict() || attempt >= attempts => return Err(error.into()),
                Err(_) => tokio::time::sleep(pause.mul_f64(fastrand::f64())).await,
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        Err(Error::invalid("a modification needs at least one attempt").into())
    }
}

/// Guarded, under the routing that the document was found with.
async fn save<T: ModelDefinition>(es: &dyn Runner, doc: &mut Doc<T>, refresh: Option<Refresh>) -> Result<()> {
    let mut save = super::SaveDoc::guarded(es, doc);
    if let Some(refresh) = refresh {
        save = save.refresh(refresh);
    }
    save.await
}

impl<'c, T, F> IntoFuture for Modify<'c, T, F>
where
    T: ModelDefinition,
    F: FnMut(&mut T) + Send + 'c,
{
    type Output = Result<Doc<T>>;
    type IntoFuture = BoxFuture<'c, Result<Doc<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        let (this, mut change) = self.split();
        Box::pin(this.run(move |value| {
            change(value);
            Ok(())
        }))
    }
}

impl<'c, T, F> Modify<'c, T, F> {
    /// Takes the closure out.
    fn split(self) -> (Modify<'c, T, ()>, F) {
        let Self { es, id, change, attempts, routing, refresh, index, model } = self;
        (Modify { es, id, change: (), attempts, routing, refresh, index, model }, change)
    }
}

/// Changes a document under contention by a closure that may refuse; see
/// [`EsModel::try_modify`](crate::EsModel::try_modify).
#[must_use = "a modification does nothing until it is awaited"]
pub struct TryModify<'c, T, F, E> {
    modify: Modify<'c, T, F>,
    error: PhantomData<fn() -> E>,
}

impl<T, F, E> fmt::Debug for TryModify<'_, T, F, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.modify.fmt(f)
    }
}

impl<'c, T: ModelDefinition, F, E> TryModify<'c, T, F, E> {
    pub(crate) fn new(es: &'c impl Runner, id: String, change: F) -> Self {
        Self { modify: Modify::new(es, id, change), error: PhantomData }
    }

    /// How often the change is tried in all, 8 unless said otherwise; at least once.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.modify = self.modify.attempts(attempts);
        self
    }

    /// The routing value of the document.
    pub fn routing(mut self, routing: impl Into<String>) -> Self {
        self.modify = self.modify.routing(routing);
        self
    }

    /// When searches see the write, instead of the client's setting.
    pub fn refresh(mut self, refresh: Refresh) -> Self {
        self.modify = self.modify.refresh(refresh);
        self
    }

    /// Another index than the model's; the client's prefix is put before it.
    pub fn index(mut self, index: impl Into<String>) -> Self {
        self.modify = self.modify.index(index);
        self
    }
}

impl<'c, T, F, E> IntoFuture for TryModify<'c, T, F, E>
where
    T: ModelDefinition,
    F: FnMut(&mut T) -> Result<(), E> + Send + 'c,
    E: From<Error> + Send + 'c,
{
    type Output = Result<Doc<T>, E>;
    type IntoFuture = BoxFuture<'c, Result<Doc<T>, E>>;

    fn into_future(self) -> Self::IntoFuture {
        let (this, change) = self.modify.split();
        Box::pin(this.run(change))
    }
}
