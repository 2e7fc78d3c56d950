//! Deleting: by id, and of a loaded document (guarded). On a model with [soft deletes](crate::model::soft_delete) that
//! is writing when, and can be taken back.

use std::{borrow::Cow, fmt, future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;

use super::{
    address::Address,
    get::fetch,
    mark::Mark,
    marking::Marking,
    options,
    place::guard_of,
    write::{Action, Guard, WriteOptions, Written, write},
};
use crate::{
    batch::Runner,
    client::{Refresh, Resend},
    error::{Error, Result},
    model::{Doc, Meta, ModelDefinition, Nothing, PartOf},
};

/// Deletes by id; see [`EsModel::delete`](crate::EsModel::delete) and [`EsModel::purge`](crate::EsModel::purge).
#[must_use = "a delete does nothing until it is awaited"]
pub struct Delete<'c, T> {
    es: &'c dyn Runner,
    id: String,
    is_final: bool,
    routing: Option<String>,
    refresh: Option<Refresh>,
    index: Option<String>,
    resend: Option<Resend>,
    model: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Delete<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete").field("id", &self.id).field("is_final", &self.is_final).finish_non_exhaustive()
    }
}

options!(Delete<T>: routing, refresh, index, resend);

impl<'c, T: ModelDefinition> Delete<'c, T> {
    pub(crate) fn new(es: &'c impl Runner, id: String) -> Self {
        let is_final = T::DELETED_AT.is_none();
        Self { es, id, is_final, routing: None, refresh: None, index: None, resend: None, model: PhantomData }
    }

    pub(crate) fn for_good(es: &'c impl Runner, id: String) -> Self {
        Self { is_final: true, ..Self::new(es, id) }
    }

    async fn run(self) -> Result<()> {
        let Self { es, id, is_final, routing, refresh, index, resend, .. } = self;
        let at = Address::of_id::<T>(es.client(), Cow::Owned(id), routing, index.as_deref())?;
        let options = WriteOptions { refresh, resend, ..WriteOptions::default() };
        if is_final {
            return write::<T>(es, Action::Delete, &at, Guard::None, &options).await.map(|_| ());
        }
        let mut marking = Marking::new(es, true);
        loop {
            // Nothing else of it is read, so that what cannot be read can be deleted.
            let found = match fetch::<PartOf<T, Nothing>>(es, &at).await {
                Ok(found) => found,
                Err(error) => return Err(marking.unseen(error)),
            };
            let Some((part, meta)) = found.map(Doc::into_parts) else {
                // Whoever removed it for good did what this call was about.
                return if marking.is_in_doubt() { Ok(()) } else { Err(at.missing::<T>()) };
            };
            if part.is_deleted && !marking.is_in_doubt() {
                return Err(Error::deleted_softly(&at.index, &at.id));
            }
            if marking.is_done(part.is_deleted, &meta)? {
                return Ok(());
            }
            match mark::<T>(es, &meta, true, &options).await {
                Ok(_) => return Ok(()),
                Err(error) => marking.after(error, &meta).await?,
            }
        }
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Delete<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Deletes a loaded document; see [`Doc::delete`] and [`Doc::purge`].
#[must_use = "a delete does nothing until it is awaited"]
pub struct DeleteDoc<'c, T> {
    es: &'c dyn Runner,
    how: How<'c, T>,
    refresh: Option<Refresh>,
}

/// How a loaded document is deleted. Only what marks it changes it.
enum How<'c, T> {
    ForGood(&'c Doc<T>),
    Softly(&'c mut Doc<T>),
}

impl<T> fmt::Debug for DeleteDoc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (meta, is_final) = match &self.how {
            How::ForGood(doc) => (&doc.meta, true),
            How::Softly(doc) => (&doc.meta, false),
        };
        f.debug_struct("DeleteDoc").field("meta", meta).field("is_final", &is_final).finish_non_exhaustive()
    }
}

options!(DeleteDoc<T>: refresh);

impl<'c, T: ModelDefinition> DeleteDoc<'c, T> {
    pub(super) fn new(es: &'c impl Runner, doc: &'c mut Doc<T>) -> Self {
        let how = if T::DELETED_AT.is_some() { How::Softly(doc) } else { How::ForGood(doc) };
        Self { es, how, refresh: None }
    }

    pub(super) fn for_good(es: &'c impl Runner, doc: &'c Doc<T>) -> Self {
        Self { es, how: How::ForGood(doc), refresh: None }
    }

