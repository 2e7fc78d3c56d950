//! Reading one document by its id. A get sees the latest write; no refresh is needed.

use std::{
    borrow::Cow,
    error::Error as StdError,
    fmt,
    future::IntoFuture,
    marker::PhantomData,
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;
use serde::{Serialize, de::DeserializeSeed};
use serde_json::value::RawValue;

use super::{
    address::Address,
    options, project,
    reply::{Found, GetSeed, ManyReply},
};
use crate::{
    batch::Runner,
    error::{Error, Result, ServerError, reading},
    lazy,
    model::{Doc, FromDocument, ModelDefinition, Nothing, Objection, PartOf, SoftDelete},
    wire::{Effect, Method, Request, RequestPath, Response},
};

macro_rules! by_id {
    ($(#[$doc:meta])+ $verb:ident -> $output:ty, $run:ident $(, $lazy:ident)?) => {
        $(#[$doc])+
        #[must_use = "this does nothing until it is awaited"]
        pub struct $verb<'c, T> {
            es: &'c dyn Runner,
            id: String,
            routing: Option<String>,
            index: Option<String>,
            with_deleted: bool,
            $( $lazy: bool, )?
            model: PhantomData<fn() -> T>,
        }

        impl<T> fmt::Debug for $verb<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($verb)).field("id", &self.id).finish_non_exhaustive()
            }
        }

        options!($verb<T>: routing, index, with_deleted $(, $lazy)?);

        impl<'c, T: ModelDefinition> $verb<'c, T> {
            pub(crate) fn new(es: &'c impl Runner, id: String) -> Self {
                Self { es, id, routing: None, index: None, with_deleted: false, $( $lazy: true, )? model: PhantomData }
            }

            fn address(&self) -> Result<Address<'_>> {
                Address::of_id::<T>(self.es.client(), Cow::Borrowed(&self.id), self.routing.clone(), self.index.as_deref())
            }
        }

        impl<'c, T: ModelDefinition> IntoFuture for $verb<'c, T> {
            type Output = Result<$output>;
            type IntoFuture = BoxFuture<'c, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.$run())
            }
        }
    };
}

by_id! {
    /// Reads a document that must be there; see [`EsModel::get`](crate::EsModel::get).
    Get -> Doc<T>, run, lazy
}

by_id! {
    /// Reads a document that may be there; see [`EsModel::find`](crate::EsModel::find).
    Find -> Option<Doc<T>>, run, lazy
}

by_id! {
    /// Asks whether a document is there; see [`EsModel::exists`](crate::EsModel::exists).
    Exists -> bool, run
}

impl<T: ModelDefinition> Get<'_, T> {
    project!();

    pub(super) async fn read_as<P: FromDocument>(self) -> Result<Doc<P>> {
        let at = self.address()?;
        let found = fetch_part::<T, P>(self.es, &at, self.with_deleted).await?;
        found.ok_or_else(|| at.missing::<T>())
    }

    async fn run(self) -> Result<Doc<T>> {
        let at = self.address()?;
        let found = fetch_visible(self.es, &at, self.with_deleted).await?;
        let mut doc = found.ok_or_else(|| at.missing::<T>())?;
        if self.lazy && lazy::is_wanted::<T, _>(self.es) {
            lazy::fill(self.es, vec![&mut doc.value]).await;
        }
        Ok(doc)
    }
}

impl<T: ModelDefinition> Find<'_, T> {
    project!();

    pub(super) async fn read_as<P: FromDocument>(self) -> Result<Option<Doc<P>>> {
        fetch_part::<T, P>(self.es, &self.address()?, self.with_deleted).await
    }

    async fn run(self) -> Result<Option<Doc<T>>> {
        let mut doc = fetch_visible(self.es, &self.address()?, self.with_deleted).await?;
        if self.lazy && lazy::is_wanted::<T, _>(self.es) {
            lazy::fill(self.es, doc.iter_mut().map(|doc| &mut doc.value).collect()).await;
        }
        Ok(doc)
    }
}

