//! One write of one document: how it is sent, and what its answer means.

use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    address::Address,
    asked::{ActionKind, Verdict},
    reply::{WriteReply, read_items},
};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{ConflictError, DeletedSoftly, Error, Result, ServerError},
    model::{DocVersion, ModelDefinition},
    wire::{Effect, Method, Request, RequestPath, Response, is_date_math},
};

/// What a write expects to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Anything or nothing.
    None,
    /// Nothing.
    Absent,
    /// That version.
    At(DocVersion),
}

/// What is done to the document.
#[derive(Debug, Clone)]
pub(super) enum Action {
    /// It is stored, whole: its `_source`.
    Index(Vec<u8>),
    /// It is changed in part: the body of an update.
    Update(Vec<u8>),
    /// It is removed.
    Delete,
}

impl Action {
    const fn kind(&self, guard: Guard) -> ActionKind {
        match (self, guard) {
            (Self::Index(_), Guard::Absent) => ActionKind::Create,
            (Self::Index(_), _) => ActionKind::Index,
            (Self::Update(_), _) => ActionKind::Update,
            (Self::Delete, _) => ActionKind::Delete,
        }
    }
}

/// Parameters that every write has.
#[derive(Debug, Clone, Default)]
pub(super) struct WriteOptions {
    pub(super) refresh: Option<Refresh>,
    pub(super) pipeline: Option<String>,
}

/// What a write made.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) index: Arc<str>,
    pub(crate) id: Box<str>,
    pub(crate) version: Option<DocVersion>,
    pub(crate) revision: Option<u64>,
    /// What is stored now, where an update was asked for it.
    pub(crate) source: Option<Box<RawValue>>,
}

impl Written {
    /// What a reply tells; `index` is the one that it names, perhaps shared with other replies.
    pub(crate) fn of(reply: &WriteReply<'_>, index: Arc<str>) -> Result<Self> {
        let Some(id) = reply.id() else {
            return Err(Error::decode("the answer to a write", "it has no `_id`"));
        };
        Ok(Self {
            index,
            id: id.into(),
            version: reply.version(),
            revision: reply.revision(),
            source: reply.source().map(ToOwned::to_owned),
        })
    }
}

/// Sends one write of a document of `T` whose id is known.
pub(super) async fn write<T: ModelDefinition>(
    es: &dyn Runner,
    action: Action,
    at: &Address<'_>,
    guard: Guard,
    options: &WriteOptions,
) -> Result<Written> {
    send(es, action, at, guard, options).await.map_err(|error| match error {
        Error::Conflict(conflict) if T::DELETED_AT.is_some() => {
            Error::Conflict(Box::new(conflict.deleted_softly(DeletedSoftly::Perhaps)))
        }
        Error::NotFound(missing) if at.may_lead_astray::<T>() => Error::NotFound(Box::new(missing.perhaps_elsewhere())),
        error => error,
    })
}

async fn send(
    es: &dyn Runner,
    action: Action,
    at: &Address<'_>,
    guard: Guard,
    options: &WriteOptions,
) -> Result<Written> {
    let effect = if guard == Guard::None { Effect::Idempotent } else { Effect::Once };
    let outcome = Outcome { at, guard, kind: action.kind(guard), id: Some(&at.id) };
    let request =
        if at.needs_body() { as_bulk(&action, at, guard, effect)? } else { alone(action, at, guard, effect)? };
    let request = options.apply(request, es);
    let response = es.run(request).await?;
    if at.needs_body() { outcome.of_bulk(&response) } else { outcome.of(&response) }
}

/// Sends a document that has no id yet; the server makes one.
pub(super) async fn write_new(
    es: &dyn Runner,
    index: &str,
    routing: Option<&str>,
    source: Vec<u8>,
    options: &WriteOptions,
) -> Result<Written> {
    let path = RequestPath::new(&[index, "_doc"])?;
    let request =
        Request::new(Method::Post, path, Effect::Once).param_opt("routing", routing.map(str::to_owned)).json(source);
    let response = es.run(options.apply(request, es)).await?;
    let at = Address { index: index.into(), id: "".into(), routing: None };
    Outcome { at: &at, guard: Guard::None, kind: ActionKind::Index, id: None }.of(&response)
}

impl WriteOptions {
    fn apply(&self, request: Request, es: &dyn Runner) -> Request {
        let refresh = self.refresh.unwrap_or_else(|| es.client().refresh());
        request.param_opt("refresh", refresh.as_param()).param_opt("pipeline", self.pipeline.clone())
    }
}

fn alone(action: Action, at: &Address<'_>, guard: Guard, effect: Effect) -> Result<Request> {
    let (method, kind, source) = match action {
        Action::Index(source) if guard == Guard::Absent => (Method::Put, "_create", Some(source)),
        Action::Index(source) => (Method::Put, "_doc", Some(source)),
        Action::Update(body) => (Method::Post, "_update", Some(body)),
        Action::Delete => (Method::Delete, "_doc", None),
    };
    let path = RequestPath::new(&[&at.index, kind, &at.id])?;
    let mut request = Request::new(method, path, effect).param_opt("routing", at.routing.as_deref().map(str::to_owned));
    if let Guard::At(version) = guard {
        request = request
            .param("if_seq_no", version.seq_no.to_string())
            .param("if_primary_term", version.primary_term.to_string());
    }
    Ok(match source {
        Some(source) => request.json(source),
        None => request,
    })
}

