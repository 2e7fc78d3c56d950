//! The one error type: a variant for each thing that a caller may want to do next.
//!
//! Servers' errors are told apart by `error.type` and status, never by their text.

mod bulk;
mod conflict;
mod server;
mod text;
mod validation;

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

pub(crate) use bulk::Refusal;
pub use bulk::{BulkError, FailedOperation, UnansweredOperation};
pub use conflict::ConflictError;
pub(crate) use conflict::DeletedSoftly;
use conflict::WAY_OUT;
pub(crate) use server::Cause;
pub use server::ServerError;
pub(crate) use text::{Clean, mended, reading};
pub use validation::{ValidationError, Violation, Violations};

/// What a fallible call of esmodel returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn StdError + Send + Sync + 'static>;

/// Everything that can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such document, or no such index.
    #[error("{0}")]
    NotFound(Box<NotFound>),
    /// Somebody else wrote or deleted the document since it was loaded, or it exists already.
    #[error("{0}")]
    Conflict(Box<ConflictError>),
    /// The model does not fit the index as it is deployed.
    #[error("{0}")]
    MappingMismatch(Box<MappingMismatch>),
    /// The value breaks rules of its model; nothing was sent.
    #[error("{0}")]
    Validation(Box<ValidationError>),
    /// Some operations of a bulk failed, or have no answer; the others stay applied.
    #[error("{0}")]
    Bulk(Box<BulkError>),
    /// The server refused the request.
    #[error("{0}")]
    Server(Box<ServerError>),
    /// No answer within the time allowed. A write may or may not have been applied.
    #[error("no answer from {node} within {}", Seconds(*after))]
    Timeout {
        /// The node that was asked.
        node: Box<str>,
        /// The time that was allowed.
        after: Duration,
    },
    /// No node could be reached, or the connection broke.
    #[error("{0}")]
    Unreachable(Box<Unreachable>),
    /// The node's circuit breaker is open: it failed too often just now, so nothing was sent.
    #[error("circuit breaker of {node} is open after repeated failures; nothing was sent")]
    CircuitOpen {
        /// The node whose breaker is open.
        node: Box<str>,
    },
    /// The server's product or version cannot do this; nothing was sent.
    #[error("{0}")]
    Unsupported(Box<Unsupported>),
    /// A document or query could not be written as JSON; nothing was sent.
    #[error("cannot encode {what}: {source}")]
    Encode {
        /// What was being written.
        what: Box<str>,
        /// Why it failed.
        source: Source,
    },
    /// The server's answer could not be read.
    #[error("cannot decode {}: {}", Clean(what), Clean(source))]
    Decode {
        /// What was being read.
        what: Box<str>,
        /// Why it failed.
        source: Source,
    },
    /// The call itself is wrong (a bad id, index name, page, option, address); nothing was sent.
    #[error("{0}")]
    Invalid(Box<str>),
    /// An error of the user's own code, such as that of a lazy property's function.
    #[error(transparent)]
    Custom(Source),
}

impl Error {
    /// A document or query that cannot be written.
    pub(crate) fn encode(what: impl Into<Box<str>>, source: impl Into<Source>) -> Self {
        Self::Encode { what: what.into(), source: source.into() }
    }

    /// An answer that cannot be read.
    pub(crate) fn decode(what: impl Into<Box<str>>, source: impl Into<Source>) -> Self {
        Self::Decode { what: what.into(), source: source.into() }
    }

