//! One request's worth of values: written, sent, and its answer handed out to them.

use std::borrow::Cow;

use super::{
    lines::{Limits, Lines},
    outcome::{BulkOutcome, Rejected},
    send::{Answers, Sending, send},
};
use crate::{
    client::Client,
    document::{Guard, Pending, Place, index_for},
    error::{Error, FailedOperation, Refusal},
    model::{Doc, ModelDefinition, Writer, prepare},
};

/// The values of one request.
pub(super) struct Batch<T> {
    lines: Lines,
    items: Vec<Item<T>>,
}

/// A value, and what its write will change in it; or why it cannot be sent.
struct Item<T> {
    value: T,
    pending: Result<(Pending, Prepared<T>), Box<Refusal>>,
}

/// What is written instead of a value.
type Prepared<T> = Option<Box<T>>;

/// How the values of a bulk are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writing<'a> {
    pub(super) es: &'a Client,
    /// The full name of the index that all go to; `None` where each goes to one of its own.
    pub(super) index: Option<&'a str>,
    /// What the call says of it, before the client's prefix.
    pub(super) named: Option<&'a str>,
    pub(super) guard: Guard,
    pub(super) limits: Limits,
}

impl<'a> Writing<'a> {
    fn index_for<T: ModelDefinition>(self, value: &T) -> Result<Cow<'a, str>, Error> {
        match self.index {
            Some(index) => Ok(Cow::Borrowed(index)),
            None => index_for(self.es, value, self.named).map(Cow::Owned),
        }
    }

    /// The index of a value that was refused, also where it is no name at all.
    fn index_of_refused<T: ModelDefinition>(self, value: &T) -> Box<str> {
        let own = || value.document_index().map(|own| self.es.index_name(&own).into());
        self.index_for(value).map_or_else(|_| own().unwrap_or_default(), Into::into)
    }
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { lines: Lines::default(), items: Vec::new() }
    }
}

impl<T: ModelDefinition> Batch<T> {
    /// Makes room for as many bytes as the batch before had.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.lines.reserve(0, bytes);
    }

    /// How many bytes are written.
    pub(super) const fn bytes(&self) -> usize {
        self.lines.bytes()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds values until the batch is full; gives the one back, written, that did not fit any more.
    pub(super) fn fill(&mut self, values: &mut impl Iterator<Item = T>, writing: Writing<'_>) -> Option<Self> {
        let Writing { limits, .. } = writing;
        // Moving documents about as the list grows costs as much as writing short ones.
        let expected = values.size_hint().0.min(limits.operations);
        self.items.reserve(expected);
        self.lines.reserve(expected, 0);
        let writer = writing.es.writer();
        while self.items.len() < limits.operations && (self.lines.is_empty() || self.lines.bytes() < limits.bytes) {
            let value = values.next()?;
            let pending = self.write(&value, writer, writing);
            let item = Item { value, pending };
            let overflow = if item.pending.is_ok() { self.lines.split_overflow(limits) } else { None };
            if let Some(lines) = overflow {
                return Some(Self { lines, items: vec![item] });
            }
            self.items.push(item);
        }
        None
    }

    /// The values of a batch that is not sent.
    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        self.items.into_iter().map(|item| item.value)
    }

    fn write(
        &mut self,
        value: &T,
        writer: Writer<'_>,
        writing: Writing<'_>,
    ) -> Result<(Pending, Prepared<T>), Box<Refusal>> {
        let guard = writing.guard;
        let prepared = prepare(value)?;
        let value = prepared.as_deref().unwrap_or(value);
        let written = self.lines.push(|out| {
            let place = Place::of_value(value, writing.index_for(value)?, None, guard, "fill the routing field")?;
            let pending = place.write_lines(value, writer, None, out)?;
            Ok((place.effect(), pending))
        });
        Ok((written?, prepared))
    }

    /// Sends the batch and hands the answer out to the values.
    pub(super) async fn send(self, sending: Sending, writing: Writing<'_>, outcome: &mut BulkOutcome<T>) {
        let Self { lines, items } = self;
        let Answers { each, error, .. } = send(writing.es, &lines.seal(), sending).await;
        let first = outcome.answered();
        let mut each = each.into_iter();
        outcome.saved.reserve(items.len());
        for (position, Item { mut value, pending }) in (first..).zip(items) {
            let settled = match pending.map(|pending| Some((pending, each.next().flatten()?))) {
                Ok(Some(((pending, prepared), answer))) => {
                    answer.and_then(|written| Ok(pending.settle(&mut value, prepared, written)?))
                }
                Ok(None) => {
                    outcome.unanswered.push(value);
                    continue;
                }
                Err(refusal) => Err(refusal),
            };
            match settled {
                Ok(meta) => outcome.saved.push(Doc::from_parts(value, meta)),
                Err(refusal) => {
                    let index = writing.index_of_refused(&value);
                    outcome.reject(value, position, index, *refusal);
                }
            }
        }
        outcome.error = error;
    }
}

impl<T: ModelDefinition> BulkOutcome<T> {
    fn reject(&mut self, value: T, position: usize, index: Box<str>, refusal: Refusal) {
        let id = value.document_id().map(Into::into);
        let operation = FailedOperation { position, index, id, refusal, has_soft_deletes: T::DELETED_AT.is_some() };
        self.rejected.push(Rejected { value, operation });
    }
}