impl<T: ModelDefinition> Exists<'_, T> {
    async fn run(self) -> Result<bool> {
        let at = self.address()?;
        let must_look = T::DELETED_AT.is_some() && !self.with_deleted;
        if must_look || at.needs_body() {
            return Ok(fetch_part::<T, Nothing>(self.es, &at, self.with_deleted).await?.is_some());
        }
        let path = RequestPath::new(&[&at.index, "_doc", &at.id])?;
        let request = Request::new(Method::Head, path, Effect::Read)
            .param("_source", "false")
            .param_opt("routing", at.routing.as_deref().map(str::to_owned));
        let response = self.es.run(request).await?;
        match response.status() {
            200..=299 | 404 => {
                response.is_there(format!("whether document `{}` of index `{}` is there", at.id, at.index))
            }
            status => Err(refused(&at, ServerError::from_body(status, response.body()))),
        }
    }
}

/// Waits for a document to appear; see [`EsModel::require`](crate::EsModel::require).
#[must_use = "this does nothing until it is awaited"]
pub struct Require<'c, T> {
    find: Find<'c, T>,
    deadline: Duration,
}

impl<T> fmt::Debug for Require<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Require").field("id", &self.find.id).field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

/// How long `require` pauses between two looks.
const PAUSE: Duration = Duration::from_millis(50);

impl<'c, T: ModelDefinition> Require<'c, T> {
    pub(crate) fn new(es: &'c impl Runner, id: String, deadline: Duration) -> Self {
        Self { find: Find::new(es, id), deadline }
    }

    /// The routing value of the document.
    pub fn routing(mut self, routing: impl Into<String>) -> Self {
        self.find = self.find.routing(routing);
        self
    }

    /// Another index than the model's; the client's prefix is put before it.
    pub fn index(mut self, index: impl Into<String>) -> Self {
        self.find = self.find.index(index);
        self
    }

    /// Sees the document also when it is deleted softly.
    pub fn with_deleted(mut self) -> Self
    where
        T: SoftDelete,
    {
        self.find = self.find.with_deleted();
        self
    }

    /// Leaves lazy properties `NotLoaded`.
    pub fn without_lazy(mut self) -> Self {
        self.find = self.find.without_lazy();
        self
    }