    /// A wrong call; `message` says what is wrong and what to write instead.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into().into_boxed_str())
    }

    /// A document that is not there.
    pub(crate) fn not_found(index: &str, id: &str) -> Self {
        Self::NotFound(Box::new(NotFound::document(index, id)))
    }

    /// A document that is not there, by the answer of the index `behind` an alias.
    pub(crate) fn not_found_behind(alias: &str, behind: &str, id: &str) -> Self {
        Self::NotFound(Box::new(NotFound { behind: Some(behind.into()), ..NotFound::document(alias, id) }))
    }

    /// A document that is not to be seen, and would be in the way of a write.
    pub(crate) fn deleted_softly(index: &str, id: &str) -> Self {
        Self::NotFound(Box::new(NotFound { is_deleted_softly: true, ..NotFound::document(index, id) }))
    }

    /// An index that is not there.
    pub(crate) fn index_not_found(index: &str) -> Self {
        Self::NotFound(Box::new(NotFound {
            index: index.into(),
            id: None,
            behind: None,
            is_deleted_softly: false,
            may_be_routed: false,
        }))
    }

    /// A refusal of something that was done to `index`; a missing index is told apart.
    pub(crate) fn refused(error: ServerError, index: &str, what: impl fmt::Display) -> Self {
        if error.kind() == "index_not_found_exception" {
            return Self::index_not_found(error.index().unwrap_or(index));
        }
        Self::Server(Box::new(error.during(format_args!("{what} of index `{index}`"))))
    }

    /// An error of the user's own code. One that is an [`Error`] already stays what it is.
    pub fn custom(source: impl Into<Source>) -> Self {
        match source.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(source) => Self::Custom(source),
        }
    }

    /// The error of the user's own code inside, where it is an `E`: what the function of a lazy property returned, as
    /// [`Lazy::error`](crate::model::Lazy::error) or `value()?` hand it on, or what a `before_save` or `after_load` did.
    /// Of a bulk it is the first such error; [`FailedOperation::cause`] has that of each operation.
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        let mut current: &(dyn StdError + 'static) = match self {
            Self::Custom(source) => &**source,
            Self::Bulk(error) => {
                return error.failed_operations().iter().find_map(|failed| failed.cause()?.downcast_ref());
            }
            other => other.source()?,
        };
        loop {
            if let Some(found) = current.downcast_ref::<E>() {
                return Some(found);
            }
            // An error that was wrapped once more stands in an `Arc`, or is one of ours.
            current = match (current.downcast_ref::<Arc<Self>>(), current.downcast_ref::<Self>()) {
                (Some(shared), _) => return shared.downcast_ref(),
                (_, Some(error)) => return error.downcast_ref(),
                _ => current.source()?,
            };
        }
    }

    /// The same failure once more: what several requests that went out as one all met. Only those kinds are there
    /// that a request which brought no answer can have.
    pub(crate) fn of_no_answer(&self) -> Self {
        match self {
            Self::Timeout { node, after } => Self::Timeout { node: node.clone(), after: *after },
            Self::Unreachable(unreachable) => Self::Unreachable(unreachable.clone()),
            Self::CircuitOpen { node } => Self::CircuitOpen { node: node.clone() },
            Self::Server(error) => Self::Server(error.clone()),
            Self::Decode { what, source } => Self::decode(what.clone(), source.to_string()),
            other => Self::Invalid(other.to_string().into()),
        }
    }

    /// Whether the document or the index is not there.
    pub const fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound(_))
    }

    /// Whether somebody else changed the document first, or it exists already.
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }

    /// Whether the same call may succeed a little later. This is the only list of such errors; a retry also needs
    /// the request's [`Effect`](crate::wire::Effect).
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Timeout { .. } | Self::Unreachable(_) | Self::CircuitOpen { .. } => true,
            Self::Server(error) => error.is_transient(),
            _ => false,
        }
    }

    /// Whether a write that failed so may have been carried out all the same.
    pub(crate) fn may_have_been_applied(&self) -> bool {
        match self {
            Self::Timeout { .. } | Self::Decode { .. } => true,
            Self::Unreachable(error) => error.may_have_been_sent(),
            // A proxy says so also after the server has begun; and who knows where a server broke.
            Self::Server(error) => error.status() >= 500,
            _ => false,
        }
    }

    /// The HTTP status that the server answered with, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::NotFound(_) => Some(404),
            Self::Conflict(_) => Some(409),
            Self::Server(error) => Some(error.status()),
            _ => None,
        }
    }
}

