//! One request of a bulk: filled with documents, sent, and its answer handed out to them.

use bytes::Bytes;

use super::outcome::{BulkOutcome, Rejected};
use crate::{
    client::Refresh,
    document::{ActionLine, ActionMeta, BulkItem, BulkReply, WriteReply, check_id, read},
    error::{Error, FailedOperation, Result, ServerError},
    model::{Doc, Meta, Millis, ModelDefinition, Stamps, write_source},
    wire::{Effect, Method, Request, RequestPath, Response},
};

/// How much one request may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) bytes: usize,
    pub(super) documents: usize,
}

/// The documents of one request.
pub(super) struct Batch<'a, T> {
    index: &'a str,
    create: bool,
    now: Millis,
    /// How many documents came before this batch.
    position: usize,
    body: Vec<u8>,
    items: Vec<Item<T>>,
    /// Whether every document has an id of its own, so that sending it twice does no harm.
    repeatable: bool,
}

/// One document of a batch.
pub(super) struct Item<T> {
    pub(super) value: T,
    routing: Option<Box<str>>,
    stamps: Stamps,
    /// Whether it came with an id; else the server makes one.
    has_id: bool,
    /// Its lines, when they did not fit into the batch that they were written for.
    lines: Vec<u8>,
}

impl<'a, T: ModelDefinition> Batch<'a, T> {
    /// An empty batch that `position` documents came before.
    pub(super) fn new(index: &'a str, create: bool, position: usize) -> Self {
        Self { index, create, now: Millis::now(), position, body: Vec::new(), items: Vec::new(), repeatable: true }
    }

    /// Makes room for that many bytes, those of the batch before: a buffer that grows is copied on the way.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.body.reserve(bytes);
    }

    /// How many bytes are written.
    pub(super) const fn bytes(&self) -> usize {
        self.body.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds documents until the batch is full; gives the one back, encoded, that did not fit any more.
    ///
    /// # Errors
    /// The value and why it cannot be encoded; the batch is as it was.
    pub(super) fn fill(
        &mut self,
        values: &mut impl Iterator<Item = T>,
        limits: Limits,
    ) -> Result<Option<Item<T>>, (T, Error)> {
        // Moving documents about as the list grows costs as much as writing short ones.
        self.items.reserve(values.size_hint().0.min(limits.documents));
        while self.items.len() < limits.documents && self.body.len() < limits.bytes {
            let Some(value) = values.next() else { break };
            if let Some(overflow) = self.push(value, limits)? {
                return Ok(Some(overflow));
            }
        }
        Ok(None)
    }

    fn push(&mut self, value: T, limits: Limits) -> Result<Option<Item<T>>, (T, Error)> {
        let start = self.body.len();
        let mut item = match self.encode(&value) {
            Ok((routing, stamps, has_id)) => Item { value, routing, stamps, has_id, lines: Vec::new() },
            Err(error) => {
                self.body.truncate(start);
                let error = self.name(&value, error);
                return Err((value, error));
            }
        };
        if !self.items.is_empty() && self.body.len() > limits.bytes {
            item.lines = self.body.split_off(start);
            return Ok(Some(item));
        }
        self.repeatable &= item.has_id && !self.create;
        self.items.push(item);
        Ok(None)
    }

    /// Says which document an error is about.
    fn name(&self, value: &T, error: Error) -> Error {
        let id = value.document_id().map_or_else(|| "without an id".to_owned(), |id| format!("`{id}`"));
        let position = self.position + self.items.len();
        match error {
            Error::Encode { source, .. } => {
                Error::encode(format!("a `{}` at position {position} ({id})", T::SCHEMA.name), source)
            }
            other => Error::invalid(format!("the `{}` at position {position} ({id}): {other}", T::SCHEMA.name)),
        }
    }

    /// Takes a document that did not fit into the batch before.
    pub(super) fn adopt(&mut self, mut item: Item<T>) {
        self.body.append(&mut item.lines);
        self.repeatable &= item.has_id && !self.create;
        self.items.push(item);
    }

    fn encode(&mut self, value: &T) -> Result<(Option<Box<str>>, Stamps, bool)> {
        let routing: Option<Box<str>> = value.document_routing().map(Into::into);
        let id = value.document_id();
        if routing.is_none() && T::SCHEMA.routing_required {
            return Err(Error::invalid(format!(
                "`{}` is routed, and this value has no routing: fill the routing field",
                T::SCHEMA.name
            )));
        }
        if let Some(id) = &id {
            check_id(id)?;
        }
        let has_id = id.is_some();
        let meta = ActionMeta {
            index: self.index,
            id: id.as_deref(),
            routing: routing.as_deref(),
            if_seq_no: None,
            if_primary_term: None,
        };
        let line = if self.create { ActionLine::Create(meta) } else { ActionLine::Index(meta) };
        line.write(&mut self.body)?;
        let stamps = value.stamps(self.now);
        write_source(value, stamps, &mut self.body)?;
        self.body.push(b'\n');
        Ok((routing, stamps, has_id))
    }

    /// The request; the buffer goes into it.
    pub(super) fn request(&mut self, refresh: Refresh) -> Result<Request> {
        let effect = if self.repeatable { Effect::Idempotent } else { Effect::Once };
        let body = Bytes::from(std::mem::take(&mut self.body));
        Ok(Request::new(Method::Post, RequestPath::new(&["_bulk"])?, effect)
            .param_opt("refresh", refresh.as_param())
            .ndjson(body))
    }

    /// Hands the answer out to the documents.
    pub(super) fn settle(self, response: Result<Response>, outcome: &mut BulkOutcome<T>) {
        let Self { index, position, items, .. } = self;
        let response = match response {
            Ok(response) => response,
            Err(error) => return unanswered(items, error, outcome),
        };
        match decode(&response, index, items.len()) {
            Ok(replies) => {
                outcome.saved.reserve(items.len());
                for (offset, (item, reply)) in items.into_iter().zip(replies).enumerate() {
                    item.settle(reply.into_reply(), index, position + offset, outcome);
                }
            }
            Err(error) => unanswered(items, error, outcome),
        }
    }

    /// The values of a batch that is not sent.
    pub(super) fn give_back(self, error: Error, outcome: &mut BulkOutcome<T>) {
        unanswered(self.items, error, outcome);
    }
}

