//! Moving a document to the shard of its new routing value, or to the index where it belongs by now.

use std::{fmt, future::IntoFuture, sync::Arc};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use tokio::time::sleep;

use super::{
    address::{Address, check_routing, left_index},
    get::fetch,
    options,
    place::{Pending, guard_of, into_value, prepare_doc},
    write::{Action, Guard, WriteOptions, Written, write},
};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{Error, PerhapsApplied, Result, Stored},
    model::{Doc, DocVersion, Meta, ModelDefinition, Overlay, PartOf, Routed, prepare, write_source},
};

/// Moves a document; see [`Doc::relocate`].
#[must_use = "a relocation does nothing until it is awaited"]
pub struct Relocate<'c, T> {
    es: &'c dyn Runner,
    doc: &'c mut Doc<T>,
    routing: Option<String>,
    refresh: Option<Refresh>,
}

impl<T> fmt::Debug for Relocate<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relocate").field("meta", &self.doc.meta).finish_non_exhaustive()
    }
}

options!(Relocate<T>: routing, refresh);

impl<'c, T: ModelDefinition> Relocate<'c, T> {
    pub(super) fn new(es: &'c impl Runner, doc: &'c mut Doc<T>) -> Self {
        Self { es, doc, routing: None, refresh: None }
    }

    async fn run(self) -> Result<()> {
        let Self { es, doc, routing, refresh } = self;
        let prepared = prepare_doc(doc)?;
        let value = prepared.as_deref().map_or(&doc.value, |prepared| &prepared.value);
        let old = Address::stored::<T>(es.client(), &doc.meta)?;
        let index = left_index(es.client(), value, &doc.meta.index)?;
        let routing = routing.or_else(|| value.document_routing().map(Into::into));
        check_routing::<T>(routing.as_deref(), "this relocation", "fill the routing field, or say `.routing(..)`")?;
        // A document that leaves its index keeps a routing that only the call which stored it knew.
        let loaded = doc.meta.routing.as_deref().filter(|_| index.is_some());
        let routing = routing.or_else(|| loaded.map(Into::into));
        let options = WriteOptions { refresh, ..WriteOptions::default() };
        let guard = guard_of::<T>(&doc.meta)?;
        if index.is_none() && routing.as_deref() == old.routing.as_deref() {
            return Err(Error::invalid(format!(
                "document `{}` is stored under that routing already, and in the index where it belongs; `save` it",
                doc.meta.id
            )));
        }
        let new_index = index.as_deref().map_or_else(|| old.index.clone(), Into::into);
        let new = Address { index: new_index, routing: routing.as_deref().map(Into::into), id: old.id.clone() };
        let overlay = Overlay::of(value, es.client().writer())?;
        let mut source = Vec::with_capacity(512);
        write_source(value, &overlay, &mut source)?;

        let source = source.into();
        let written = Move { es, old, new, guard, source, overlay: &overlay, options }.run::<T>().await?;
        let pending = Pending { routing: routing.map(Into::into), overlay, has_id: true };
        doc.meta = pending.settle(&mut doc.value, into_value(prepared), written)?;
        Ok(())
    }
}

/// What is stored under the old place.
enum AtOld {
    Nothing,
    /// The copy that is being moved, unchanged.
    OldCopy,
    Other(Option<DocVersion>),
}

/// The steps of one relocation.
struct Move<'a> {
    es: &'a dyn Runner,
    old: Address<'a>,
    new: Address<'a>,
    /// Of the old copy.
    guard: Guard,
    /// What is written under the new place.
    source: Bytes,
    overlay: &'a Overlay,
    options: WriteOptions,
}

