//! What a write puts over the value's own fields: when it happens, and on whose behalf.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Millis, ModelDefinition, Signatures, Stamped, Stamps};
use crate::error::Result;

/// When a write happens, and on whose behalf.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) now: Millis,
    pub(crate) actor: Option<&'a Arc<str>>,
}

/// Written instead of the value's own; taken over when the write succeeded.
#[derive(Debug, Clone)]
pub(crate) struct Overlay {
    at: Millis,
    /// Whether the document is written as a whole.
    is_whole: bool,
    stamps: Stamps,
    /// Apart, since few models have them and there is an overlay for each document of a bulk.
    signatures: Option<Box<Signatures>>,
}

impl Overlay {
    /// Nothing: for a value that is not stored.
    pub(crate) const NONE: Self = Self { at: Millis(0), is_whole: false, stamps: Stamps::NONE, signatures: None };

    /// That of a whole document.
    pub(crate) fn of<T: ModelDefinition>(value: &T, writer: Writer<'_>) -> Result<Self> {
        Self::made_of(Some(value), writer)
    }

    /// That of a change to a part of a document that is there.
    pub(crate) fn of_update<T: ModelDefinition>(writer: Writer<'_>) -> Result<Self> {
        Self::made_of::<T>(None, writer)
    }

    fn made_of<T: ModelDefinition>(value: Option<&T>, writer: Writer<'_>) -> Result<Self> {
        let (stamps, signatures) = (T::stamps(value), T::signatures(value, writer.actor)?);
        Ok(Self { at: writer.now, is_whole: value.is_some(), stamps, signatures })
    }

    /// Takes it over into the value.
    pub(crate) fn settle<T: ModelDefinition>(&self, value: &mut T) {
        value.set_stamps(self.stamps, self.at);
        if T::STAMPS && self.is_whole {
            value.stamp_inside(self.at);
        }
        if let Some(signatures) = &self.signatures {
            value.set_signatures(signatures);
        }
    }

    /// When the document is written, where that happens as a whole.
    pub(super) fn of_whole(&self) -> Option<Millis> {
        self.is_whole.then_some(self.at)
    }

    /// Whether there is nothing to write.
    pub(super) fn is_nothing(&self) -> bool {
        self.stamps.created.is_none() && self.stamps.updated.is_none() && self.signatures.is_none()
    }

    /// What is written for `key`, once.
    pub(super) fn take(&mut self, key: &str) -> Option<Overlaid> {
        let Self { at, stamps, signatures, .. } = self;
        for slot in [&mut stamps.created, &mut stamps.updated] {
            if slot.is_some_and(|stamped| stamped.key == key) {
                return slot.take().map(|stamped| Overlaid::At(*at, stamped));
            }
        }
        let signatures = signatures.as_mut()?;
        let slots = [&mut signatures.created, &mut signatures.updated];
        let slot = slots.into_iter().find(|slot| slot.as_ref().is_some_and(|signature| signature.key == key))?;
        slot.take().map(|signature| Overlaid::By(signature.actor))
    }

    /// A key that was not asked for yet, and what is written for it.
    pub(super) fn take_any(&mut self) -> Option<(&'static str, Overlaid)> {
        let Self { at, stamps, signatures, .. } = self;
        if let Some(stamped) = stamps.created.take().or_else(|| stamps.updated.take()) {
            return Some((stamped.key, Overlaid::At(*at, stamped)));
        }
        let signatures = signatures.as_mut()?;
        let signature = signatures.created.take().or_else(|| signatures.updated.take())?;
        Some((signature.key, Overlaid::By(signature.actor)))
    }
}

/// One value of an overlay.
pub(super) enum Overlaid {
    At(Millis, Stamped),
    By(Option<Arc<str>>),
}

impl Serialize for Overlaid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(at, Stamped { to_text, .. }) => serializer.serialize_str(&to_text(*at)),
            Self::By(Some(actor)) => serializer.serialize_str(actor),
            Self::By(None) => serializer.serialize_none(),
        }
    }
}