/// What was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    index: Box<str>,
    id: Option<Box<str>>,
    is_deleted_softly: bool,
    /// The index that answered, where an alias was asked.
    behind: Option<Box<str>>,
    /// Whether it may lie under a routing that the call did not say.
    may_be_routed: bool,
}

impl NotFound {
    fn document(index: &str, id: &str) -> Self {
        Self { index: index.into(), id: Some(id.into()), behind: None, is_deleted_softly: false, may_be_routed: false }
    }

    /// The document may lie under a routing that the call did not say.
    pub(crate) fn perhaps_elsewhere(self) -> Self {
        Self { may_be_routed: true, ..self }
    }

    /// The index (or alias) that was asked; the one that is missing, where several were.
    pub const fn index(&self) -> &str {
        &self.index
    }

    /// The document's id; `None` when the index itself is missing.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Whether the document is there, [deleted softly](crate::model::soft_delete), as `modify` and `delete` tell. What
    /// reads does not: to it such a document is not there.
    pub const fn is_deleted_softly(&self) -> bool {
        self.is_deleted_softly
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, id, behind, is_deleted_softly, may_be_routed } = self;
        let (index, id, behind) = (Clean(index), id.as_ref().map(Clean), behind.as_ref().map(Clean));
        match (&id, &behind) {
            (Some(id), _) if *is_deleted_softly => {
                write!(f, "document `{id}` of index `{index}` is deleted softly: {WAY_OUT}")
            }
            (Some(id), Some(behind)) => write!(
                f,
                "no document `{id}` in index `{behind}`, where the alias `{index}` leads writes; if it stands for several \
                 indices, say which one by `.index(..)`, or search for the id"
            ),
            (Some(id), None) if *may_be_routed => write!(
                f,
                "no document `{id}` in index `{index}` where ids lead by themselves; its model is routed, so say where it lies: \
                 `.routing(..)`, which of a `join` child is the id of its parent"
            ),
            (Some(id), None) => write!(f, "no document `{id}` in index `{index}`"),
            (None, _) if index.0.contains('*') => write!(
                f,
                "no index matches `{index}`; `es.schema::<Model>().for_document(&value).apply()` makes the first one"
            ),
            (None, _) => write!(
                f,
                "no index `{index}`; `es.schema::<Model>().apply()` creates it, or `.for_document(&value).apply()` where \
                 `index_for` names it"
            ),
        }
    }
}

/// What a server cannot do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    what: Box<str>,
    server: Box<str>,
}

impl Unsupported {
    /// `what` cannot be done by `server` (a dialect).
    pub(crate) fn new(what: impl fmt::Display, server: impl fmt::Display) -> Self {
        Self { what: what.to_string().into(), server: server.to_string().into() }
    }

    /// What was asked for.
    pub const fn what(&self) -> &str {
        &self.what
    }

    /// Product and version of the server.
    pub const fn server(&self) -> &str {
        &self.server
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has no {}", self.server, self.what)
    }
}

impl From<Unsupported> for Error {
    fn from(unsupported: Unsupported) -> Self {
        Self::Unsupported(Box::new(unsupported))
    }
}

/// A connection that could not be made, or broke.
#[derive(Debug, Clone)]
pub struct Unreachable {
    node: Box<str>,
    sent: bool,
    source: Arc<dyn StdError + Send + Sync + 'static>,
}

impl Unreachable {
    /// `node` could not be reached; `sent` says whether the request may have arrived.
    pub(crate) fn new(node: &str, sent: bool, source: impl Into<Source>) -> Self {
        Self { node: node.into(), sent, source: Arc::from(source.into()) }
    }

    /// The node's address, without credentials.
    pub const fn node(&self) -> &str {
        &self.node
    }