impl Move<'_> {
    async fn run<T: ModelDefinition>(&self) -> Result<Written> {
        match self.store::<T>(Guard::Absent).await {
            Ok(written) => self.remove_old::<T>(written).await,
            Err(error) if error.is_conflict() || error.is_in_doubt() => self.go_on::<T>(error).await,
            Err(error) => Err(error),
        }
    }

    async fn store<T: ModelDefinition>(&self, guard: Guard) -> Result<Written> {
        write::<T>(self.es, Action::Index(self.source.clone()), &self.new, guard, &self.options).await
    }

    /// Goes on where the new place is taken, or may be by this call: both values lead to one shard, or the copy is one that
    /// this call or an earlier one made. `error` is that of the create.
    async fn go_on<T: ModelDefinition>(&self, error: Error) -> Result<Written> {
        let found = match fetch::<T>(self.es, &self.new).await {
            Ok(Some(found)) => found,
            Err(unread) if error.is_conflict() => return Err(unread),
            Ok(None) | Err(_) => return Err(error),
        };
        let is_same = found.meta.routing.as_deref() == self.old.routing.as_deref();
        let is_moved_within = is_same && self.new.index == self.old.index;
        if is_moved_within && error.is_conflict() {
            return self.store::<T>(self.guard).await;
        }
        let Some(version) = found.meta.version().filter(|_| !is_moved_within) else { return Err(error) };
        if !self.is_copy(&found.value) {
            return Err(error);
        }
        let written = self.store::<T>(Guard::At(version)).await?;
        match self.look_at_old::<T>().await? {
            AtOld::Nothing => Ok(written),
            AtOld::OldCopy => self.remove_old::<T>(written).await,
            // Where the delete of an earlier call was carried out, the copy is all that is left of the document.
            AtOld::Other(now) => Err(self.perhaps(now, error)),
        }
    }

    /// Whether what is stored under the new place is what this call writes there, but for times and names that writes fill.
    fn is_copy<T: ModelDefinition>(&self, stored: &T) -> bool {
        let Ok(prepared) = prepare(stored) else { return false };
        let mut source = Vec::with_capacity(self.source.len());
        let written = write_source(prepared.as_deref().unwrap_or(stored), self.overlay, &mut source);
        written.is_ok() && source == self.source
    }

    /// Deletes the old copy. Where somebody else changed it, the new one is taken back: nobody must find a twin. Where no
    /// answer comes, a look tells, and what may be the last copy is not taken back.
    async fn remove_old<T: ModelDefinition>(&self, written: Written) -> Result<Written> {
        let mut doubt = match self.delete_old::<T>().await {
            Ok(_) => return Ok(written),
            Err(error) if error.is_in_doubt() => error,
            Err(error) => return Err(self.take_back::<T>(&written, error).await),
        };
        let retry = self.es.client().retry();
        for done in 0..=retry.retries {
            sleep(retry.pause(done, None)).await;
            match self.look_at_old::<T>().await {
                Ok(AtOld::Nothing) => return Ok(written),
                Ok(AtOld::Other(now)) => return Err(self.perhaps(now, doubt)),
                Ok(AtOld::OldCopy) if done < retry.retries => {}
                Ok(AtOld::OldCopy) | Err(_) => break,
            }
            match self.delete_old::<T>().await {
                Ok(_) => return Ok(written),
                Err(error) if error.is_in_doubt() => doubt = error,
                Err(error) if error.is_conflict() => {}
                Err(_) => break,
            }
        }
        Err(doubt)
    }

    async fn delete_old<T: ModelDefinition>(&self) -> Result<Written> {
        write::<T>(self.es, Action::Delete, &self.old, self.guard, &self.options).await
    }

    async fn look_at_old<T: ModelDefinition>(&self) -> Result<AtOld> {
        let Some(found) = fetch::<PartOf<T, Routed>>(self.es, &self.old).await? else { return Ok(AtOld::Nothing) };
        let Meta { routing, .. } = &found.meta;
        // Where both places are on one shard, the old copy became the new one. Versions do not tell: each shard counts its own.
        if self.new.index == self.old.index && routing.as_deref() == self.new.routing.as_deref() {
            return Ok(AtOld::Nothing);
        }
        Ok(match found.meta.version() {
            Some(version) if Guard::At(version) == self.guard => AtOld::OldCopy,
            version => AtOld::Other(version),
        })
    }

    /// Deletes the new copy; the outcome is the error of the relocation. When taking it back fails too, that says more.
    async fn take_back<T: ModelDefinition>(&self, written: &Written, error: Error) -> Error {
        let guard = written.version.map_or(Guard::None, Guard::At);
        let undone = write::<T>(self.es, Action::Delete, &self.new, guard, &self.options).await;
        undone.err().unwrap_or(error)
    }

    /// Something else is under the old place, and whether the old copy was deleted before nobody knows.
    fn perhaps(&self, now: Option<DocVersion>, cause: Error) -> Error {
        let stored = Stored::Other(now.map(DocVersion::pair));
        PerhapsApplied::new(&self.old.index, &self.old.id, stored, Arc::new(cause)).into()
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Relocate<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
