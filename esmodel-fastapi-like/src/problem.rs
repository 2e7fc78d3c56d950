//! What is wrong, as RFC 9457 writes it. It decides what of an error the outside may see.

mod status;

use std::{borrow::Cow, error::Error as StdError, fmt, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use esmodel::Error;
use serde_json::{Map, Value};

/// An answer that says what is wrong: `application/problem+json` with `title` (the status in words), `status`,
/// `detail`, and members of its own.
///
/// The extractors refuse requests with it, and every [`esmodel::Error`] turns into it, so handlers return
/// `Result<_, Problem>` and use `?`:
///
/// | error | status |
/// |---|---|
/// | `NotFound` | 404 |
/// | `Conflict` | 409 |
/// | `Validation` | 422, with `violations`: the `path` and `message` of each |
/// | `Invalid`, `Encode`, a document that the mapping refuses | 400 |
/// | `Server`: too many requests, or not available | 503, with `Retry-After` |
/// | `Server`: other refusals; `Decode` | 502; the server's 404, 409, 504 are kept |
/// | `Bulk` | that of its items, and of what stopped it, where they agree, else 502 |
/// | `Unreachable`, `CircuitOpen` | 503, with `Retry-After` |
/// | `Timeout` | 504 |
/// | `Unsupported` | 501 |
/// | `MappingMismatch` | 500 |
///
/// From 500 on, `detail` is a fixed sentence: addresses, names of indices and the server's words stay inside. They are
/// not lost: the answer carries the error as an extension, `response.extensions().get::<Arc<esmodel::Error>>()`, for a
/// middleware that logs.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    detail: Cow<'static, str>,
    members: Map<String, Value>,
    retry_after: Option<Duration>,
    cause: Option<Arc<Error>>,
}

impl Problem {
    /// A problem of one's own; `detail` is sent as it is.
    pub fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, detail: detail.into(), members: Map::new(), retry_after: None, cause: None }
    }

    /// The problem that a lazy property of the answer could not be loaded. It is never the request's fault.
    pub(crate) fn behind(error: Arc<Error>) -> Self {
        let mut problem = status::behind(&error);
        problem.cause = Some(error);
        problem
    }

    /// Adds a member that machines can read, such as `("parameter", "_page")`. Those of the standard (`type`, `title`,
    /// `status`, `detail`) win over one of the same name.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }

    /// Says when it is worth another try: the header `Retry-After`, in whole seconds.
    #[must_use]
    pub const fn retry_after(mut self, pause: Duration) -> Self {
        self.retry_after = Some(pause);
        self
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong, in words that may be seen outside.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The error behind it, with all that it knows.
    pub fn cause(&self) -> Option<&Error> {
        self.cause.as_deref()
    }

    /// The status in words, as RFC 9457 wants it where `type` is `about:blank`.
    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Unknown")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.title(), self.detail)
    }
}

impl StdError for Problem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let cause: &(dyn StdError + 'static) = self.cause.as_deref()?;
        Some(cause)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.title();
        let mut body = self.members;
        body.insert("type".into(), "about:blank".into());
        body.insert("title".into(), title.into());
        body.insert("status".into(), self.status.as_u16().into());
        body.insert("detail".into(), self.detail.into_owned().into());
        let mut response = Response::new(Body::from(Value::Object(body).to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(pause) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(pause.as_secs()));
        }
        if let Some(cause) = self.cause {
            response.extensions_mut().insert(cause);
        }
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let mut problem = status::of(&error);
        problem.cause = Some(Arc::new(error));
        problem
    }
}