    async fn run(self) -> Result<()> {
        let Self { es, how, refresh } = self;
        let options = WriteOptions { refresh, ..WriteOptions::default() };
        match how {
            How::ForGood(Doc { meta, .. }) => {
                let (at, guard) = (Address::stored::<T>(es.client(), meta)?, guard_of::<T>(meta)?);
                write::<T>(es, Action::Delete, &at, guard, &options).await.map(|_| ())
            }
            How::Softly(doc) => {
                check_deletable(doc)?;
                let (mark, written) = mark::<T>(es, &doc.meta, true, &options).await?;
                mark.settle(doc, written);
                Ok(())
            }
        }
    }
}

impl<'c, T: ModelDefinition> IntoFuture for DeleteDoc<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Takes a soft delete back, by id; see [`EsModel::restore`](crate::EsModel::restore).
#[must_use = "this does nothing until it is awaited"]
pub struct Restore<'c, T> {
    es: &'c dyn Runner,
    id: String,
    routing: Option<String>,
    refresh: Option<Refresh>,
    index: Option<String>,
    model: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Restore<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restore").field("id", &self.id).finish_non_exhaustive()
    }
}

options!(Restore<T>: routing, refresh, index);

impl<'c, T: ModelDefinition> Restore<'c, T> {
    pub(crate) fn new(es: &'c impl Runner, id: String) -> Self {
        Self { es, id, routing: None, refresh: None, index: None, model: PhantomData }
    }

    async fn run(self) -> Result<Doc<T>> {
        let Self { es, id, routing, refresh, index, .. } = self;
        let at = Address::of_id::<T>(es.client(), Cow::Owned(id), routing, index.as_deref())?;
        let options = WriteOptions { refresh, ..WriteOptions::default() };
        let mut marking = Marking::new(es, false);
        loop {
            let found = fetch::<T>(es, &at).await.map_err(|error| marking.unseen(error))?;
            let mut doc = found.ok_or_else(|| at.missing::<T>())?;
            if marking.is_done(doc.value.is_deleted(), &doc.meta)? {
                return Ok(doc);
            }
            match restore(es, &mut doc, &options).await {
                Ok(()) => return Ok(doc),
                Err(error) => marking.after(error, &doc.meta).await?,
            }
        }
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Restore<'c, T> {
    type Output = Result<Doc<T>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Takes the soft delete of a loaded document back; see [`Doc::restore`].
#[must_use = "this does nothing until it is awaited"]
pub struct RestoreDoc<'c, T> {
    es: &'c dyn Runner,
    doc: &'c mut Doc<T>,
    refresh: Option<Refresh>,
}

impl<T> fmt::Debug for RestoreDoc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestoreDoc").field("meta", &self.doc.meta).finish_non_exhaustive()
    }
}

options!(RestoreDoc<T>: refresh);

impl<'c, T: ModelDefinition> RestoreDoc<'c, T> {
    pub(super) fn new(es: &'c impl Runner, doc: &'c mut Doc<T>) -> Self {
        Self { es, doc, refresh: None }
    }

    async fn run(self) -> Result<()> {
        let Self { es, doc, refresh } = self;
        restore(es, doc, &WriteOptions { refresh, ..WriteOptions::default() }).await
    }
}

impl<'c, T: ModelDefinition> IntoFuture for RestoreDoc<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Restores a document, where it is deleted.
async fn restore<T: ModelDefinition>(es: &dyn Runner, doc: &mut Doc<T>, options: &WriteOptions) -> Result<()> {
    if !doc.value.is_deleted() {
        return Ok(());
    }
    let (mark, written) = mark::<T>(es, &doc.meta, false, options).await?;
    mark.settle(doc, written);
    Ok(())
}

/// Writes into a stored document that it is deleted, or that it is not; guarded, and nothing else of it.
async fn mark<T: ModelDefinition>(
    es: &dyn Runner,
    meta: &Meta,
    is_deleted: bool,
    options: &WriteOptions,
) -> Result<(Mark, Written)> {
    let (at, guard) = (Address::stored::<T>(es.client(), meta)?, guard_of::<T>(meta)?);
    let mark = Mark::new::<T>(is_deleted, es.client().writer())?;
    let mut body = Vec::new();
    mark.write::<T>(&mut body)?;
    let written = write::<T>(es, Action::Update(body.into()), &at, guard, options).await?;
    Ok((mark, written))
}

/// What is deleted already keeps the time at which it was.
pub(crate) fn check_deletable<T: ModelDefinition>(doc: &Doc<T>) -> Result<()> {
    if !doc.value.is_deleted() {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "document `{}` is deleted already; `purge` removes it for good, `restore` brings it back",
        doc.meta.id
    )))
}
