//! Moving a document to the shard of its new routing value, or to the index where it belongs by now.

use std::{fmt, future::IntoFuture};

use futures_util::future::BoxFuture;

use super::{
    address::{Address, check_routing, left_index},
    get::fetch,
    options,
    place::{Pending, guard_of, into_value, prepare_doc},
    write::{Action, Guard, WriteOptions, write},
};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{Error, Result},
    model::{Doc, ModelDefinition, Overlay, write_source},
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
        let options = WriteOptions { refresh, pipeline: None };
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

        let written = match write::<T>(es, Action::Index(source.clone()), &new, Guard::Absent, &options).await {
            Ok(written) => {
                if let Err(error) = write::<T>(es, Action::Delete, &old, guard, &options).await {
                    // Whoever changed the old one must not find a twin. When taking it back fails too, that error
                    // says more.
                    let undo = written.version.map_or(Guard::None, Guard::At);
                    write::<T>(es, Action::Delete, &new, undo, &options).await?;
                    return Err(error);
                }
                written
            }
            Err(error) if index.is_none() && error.is_conflict() && is_same_document::<T>(es, &old, &new).await? => {
                write::<T>(es, Action::Index(source), &new, guard, &options).await?
            }
            Err(error) => return Err(error),
        };
        let pending = Pending { routing: routing.map(Into::into), overlay, has_id: true };
        doc.meta = pending.settle(&mut doc.value, into_value(prepared), written)?;
        Ok(())
    }
}

/// Whether both routing values lead to one shard: what is found under the new one is then stored under the old one.
async fn is_same_document<T: ModelDefinition>(es: &dyn Runner, old: &Address<'_>, new: &Address<'_>) -> Result<bool> {
    let found = fetch::<T>(es, new).await?;
    Ok(found.is_some_and(|doc| doc.meta.routing.as_deref() == old.routing.as_deref()))
}

impl<'c, T: ModelDefinition> IntoFuture for Relocate<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
