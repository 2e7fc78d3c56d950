//! Requests and answers as plain data: what a [`Transport`](crate::transport::Transport) carries.

mod index_name;

use std::{borrow::Cow, error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, de::DeserializeOwned};

pub(crate) use self::index_name::{
    check_index_name, check_prefix, covers, is_date_math, may_be_one, names_of, with_prefix,
};
use crate::error::{Clean, Error, Result, ServerError, reading};

/// The HTTP method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks whether something is there.
    Head,
    /// Runs something, or creates under an id made by the server.
    Post,
    /// Creates or replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What sending a request twice would do. Decides, with the error, whether it may be retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Changes something, and a second time the same: a setting, or a document where
    /// [`Resend::Blindly`](crate::client::Resend::Blindly) says so.
    Idempotent,
    /// A second time does more, or fails: an id made by the server, a guarded write, a create. Sent again only when
    /// the first certainly did not arrive.
    Once,
}

/// What the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentType {
    /// One JSON value.
    Json,
    /// JSON values separated by newlines: `_bulk`, `_msearch`.
    Ndjson,
}

impl ContentType {
    /// The header's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// Kept as they are in a path segment; everything else is percent-encoded. `*` and `,` address several indices.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'*').remove(b',');

/// An absolute path of percent-encoded segments, none of which is empty, `.` or `..`.
///
/// URL parsers fold dot segments even when they are percent-encoded, so the document `..` of an index would address
/// the index itself. Such segments are refused here, for every transport.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestPath(String);

impl RequestPath {
    /// Joins raw (not yet encoded) segments.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a segment that is empty, or that is `.` or `..`, also percent-encoded.
    pub fn new(segments: &[&str]) -> Result<Self> {
        let mut path = String::with_capacity(segments.iter().map(|segment| segment.len() + 1).sum());
        for segment in segments {
            check_segment(segment)?;
            path.push('/');
            path.extend(utf8_percent_encode(segment, SEGMENT));
        }
        if path.is_empty() {
            path.push('/');
        }
        Ok(Self(path))
    }

    /// The encoded path, beginning with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The raw segments that it was joined from.
    pub(crate) fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|segment| percent_decode_str(segment).decode_utf8_lossy())
    }
}

impl fmt::Display for RequestPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a URL parser would fold this segment away, however often it is decoded on the way.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    if !segment.starts_with(['.', '%']) {
        return false;
    }
    let mut current = Cow::Borrowed(segment);
    loop {
        if matches!(&*current, "." | "..") {
            return true;
        }
        match percent_decode_str(&current).decode_utf8() {
            Ok(decoded) if decoded != current => current = Cow::Owned(decoded.into_owned()),
            _ => return false,
        }
    }
}

fn check_segment(segment: &str) -> Result<()> {
    if segment.is_empty() {
        return Err(Error::invalid("an empty name cannot be part of a request's path"));
    }
    if is_dot_segment(segment) {
        return Err(Error::invalid(format!(
            "`{segment}` cannot be part of a request's path: it would address something else"
        )));
    }
    Ok(())
}

/// A request, before any node is chosen.
#[derive(Debug, Clone)]
pub struct Request {
    method: Method,
    path: RequestPath,
    query: Vec<(&'static str, Cow<'static, str>)>,
    content: ContentType,
    body: Option<Bytes>,
    timeout: Option<Duration>,
    effect: Effect,
}

impl Request {
    /// A request without body, parameters or a time-out of its own.
    pub const fn new(method: Method, path: RequestPath, effect: Effect) -> Self {
        Self { method, path, query: Vec::new(), content: ContentType::Json, body: None, timeout: None, effect }
    }

    /// Adds a URL parameter; it is encoded on the way out.
    #[must_use]
    pub fn param(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Adds a URL parameter where there is a value.
    #[must_use]
    pub fn param_opt<V: Into<Cow<'static, str>>>(self, name: &'static str, value: Option<V>) -> Self {
        match value {
            Some(value) => self.param(name, value),
            None => self,
        }
    }

    /// A JSON body.
    #[must_use]
    pub fn json(mut self, body: impl Into<Bytes>) -> Self {
        self.content = ContentType::Json;
        self.body = Some(body.into());
        self
    }

    /// A body of JSON lines; it must end with a newline.
    #[must_use]
    pub fn ndjson(mut self, body: impl Into<Bytes>) -> Self {
        self.content = ContentType::Ndjson;
        self.body = Some(body.into());
        self
    }

    /// The time allowed for one attempt, instead of the client's.
    #[must_use]
    pub fn timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// The method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The encoded path.
    pub const fn path(&self) -> &RequestPath {
        &self.path
    }

    /// The URL parameters, not yet encoded.
    pub fn query(&self) -> &[(&'static str, Cow<'static, str>)] {
        &self.query
    }

    /// What the body is.
    pub const fn content_type(&self) -> ContentType {
        self.content
    }

    /// The body; cloning it shares the bytes.
    pub const fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// The time allowed for one attempt, where the call set one.
    pub const fn time_allowed(&self) -> Option<Duration> {
        self.timeout
    }

    /// What sending it twice would do.
    pub const fn effect(&self) -> Effect {
        self.effect
    }
}

