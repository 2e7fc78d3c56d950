//! The change that deletes a document softly, or takes that back.

use std::collections::BTreeMap;

use super::write::Written;
use crate::{
    error::Result,
    model::{Doc, Meta, Millis, ModelDefinition, Overlay, Writer, write_partial},
};

/// Such a change: what is written, and taken over when the write succeeded.
pub(crate) struct Mark {
    deleted: Option<Millis>,
    overlay: Overlay,
}

impl Mark {
    /// That the document is deleted now, or that it is not.
    pub(crate) fn new<T: ModelDefinition>(is_deleted: bool, writer: Writer<'_>) -> Result<Self> {
        Ok(Self { deleted: is_deleted.then_some(writer.now), overlay: Overlay::of_update::<T>(writer)? })
    }

    /// Appends the body of the update.
    pub(crate) fn write<T: ModelDefinition>(&self, out: &mut Vec<u8>) -> Result<()> {
        let at = self.deleted.map(T::deletion_text);
        let mark: BTreeMap<_, _> = T::DELETED_AT.into_iter().map(|key| (key, &at)).collect();
        out.extend_from_slice(br#"{"doc":"#);
        write_partial::<T>(&mark, &self.overlay, out)?;
        out.push(b'}');
        Ok(())
    }

    /// Changes the local document as the stored one was; what else was changed here stays.
    pub(crate) fn settle<T: ModelDefinition>(&self, doc: &mut Doc<T>, written: Written) {
        let Written { index, id, version, revision, .. } = written;
        doc.value.set_deleted(self.deleted);
        self.overlay.settle(&mut doc.value);
        doc.value.compute();
        doc.meta = Meta { index, id, routing: doc.meta.routing.take(), seen: version.into(), revision };
    }
}