    async fn run(self) -> Result<Doc<T>> {
        let started = Instant::now();
        let at = self.find.address()?;
        loop {
            if let Some(mut doc) = fetch_visible(self.find.es, &at, self.find.with_deleted).await? {
                if self.find.lazy && lazy::is_wanted::<T, _>(self.find.es) {
                    lazy::fill(self.find.es, vec![&mut doc.value]).await;
                }
                return Ok(doc);
            }
            if started.elapsed() + PAUSE > self.deadline {
                return Err(at.missing::<T>());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Require<'c, T> {
    type Output = Result<Doc<T>>;
    type IntoFuture = BoxFuture<'c, Result<Doc<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Reads one document, `None` when it is not there, or is deleted softly and not asked for.
pub(super) async fn fetch_visible<T: ModelDefinition>(
    es: &dyn Runner,
    at: &Address<'_>,
    with_deleted: bool,
) -> Result<Option<Doc<T>>> {
    Ok(fetch(es, at).await?.filter(|doc: &Doc<T>| with_deleted || !doc.value.is_deleted()))
}

/// Reads one document in part; otherwise as [`fetch_visible`].
async fn fetch_part<T: ModelDefinition, P: FromDocument>(
    es: &dyn Runner,
    at: &Address<'_>,
    with_deleted: bool,
) -> Result<Option<Doc<P>>> {
    Ok(fetch::<PartOf<T, P>>(es, at).await?.and_then(|doc| PartOf::visible(doc, with_deleted)))
}

/// Reads one document, deleted softly or not; `None` when it is not there.
pub(super) async fn fetch<T: FromDocument>(es: &dyn Runner, at: &Address<'_>) -> Result<Option<Doc<T>>> {
    if at.needs_body() {
        let mut found = fetch_many::<T>(es, &at.index, &[&at.id], at.routing.as_deref()).await?;
        return Ok(found.pop().flatten());
    }
    let path = RequestPath::new(&[&at.index, "_doc", &at.id])?;
    let request =
        Request::new(Method::Get, path, Effect::Read).param_opt("routing", at.routing.as_deref().map(str::to_owned));
    let request = filtered::<T>(request);
    let response = es.run(request).await?;
    // An absent document is 404 with `found: false`; an absent index is 404 with an error.
    let found = match response.status() {
        200 | 404 => decode(&response, at)?,
        status => Found::Failed(ServerError::from_body(status, response.body())),
    };
    match found {
        Found::Yes(doc) => Ok(Some(doc)),
        Found::No => Ok(None),
        Found::Failed(error) => Err(refused(at, error)),
    }
}

/// Asks for what `T` reads, and nothing else.
fn filtered<T: FromDocument>(request: Request) -> Request {
    match T::source_param() {
        Some((name, value)) => request.param(name, value),
        None => request,
    }
}

/// A document, its absence, or the refusal that the answer is instead.
fn decode<T: FromDocument>(response: &Response, at: &Address<'_>) -> Result<Found<T>> {
    let read = match response.json() {
        Ok(json) => reading(json, |json| read_one(&at.index, &at.id, json)),
        Err(problem) => Err(unreadable(&at.index, &at.id, problem)),
    };
    match read {
        Ok(Found::Failed(_)) => Ok(Found::Failed(ServerError::from_body(response.status(), response.body()))),
        Err(_) if !response.is_success() => {
            Ok(Found::Failed(ServerError::from_body(response.status(), response.body())))
        }
        read => read,
    }
}

/// Reads one document with its metadata, and nothing behind it.
fn read_one<T: FromDocument>(index: &str, id: &str, json: &str) -> Result<Found<T>> {
    let objection = Objection::default();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let read = GetSeed::<T>::new(id, &objection).deserialize(&mut deserializer);
    let read = read.and_then(|found| deserializer.end().map(|()| found));
    read.map_err(|error| unreadable(index, id, objection.explain(json, &error)))
}

/// A document that a multi-get asks for.
#[derive(Serialize)]
pub(super) struct Item<'a> {
    pub(super) _index: &'a str,
    pub(super) _id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) routing: Option<&'a str>,
}

/// The request for several documents.
pub(super) fn multi_get(docs: Vec<Item<'_>>) -> Result<Request> {
    #[derive(Serialize)]
    struct Body<'a> {
        docs: Vec<Item<'a>>,
    }
    let body = serde_json::to_vec(&Body { docs });
    let body = body.map_err(|source| Error::encode("a multi-get", source))?;
    Ok(Request::new(Method::Post, RequestPath::new(&["_mget"])?, Effect::Read).json(body))
}

/// Reads several documents of one index; the outcome has the order of `ids`.
pub(super) async fn fetch_many<T: FromDocument>(
    es: &dyn Runner,
    index: &str,
    ids: &[&str],
    routing: Option<&str>,
) -> Result<Vec<Option<Doc<T>>>> {
    let request = multi_get(ids.iter().map(|id| Item { _index: index, _id: id, routing }).collect())?;
    let response = es.run(filtered::<T>(request)).await?;
    if !response.is_success() {
        let error = ServerError::from_body(response.status(), response.body());
        return Err(Error::Server(Box::new(
            error.during(format_args!("a get of {} documents of `{index}`", ids.len())),
        )));
    }
    response.read("the answer to a multi-get", |json| {
        let reply: ManyReply<'_> = serde_json::from_str(json)?;
        if reply.docs.len() == ids.len() {
            return Ok(ids.iter().zip(reply.docs).map(|(id, raw)| one_of_many(index, id, raw)).collect());
        }
        let message = format!("{} documents were asked for and {} answered", ids.len(), reply.docs.len());
        Err(serde::de::Error::custom(message))
    })?
}

fn one_of_many<T: FromDocument>(index: &str, id: &str, raw: &RawValue) -> Result<Option<Doc<T>>> {
    match reading(raw.get(), |json| read_one(index, id, json))? {
        Found::Yes(doc) => Ok(Some(doc)),
        Found::No => Ok(None),
        Found::Failed(error) => {
            let at = Address { index: index.into(), id: id.into(), routing: None };
            Err(refused(&at, error))
        }
    }
}

fn unreadable(index: &str, id: &str, problem: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
    Error::decode(format!("document `{id}` of index `{index}`"), problem)
}

fn refused(at: &Address<'_>, error: ServerError) -> Error {
    let Address { index, id, .. } = at;
    // Servers look an id up in one index only, and say so under a type that they use for much else; to a HEAD they only
    // give the status.
    if error.status() == 400 && matches!(error.kind(), "illegal_argument_exception" | "") {
        return Error::Server(Box::new(error.during(format_args!(
            "a get of document `{id}` of index `{index}` (where that is an alias of several indices, say which one by \
             `.index(..)`, or search for the id)"
        ))));
    }
    Error::refused(error, index, format_args!("a get of document `{id}`"))
}