/// Text of an answer, borrowed where it has no escapes. A `Cow` inside something else would always be a copy.
#[derive(Debug, Deserialize)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// An answer: status, headers (names in lower case), body.
#[derive(Debug, Clone)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Response {
    /// An answer.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into() }
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Whether the status is 2xx.
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The answer where it is a success, else the error that says what was being done to `index`.
    ///
    /// # Errors
    /// [`Error::Decode`] for a success that is not JSON: something else answers at the address.
    pub(crate) fn checked(self, index: &str, what: &str) -> Result<Self> {
        if !self.is_success() {
            return Err(Error::refused(ServerError::from_body(self.status, &self.body), index, what));
        }
        self.json().map_err(|problem| Error::decode(format!("the answer to {what} of index `{index}`"), problem))?;
        Ok(self)
    }

    /// That a change of `index` was taken.
    ///
    /// # Errors
    /// Those of [`checked`](Self::checked), and [`Error::Decode`] for a success that does not say so.
    pub(crate) fn acknowledged(self, index: &str, what: &str) -> Result<()> {
        #[derive(Deserialize)]
        struct Acknowledged {
            #[serde(rename = "acknowledged")]
            _by_all: bool,
        }

        let response = self.checked(index, what)?;
        response.parse(format!("the answer to {what} of index `{index}`")).map(|Acknowledged { .. }| ())
    }

    /// Whether there is what was asked for by `HEAD`, whose answer is a status and headers.
    ///
    /// # Errors
    /// [`Error::Decode`] for a status that something else than a server gave, by the kind of its content.
    pub(crate) fn is_there(&self, what: impl Into<Box<str>>) -> Result<bool> {
        match self.header("content-type") {
            Some(kind) if !kind.contains("json") => Err(Error::decode(what, NoJson::of_kind(kind))),
            _ => Ok(self.is_success()),
        }
    }

    /// The first header of that name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body.
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text. Checked once, so that the decoder need not check each string again.
    ///
    /// # Errors
    /// [`Error::Decode`] when it is not UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body).map_err(|source| Error::decode("the server's answer", source))
    }

    /// Reads the JSON of the answer; `what` names it in errors. Where it holds half characters (servers store and echo
    /// them), `read` is called once more, with U+FFFD for each.
    ///
    /// # Errors
    /// [`Error::Decode`] when it is no JSON, or not what `read` reads.
    pub(crate) fn read<R>(
        &self,
        what: impl Into<Box<str>>,
        read: impl FnMut(&str) -> serde_json::Result<R>,
    ) -> Result<R> {
        let json = match self.json() {
            Ok(json) => json,
            Err(problem) => return Err(Error::decode(what, problem)),
        };
        reading(json, read).map_err(|source| Error::decode(what, source))
    }

    /// Reads the JSON of the answer whole.
    ///
    /// # Errors
    /// Those of [`read`](Self::read).
    pub(crate) fn parse<R: DeserializeOwned>(&self, what: impl Into<Box<str>>) -> Result<R> {
        self.read(what, |json| serde_json::from_str(json))
    }

    /// The text of an answer that is JSON, by its first character.
    pub(crate) fn json(&self) -> Result<&str, Box<dyn StdError + Send + Sync>> {
        let text = std::str::from_utf8(&self.body)?;
        if text.trim_ascii_start().starts_with(['{', '[']) {
            return Ok(text);
        }
        Err(NoJson { kind: self.header("content-type").map(Into::into), text: text.trim().into() }.into())
    }
}

/// An answer that no server gives.
#[derive(Debug)]
struct NoJson {
    kind: Option<Box<str>>,
    text: Box<str>,
}

impl NoJson {
    fn of_kind(kind: &str) -> Self {
        Self { kind: Some(kind.into()), text: "".into() }
    }
}

impl StdError for NoJson {}

impl fmt::Display for NoJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is no JSON")?;
        if let Some(kind) = &self.kind {
            write!(f, ", but {}", Clean(kind))?;
        }
        if !self.text.is_empty() {
            let begin: String = self.text.chars().take(200).collect();
            write!(f, " that begins with `{}`", Clean(begin))?;
        }
        f.write_str("; does something else answer at the address, such as a proxy or its login page?")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_in_any_script_are_encoded() {
        let path = RequestPath::new(&["cities", "_doc", "Zürich/1 %"]).unwrap();
        assert_eq!(path.as_str(), "/cities/_doc/Z%C3%BCrich%2F1%20%25");
    }

    #[test]
    fn dot_segments_are_refused_raw_and_encoded_any_number_of_times() {
        for segment in [".", "..", "%2e", "%2E%2e", ".%2E", "%252e%252e", "%25252e"] {
            let error = RequestPath::new(&["cities", "_doc", segment]).unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{segment}");
        }
    }

    #[test]
    fn dots_within_a_longer_segment_are_fine() {
        assert_eq!(RequestPath::new(&["...", "a..b", ".x"]).unwrap().as_str(), "/.../a..b/.x");
    }

    #[test]
    fn an_empty_segment_is_refused() {
        assert!(RequestPath::new(&["cities", "_doc", ""]).is_err());
    }

    #[test]
    fn a_path_gives_back_the_segments_that_it_was_joined_from() {
        let segments = ["cities", "_doc", "Zürich/1 % _search"];
        let path = RequestPath::new(&segments).unwrap();
        assert_eq!(path.segments().collect::<Vec<_>>(), segments);
    }

    #[test]
    fn no_segments_are_the_root() {
        assert_eq!(RequestPath::new(&[]).unwrap().as_str(), "/");
    }
}