    /// Whether the request may have reached the server before the connection broke.
    pub const fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// The cause.
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.source
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sent {
            return write!(f, "the connection to {} broke: {}", self.node, Clean(&self.source));
        }
        write!(
            f,
            "cannot connect to {}; is Elasticsearch or OpenSearch running there? ({})",
            self.node,
            Clean(&self.source)
        )
    }
}

impl From<Unreachable> for Error {
    fn from(unreachable: Unreachable) -> Self {
        Self::Unreachable(Box::new(unreachable))
    }
}

/// Where model and index differ in a way that the call was not allowed to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingMismatch {
    index: Box<str>,
    fields: Vec<FieldMismatch>,
    advice: Advice,
}

/// What to do where the index does not fit the model. Printed, it is a sentence that names calls of this library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// A live index cannot be changed so: the model goes back, or the documents go into a new index.
    Rebuild,
    /// [`Apply::allow_close`](crate::index::Apply::allow_close) changes it.
    AllowClose,
    /// The mode [`Extend`](crate::index::Mode::Extend) changes it.
    Extend,
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rebuild => {
                "change the model back, or load the documents into a new index; an index that a save made before \
                 `apply()` has a mapping of the server's guess: delete it"
            }
            Self::AllowClose => "`apply().allow_close()` closes the index for a moment to change that",
            Self::Extend => "`apply()` in the mode `Extend` makes the index fit",
        })
    }
}

/// One field or setting that is another in the index than in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMismatch {
    /// The full dotted path of the field, or the name of the setting.
    pub path: String,
    /// The parameter that differs; `None` where the field as a whole does.
    pub param: Option<String>,
    /// What the index has: a kind such as `long`, or a value.
    pub deployed: String,
    /// What the model wants.
    pub declared: String,
    /// The indices that differ so, where several were asked and it is not all of them; empty otherwise.
    pub indices: Vec<String>,
}

impl fmt::Display for FieldMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, param, deployed, declared, indices } = self;
        let place = if indices.is_empty() { "the index".to_owned() } else { format!("`{}`", indices.join("`, `")) };
        match param {
            None => write!(f, "`{path}` is {deployed} in {place} and {declared} in the model"),
            Some(param) => write!(f, "`{path}` has {param} `{deployed}` in {place} and `{declared}` in the model"),
        }
    }
}

impl MappingMismatch {
    /// The differences found in `index`, and what to do about them.
    pub(crate) fn new(index: &str, fields: Vec<FieldMismatch>, advice: Advice) -> Self {
        Self { index: index.into(), fields, advice }
    }

    /// The index.
    pub const fn index(&self) -> &str {
        &self.index
    }

    /// What to do about it.
    pub const fn advice(&self) -> Advice {
        self.advice
    }

    /// Every field that differs.
    pub fn fields(&self) -> &[FieldMismatch] {
        &self.fields
    }
}

/// Several lines: one for each field that differs, then the advice.
impl fmt::Display for MappingMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the model does not fit index `{}`:", self.index)?;
        self.fields.iter().try_for_each(|field| write!(f, "\n    {field}"))?;
        write!(f, "\n  {}", self.advice)
    }
}

impl From<MappingMismatch> for Error {
    fn from(mismatch: MappingMismatch) -> Self {
        Self::MappingMismatch(Box::new(mismatch))
    }
}

/// Seconds with up to three decimals, without trailing zeros.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_small_enough_to_return_by_value() {
        assert!(size_of::<Error>() <= 40, "{}", size_of::<Error>());
    }

    #[test]
    fn a_missing_document_names_index_and_id() {
        let error = Error::not_found("cities", "Zürich/1");
        assert_eq!(error.to_string(), "no document `Zürich/1` in index `cities`");
        assert!(error.is_not_found());
    }

    #[test]
    fn a_time_out_is_transient_and_a_bad_call_is_not() {
        assert!(Error::Timeout { node: "n".into(), after: Duration::from_secs(30) }.is_transient());
        assert!(!Error::invalid("page is 0").is_transient());
    }
}
