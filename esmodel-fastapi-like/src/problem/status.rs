//! Which status each error has, and what of it may be seen outside. Decided by kind and status, never by an error's
//! text.

use std::{borrow::Cow, time::Duration};

use axum::http::StatusCode;
use esmodel::{
    Error,
    error::{BulkError, ConflictError, ServerError, ValidationError},
};
use serde_json::{Value, json};

use super::Problem;

/// When another try is worth it: as long as a circuit breaker stays open unless set otherwise.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// What servers call a document that the mapping refuses: Elasticsearch from 8.8 on, all others, a strict mapping.
const REFUSED_DOCUMENT: &[&str] =
    &["document_parsing_exception", "mapper_parsing_exception", "strict_dynamic_mapping_exception"];

/// The problem that an error is to the outside, without the error itself.
pub(super) fn of(error: &Error) -> Problem {
    match error {
        Error::NotFound(missing) => match missing.id() {
            Some(id) => Problem::new(StatusCode::NOT_FOUND, format!("there is no document `{id}`")),
            None => Problem::new(StatusCode::NOT_FOUND, "there are no such documents"),
        },
        Error::Conflict(conflict) => Problem::new(StatusCode::CONFLICT, conflict_detail(conflict)),
        Error::Invalid(message) => Problem::new(StatusCode::BAD_REQUEST, message.to_string()),
        Error::Validation(invalid) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "the document breaks rules")
            .member("violations", violations(invalid)),
        Error::Encode { .. } => Problem::new(StatusCode::BAD_REQUEST, error.to_string()),
        Error::Server(refusal) => with_status(server_status(refusal), refused_detail(refusal)),
        Error::Bulk(bulk) => with_status(bulk_status(bulk), Some(bulk_detail(bulk))),
        Error::Timeout { .. } => with_status(StatusCode::GATEWAY_TIMEOUT, None),
        Error::Unreachable(_) | Error::CircuitOpen { .. } => with_status(StatusCode::SERVICE_UNAVAILABLE, None),
        Error::Decode { .. } => with_status(StatusCode::BAD_GATEWAY, None),
        Error::Unsupported(_) => with_status(StatusCode::NOT_IMPLEMENTED, None),
        // `Error` may grow: what is not known here is nobody's business outside.
        _ => with_status(StatusCode::INTERNAL_SERVER_ERROR, None),
    }
}

/// The problem that an error is to the outside where the request did not cause it.
pub(super) fn behind(error: &Error) -> Problem {
    let problem = of(error);
    if problem.status.is_server_error() { problem } else { with_status(StatusCode::INTERNAL_SERVER_ERROR, None) }
}

/// `detail` is seen below 500 only.
fn with_status(status: StatusCode, detail: Option<String>) -> Problem {
    let fixed = match status {
        StatusCode::BAD_REQUEST => "the document does not fit",
        StatusCode::NOT_FOUND => "there is no such thing",
        StatusCode::CONFLICT => "somebody else was faster",
        StatusCode::NOT_IMPLEMENTED => "the search engine behind this cannot do that",
        StatusCode::BAD_GATEWAY => "the search engine behind this refused, or was not understood",
        StatusCode::SERVICE_UNAVAILABLE => "the search engine behind this is not available",
        StatusCode::GATEWAY_TIMEOUT => "the search engine behind this did not answer in time",
        _ => "something is wrong behind this",
    };
    let detail = detail.filter(|_| !status.is_server_error()).map_or(Cow::Borrowed(fixed), Cow::Owned);
    let problem = Problem::new(status, detail);
    if status == StatusCode::SERVICE_UNAVAILABLE { problem.retry_after(RETRY_AFTER) } else { problem }
}

fn server_status(refusal: &ServerError) -> StatusCode {
    match refusal.status() {
        400 if REFUSED_DOCUMENT.contains(&refusal.kind()) => StatusCode::BAD_REQUEST,
        404 => StatusCode::NOT_FOUND,
        409 => StatusCode::CONFLICT,
        429 | 503 => StatusCode::SERVICE_UNAVAILABLE,
        504 => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// The field that a document was refused for, where the server tells.
fn refused_detail(refusal: &ServerError) -> Option<String> {
    refusal.field().map(|field| format!("the document does not fit: see its field `{field}`"))
}

/// Each broken rule: `{"path": .., "message": ..}`.
fn violations(invalid: &ValidationError) -> Value {
    let violations = invalid.violations().iter();
    violations.map(|broken| json!({"path": broken.path(), "message": broken.message()})).collect()
}

/// The status of all failed items, and of a request that failed as a whole, where they have the same; mixed failures
/// are the server's.
fn bulk_status(bulk: &BulkError) -> StatusCode {
    let refused = bulk.failed_operations().iter();
    let refused = refused.map(|failed| failed.error().map_or(StatusCode::BAD_REQUEST, server_status));
    let mut all = refused.chain(bulk.cause().map(|cause| of(cause).status));
    let first = all.next().unwrap_or(StatusCode::BAD_GATEWAY);
    if all.all(|status| status == first) { first } else { StatusCode::BAD_GATEWAY }
}

fn bulk_detail(bulk: &BulkError) -> String {
    let failed = bulk.failed_operations().len() + bulk.unanswered_operations().len();
    format!("{failed} of {} operations failed; the others stay applied", bulk.total())
}

fn conflict_detail(conflict: &ConflictError) -> String {
    let id = conflict.id();
    match conflict.expected() {
        None => format!("document `{id}` exists already"),
        Some(_) => format!("document `{id}` was changed by somebody else: read it again"),
    }
}