/// The action line of one item in a bulk.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct ActionMeta<'a> {
    #[serde(rename = "_index")]
    pub(crate) index: &'a str,
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) routing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) if_seq_no: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) if_primary_term: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pipeline: Option<&'a str>,
}

impl<'a> ActionMeta<'a> {
    /// A write of `id`, or of a document whose id the server makes.
    pub(crate) const fn new(index: &'a str, id: Option<&'a str>, routing: Option<&'a str>, guard: Guard) -> Self {
        let (if_seq_no, if_primary_term) = match guard {
            Guard::At(version) => (Some(version.seq_no), Some(version.primary_term)),
            Guard::None | Guard::Absent => (None, None),
        };
        Self { index, id, routing, if_seq_no, if_primary_term, pipeline: None }
    }
}

/// One action line of a bulk, by its name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ActionLine<'a> {
    Index(ActionMeta<'a>),
    Create(ActionMeta<'a>),
    Update(ActionMeta<'a>),
    Delete(ActionMeta<'a>),
}

impl<'a> ActionLine<'a> {
    /// That of a whole document.
    pub(crate) fn store(meta: ActionMeta<'a>, guard: Guard) -> Self {
        if guard == Guard::Absent { Self::Create(meta) } else { Self::Index(meta) }
    }

    /// Appends the line, newline included.
    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        serde_json::to_writer(&mut *out, self).map_err(|source| Error::encode("an action of a bulk", source))?;
        out.push(b'\n');
        Ok(())
    }
}

/// The same write as a bulk of one, for ids that cannot stand in a URL.
fn as_bulk(action: &Action, at: &Address<'_>, guard: Guard, effect: Effect) -> Result<Request> {
    let meta = ActionMeta::new(&at.index, Some(&at.id), at.routing.as_deref(), guard);
    let mut body = Vec::new();
    match action {
        Action::Delete => ActionLine::Delete(meta).write(&mut body)?,
        Action::Index(source) => {
            ActionLine::store(meta, guard).write(&mut body)?;
            body.extend_from_slice(source);
            body.push(b'\n');
        }
        Action::Update(update) => {
            ActionLine::Update(meta).write(&mut body)?;
            body.extend_from_slice(update);
            body.push(b'\n');
        }
    }
    Ok(Request::new(Method::Post, RequestPath::new(&["_bulk"])?, effect).ndjson(Bytes::from(body)))
}

/// Reads answers to one write.
struct Outcome<'a> {
    at: &'a Address<'a>,
    guard: Guard,
    kind: ActionKind,
    /// `None` where the server is to make one.
    id: Option<&'a str>,
}

impl Outcome<'_> {
    fn of(&self, response: &Response) -> Result<Written> {
        let status = response.status();
        // A delete of an absent document is 404 with the body of a success.
        if !response.is_success() && (status != 404 || self.kind != ActionKind::Delete) {
            return Err(self.refused(ServerError::from_body(status, response.body())));
        }
        let read = response.read("the answer to a write", |json| {
            serde_json::from_str::<WriteReply<'_>>(json).map(|reply| self.judge(self.kind, reply, status))
        });
        match read {
            Ok(outcome) => outcome,
            Err(_) if !response.is_success() => Err(self.refused(ServerError::from_body(status, response.body()))),
            Err(error) => Err(error),
        }
    }

    fn of_bulk(&self, response: &Response) -> Result<Written> {
        if !response.is_success() {
            return Err(self.refused(ServerError::from_body(response.status(), response.body())));
        }
        let mut outcome = None;
        let items = read_items(response, |_, kind, reply| {
            let status = reply.status;
            outcome = Some(self.judge(kind, reply, status));
        })?;
        match outcome {
            Some(outcome) if items == 1 => outcome,
            _ => Err(Error::decode("the answer to a write", format!("it holds {items} items instead of 1"))),
        }
    }

    /// What became of the write, by an answer to `kind`.
    fn judge(&self, kind: ActionKind, mut reply: WriteReply<'_>, status: u16) -> Result<Written> {
        if kind != self.kind || self.id.is_some_and(|id| reply.id() != Some(id)) {
            let asked = self.id.unwrap_or("(id made by the server)");
            let told = reply.id().unwrap_or("(none)");
            return Err(Error::decode(
                format!("the answer to a write of document `{asked}`"),
                format!(
                    "it is about document `{told}`; perhaps an ingest pipeline changes ids, which esmodel cannot follow"
                ),
            ));
        }
        match kind.verdict(&mut reply, status)? {
            Verdict::Done => Written::of(&reply, (*reply.index).into()),
            Verdict::NotThere => Err(self.not_found(&reply)),
            Verdict::Refused(error) => Err(self.refused(error)),
        }
    }

    /// The reply names the index that was looked into: another one behind an alias.
    fn not_found(&self, reply: &WriteReply<'_>) -> Error {
        let Address { index, id, .. } = self.at;
        if *reply.index == **index || is_date_math(index) {
            return Error::not_found(index, id);
        }
        Error::not_found_behind(index, &reply.index, id)
    }

    fn refused(&self, error: ServerError) -> Error {
        let Address { index, id, .. } = self.at;
        // An update finds nothing where a guarded write or delete says conflict.
        if error.is_version_conflict() || error.kind() == "document_missing_exception" {
            let expected = match self.guard {
                Guard::At(version) => Some(version.pair()),
                Guard::None | Guard::Absent => None,
            };
            return Error::Conflict(Box::new(ConflictError::new(index, id, expected, error.current_version())));
        }
        Error::refused(error, index, format_args!("a write of document `{id}`"))
    }
}