fn unanswered<T>(items: Vec<Item<T>>, error: Error, outcome: &mut BulkOutcome<T>) {
    outcome.unanswered.extend(items.into_iter().map(|item| item.value));
    outcome.error = Some(error);
}

/// Reads one reply for each document, in their order.
fn decode<'r>(response: &'r Response, index: &str, documents: usize) -> Result<Vec<BulkItem<'r>>> {
    if !response.is_success() {
        let error = ServerError::from_body(response.status(), response.body());
        return Err(Error::Server(Box::new(
            error.during(format_args!("a bulk of {documents} documents for `{index}`")),
        )));
    }
    let reply: BulkReply<'_> = read(response)?;
    if reply.items.len() != documents {
        let message = format!("{documents} documents were sent and {} answered", reply.items.len());
        return Err(Error::decode("the answer to a bulk", message));
    }
    Ok(reply.items)
}

impl<T: ModelDefinition> Item<T> {
    fn settle(self, reply: WriteReply<'_>, index: &str, position: usize, outcome: &mut BulkOutcome<T>) {
        let Self { mut value, routing, stamps, has_id, .. } = self;
        let version = reply.version();
        let id: Box<str> = reply.id().unwrap_or_default().into();
        let refused = match reply.error {
            Some(cause) => Some(cause.into_error(reply.status)),
            None if has_id => None,
            None => value.set_document_id(&id).err().map(|message| ServerError::new(reply.status, "", &message)),
        };
        if let Some(error) = refused {
            let id = value.document_id().map(Into::into);
            let operation = FailedOperation { position, index: index.into(), id, error };
            outcome.rejected.push(Rejected { value, operation });
            return;
        }
        value.set_stamps(stamps);
        value.compute();
        let index = outcome.shared_index(&reply.index);
        let meta = Meta { index, id, routing, version, revision: reply.revision };
        outcome.saved.push(Doc::from_parts(value, meta));
    }
}
