//! Where a write of a whole document goes, what it expects to find there, and what it changes in the local value.

use std::borrow::Cow;

use super::{
    address::{Address, check_id, check_routing, check_stays, index_for, never_stored},
    write::{ActionLine, ActionMeta, Guard, Written},
};
use crate::{
    client::Client,
    error::{Error, Result},
    model::{Doc, Meta, ModelDefinition, Overlay, Seen, Writer, prepare, write_source},
    wire::Effect,
};

/// What a call says about the place, instead of the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Explicit {
    pub(crate) routing: Option<String>,
    pub(crate) index: Option<String>,
}

/// The place of one write.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    pub(crate) index: Cow<'a, str>,
    /// `None` where the server is to make one.
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) routing: Option<Cow<'a, str>>,
    pub(crate) guard: Guard,
}

impl<'a> Place<'a> {
    /// That of a value that was never stored. `remedy` says where a missing routing can be written.
    pub(crate) fn of_value<T: ModelDefinition>(
        value: &'a T,
        index: Cow<'a, str>,
        routing: Option<&'a str>,
        guard: Guard,
        remedy: &str,
    ) -> Result<Self> {
        let routing = routing.map(Cow::Borrowed).or_else(|| value.document_routing());
        check_routing::<T>(routing.as_deref(), "this value", remedy)?;
        let id = value.document_id();
        match &id {
            Some(id) => check_id(id)?,
            None if matches!(guard, Guard::At(_)) => {
                return Err(Error::invalid("a value without an id has no version to expect"));
            }
            None => {}
        }
        Ok(Self { index, id, routing, guard })
    }

    /// That of a document, new or stored; `guard` where the call has one instead of the document's own.
    pub(crate) fn of_doc<T: ModelDefinition>(
        es: &Client,
        doc: &'a Doc<T>,
        explicit: &'a Explicit,
        guard: Option<Guard>,
    ) -> Result<Self> {
        let Explicit { routing, index } = explicit;
        if doc.meta.is_new() {
            let index = index_for(es, &doc.value, index.as_deref())?.into();
            let remedy = "fill the routing field, or say `.routing(..)`";
            return Self::of_value(&doc.value, index, routing.as_deref(), guard.unwrap_or(Guard::None), remedy);
        }
        // Also an overwrite needs the whole document: only what was read in part has no version.
        let seen = guard_of::<T>(&doc.meta)?;
        check_same_id(doc)?;
        check_same_index(es, doc, index.as_deref())?;
        let at = Address::stored::<T>(es, &doc.meta)?;
        check_stays(es, &doc.value, &doc.meta, routing.as_deref())?;
        let Address { index, id, routing } = at;
        Ok(Self { index, id: Some(id), routing, guard: guard.unwrap_or(seen) })
    }

    /// What writing there twice would do.
    pub(crate) const fn effect(&self) -> Effect {
        match (&self.id, self.guard) {
            (Some(_), Guard::None) => Effect::Idempotent,
            _ => Effect::Once,
        }
    }

    /// Appends the lines that store `value` there, as an operation of a bulk. After an error `out` ends anywhere.
    pub(crate) fn write_lines<T: ModelDefinition>(
        &self,
        value: &T,
        writer: Writer<'_>,
        pipeline: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<Pending> {
        let meta = ActionMeta::new(&self.index, self.id.as_deref(), self.routing.as_deref(), self.guard);
        ActionLine::store(ActionMeta { pipeline, ..meta }, self.guard).write(out)?;
        let pending = self.pending(value, writer)?;
        write_source(value, &pending.overlay, out)?;
        out.push(b'\n');
        Ok(pending)
    }

    /// What storing `value` there changes in it.
    pub(super) fn pending<T: ModelDefinition>(&self, value: &T, writer: Writer<'_>) -> Result<Pending> {
        let routing = self.routing.as_deref().map(Into::into);
        Ok(Pending { routing, overlay: Overlay::of(value, writer)?, has_id: self.id.is_some() })
    }
}

/// What a write changes in the document besides its version: taken over when it succeeded.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(super) routing: Option<Box<str>>,
    pub(super) overlay: Overlay,
    /// Whether the document has its id already.
    pub(super) has_id: bool,
}

impl Pending {
    /// Takes over what the write made, and `prepared`, where that was written instead of the value. The outcome is the
    /// document's new metadata.
    pub(crate) fn settle<T: ModelDefinition>(
        self,
        value: &mut T,
        prepared: Option<Box<T>>,
        written: Written,
    ) -> Result<Meta> {
        let Some(mut prepared) = prepared else { return self.take_over(value, written) };
        let meta = self.take_over(&mut *prepared, written)?;
        *value = *prepared;
        Ok(meta)
    }

    /// All at once, after the one thing that may fail.
    fn take_over<T: ModelDefinition>(self, value: &mut T, written: Written) -> Result<Meta> {
        let Written { index, id, version, revision, .. } = written;
        if !self.has_id {
            let taken = value.set_document_id(&id);
            taken.map_err(|message| Error::decode("the id that the server made", message))?;
        }
        self.overlay.settle(value);
        value.compute();
        Ok(Meta { index, id, routing: self.routing, seen: version.into(), revision })
    }
}

/// A document to write instead of `doc`, where the model has a `before_save`; and that it may be written.
pub(crate) fn prepare_doc<T: ModelDefinition>(doc: &Doc<T>) -> Result<Option<Box<Doc<T>>>> {
    let prepared = prepare(&doc.value)?;
    Ok(prepared.map(|value| Box::new(Doc::from_parts(*value, doc.meta.clone()))))
}

/// The value of such a document.
pub(crate) fn into_value<T>(prepared: Option<Box<Doc<T>>>) -> Option<Box<T>> {
    prepared.map(|doc| Box::new(doc.value))
}

/// The guard of a loaded document.
pub(crate) fn guard_of<T: ModelDefinition>(meta: &Meta) -> Result<Guard> {
    match meta.seen {
        Seen::At(version) => Ok(Guard::At(version)),
        Seen::Never => Err(never_stored::<T>()),
        Seen::Unversioned => Err(Error::invalid(format!(
            "document `{}` was read in part or without its version: saving it would erase the fields left out, and \
             nothing guards the write; `reload` it first",
            meta.id
        ))),
    }
}

/// A changed id would write a second document.
fn check_same_id<T: ModelDefinition>(doc: &Doc<T>) -> Result<()> {
    match (T::ID_KEY, doc.value.document_id()) {
        (Some(_), Some(id)) if *id != *doc.meta.id => Err(Error::invalid(format!(
            "the id of document `{}` was changed to `{id}`; to store a copy, `Doc::into_inner` and save the value",
            doc.meta.id
        ))),
        _ => Ok(()),
    }
}

/// So would another index.
pub(crate) fn check_same_index<T: ModelDefinition>(es: &Client, doc: &Doc<T>, index: Option<&str>) -> Result<()> {
    match index.map(|index| es.index_name(index)) {
        Some(index) if *index != *doc.meta.index => Err(Error::invalid(format!(
            "document `{}` is stored in index `{}`, not `{index}`; to store a copy, `Doc::into_inner` and save the value",
            doc.meta.id, doc.meta.index
        ))),
        _ => Ok(()),
    }
}
