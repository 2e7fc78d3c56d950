//! What a server says when it refuses: the error body, read once.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::{Value, value::RawValue};

use super::text::{Clean, reading};

/// A refusal by the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerError {
    status: u16,
    kind: Box<str>,
    reason: Box<str>,
    root_cause: Option<Box<str>>,
    /// The index that it is about, where the server says.
    index: Option<Box<str>>,
    context: Box<str>,
}

impl ServerError {
    /// A refusal put together by hand: of one item in a bulk, or of an answer that is not JSON.
    pub(crate) fn new(status: u16, kind: &str, reason: &str) -> Self {
        Self { status, kind: kind.into(), reason: reason.into(), root_cause: None, index: None, context: "".into() }
    }

    /// Reads the error body of an answer, whatever answered: a server, a cloud's gateway, a proxy. A body that is no
    /// JSON (an HTML page, an empty body) is kept as the reason, cut to 200 characters.
    pub(crate) fn from_body(status: u16, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let Ok(body) = reading(&text, |json| serde_json::from_str::<Value>(json)) else {
            let text: String = text.trim().chars().take(200).collect();
            let reason = if text.is_empty() { "empty body".to_owned() } else { format!("not JSON: {text}") };
            return Self::new(status, "", &reason);
        };
        let cause = match body.get("error") {
            // Some say `{"error": "Not Found", "message": ".."}`.
            Some(Value::String(kind)) if said(&body).is_some() => {
                Cause { kind: Some(kind.clone()), ..Cause::of(&body) }
            }
            Some(error) if !error.is_null() && !error.is_boolean() => Cause::of(error),
            _ => Cause::of(&body),
        };
        cause.into_error(status)
    }

    /// Says what was being done: an index, an id.
    pub(crate) fn during(mut self, context: impl fmt::Display) -> Self {
        self.context = context.to_string().into();
        self
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The server's `error.type`, such as `strict_dynamic_mapping_exception`; empty when the answer had none.
    pub const fn kind(&self) -> &str {
        &self.kind
    }

    /// The server's `error.reason`.
    pub const fn reason(&self) -> &str {
        &self.reason
    }

    /// The index that the refusal is about, where the server says: one of several that were asked.
    pub(super) fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// The reason of the innermost cause, where it says more than [`reason`](Self::reason); of several parts that failed,
    /// such as analyzers, the reason of each.
    pub fn root_cause(&self) -> Option<&str> {
        self.root_cause.as_deref()
    }

    /// The full path of the field that the document was refused for, where the server's words tell.
    ///
    /// A detail for people and messages: it is read from the text, which each server words in its own way.
    pub fn field(&self) -> Option<String> {
        field_in(&self.reason).or_else(|| field_in(self.root_cause()?))
    }

    /// The version that the server has, where a conflict's words tell.
    pub(crate) fn current_version(&self) -> Option<(u64, u64)> {
        let (_, current) = self.reason.split_once("current document has seqNo [")?;
        let (seq_no, rest) = current.split_once(']')?;
        let (_, rest) = rest.split_once("primary term [")?;
        let (primary_term, _) = rest.split_once(']')?;
        Some((seq_no.parse().ok()?, primary_term.parse().ok()?))
    }

    /// Whether a guard or a create met another version, or another document.
    pub(crate) fn is_version_conflict(&self) -> bool {
        self.status == 409 && &*self.kind == "version_conflict_engine_exception"
    }

    /// Whether the same request may succeed later: 429, 502, 503, 504.
    pub const fn is_transient(&self) -> bool {
        matches!(self.status, 429 | 502..=504)
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "server answered {}", self.status)?;
        if !self.context.is_empty() {
            write!(f, " to {}", Clean(&self.context))?;
        }
        if !self.kind.is_empty() {
            write!(f, ": {}", Clean(&self.kind))?;
        }
        write!(f, ": {}", Clean(&self.reason))?;
        match &self.root_cause {
            Some(cause) if !self.reason.contains(&**cause) => write!(f, " ({})", Clean(cause)),
            _ => Ok(()),
        }
    }
}

/// The field that a server's reason names.
fn field_in(reason: &str) -> Option<String> {
    let between = |before: &str, end: char| {
        let (_, rest) = reason.split_once(before)?;
        rest.split_once(end).map(|(name, _)| name)
    };
    if let Some(name) = between("introduction of [", ']') {
        return Some(match between("within [", ']') {
            Some(parent) if parent != "_doc" => format!("{parent}.{name}"),
            _ => name.to_owned(),
        });
    }
    let name = between("failed to parse field [", ']')
        .or_else(|| between("immense term in field=\"", '"'))
        .or_else(|| between("object mapping for [", ']'))?;
    Some(name.to_owned())
}

/// One error of the server's chain, as it stands in answers and in items of a bulk. Any JSON is one, so that an odd
/// error never keeps the rest of an answer from being read.
#[derive(Debug, Default)]
pub(crate) struct Cause {
    pub(crate) kind: Option<String>,
    pub(crate) reason: Option<String>,
    index: Option<String>,
    caused_by: Option<Box<Cause>>,
    /// One for each part that failed, such as an analyzer of an index.
    suppressed: Vec<Cause>,
    roots: Vec<Cause>,
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(match reading(raw.get(), |json| serde_json::from_str::<Value>(json)) {
            Ok(cause) => Self::of(&cause),
            Err(_) => Self { reason: Some(raw.get().to_owned()), ..Self::default() },
        })
    }
}

/// The reason of an error: under `reason` where a server says it, under other names where others do.
fn said(body: &Value) -> Option<&str> {
    ["reason", "message", "Message", "detail", "error_description"].iter().find_map(|name| body.get(name)?.as_str())
}

impl Cause {
    fn of(json: &Value) -> Self {
        let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
        let list = |name: &str| match json.get(name) {
            Some(Value::Array(causes)) => causes.iter().map(Self::of).collect(),
            _ => Vec::new(),
        };
        let reason = match (json, said(json)) {
            (Value::Null, _) => None,
            (Value::String(reason), _) => Some(reason.clone()),
            (_, Some(reason)) => Some(reason.to_owned()),
            // A chain has its reason further in, and what nobody knows is shown as it is.
            (json, None) if text("type").is_none() && json.get("caused_by").is_none() => Some(json.to_string()),
            _ => None,
        };
        Self {
            kind: text("type").or_else(|| text("code")),
            reason,
            index: text("index"),
            caused_by: json.get("caused_by").filter(|cause| cause.is_object()).map(|cause| Box::new(Self::of(cause))),
            suppressed: list("suppressed"),
            roots: list("root_cause"),
        }
    }

    /// The innermost reason, where there is more than one; those of all parts that failed.
    fn deepest(&self) -> Option<Box<str>> {
        if let Some(cause) = &self.caused_by {
            return cause.innermost().map(Into::into);
        }
        if self.suppressed.is_empty() {
            return self.roots.first()?.innermost().map(Into::into);
        }
        let reasons: Vec<&str> = self.suppressed.iter().filter_map(Self::innermost).collect();
        Some(reasons.join("; ").into())
    }

    fn innermost(&self) -> Option<&str> {
        let mut cause = self;
        while let Some(inner) = cause.caused_by.as_deref() {
            cause = inner;
        }
        cause.reason.as_deref()
    }

    /// The refusal of one item.
    pub(crate) fn into_error(self, status: u16) -> ServerError {
        ServerError {
            status,
            root_cause: self.deepest(),
            index: self.index.map(Into::into),
            kind: self.kind.unwrap_or_default().into(),
            reason: self.reason.unwrap_or_default().into(),
            context: "".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_body_gives_type_reason_and_innermost_cause() {
        let body = br#"{"error":{"root_cause":[{"type":"a","reason":"outer"}],"type":"document_parsing_exception",
            "reason":"outer","caused_by":{"type":"x","reason":"middle","caused_by":{"type":"y","reason":"inner"}}},"status":400}"#;
        let error = ServerError::from_body(400, body);
        assert_eq!(error.kind(), "document_parsing_exception");
        assert_eq!(error.root_cause(), Some("inner"));
        assert_eq!(error.to_string(), "server answered 400: document_parsing_exception: outer (inner)");
    }

    #[test]
    fn each_part_that_failed_says_why() {
        let body =
            br#"{"error":{"root_cause":[{"type":"a","reason":"Failed to build analyzers: [one, two]"}],"type":"a",
            "reason":"Failed to build analyzers: [one, two]","suppressed":[
            {"type":"a","reason":"[one] no filter [x]","caused_by":{"type":"a","reason":"no filter [x]"}},
            {"type":"a","reason":"no tokenizer [y]"}]},"status":400}"#;
        let error = ServerError::from_body(400, body);
        assert_eq!(error.root_cause(), Some("no filter [x]; no tokenizer [y]"));
    }

    #[test]
    fn a_cause_that_the_reason_has_already_is_not_said_twice() {
        let body =
            br#"{"error":{"type":"a","reason":"cannot parse: overflow","caused_by":{"type":"b","reason":"overflow"}},
            "status":400}"#;
        assert_eq!(ServerError::from_body(400, body).to_string(), "server answered 400: a: cannot parse: overflow");
    }

    #[test]
    fn the_refused_field_is_read_from_both_wordings() {
        let strict = "[1:9] mapping set to strict, dynamic introduction of [colour] within [_doc] is not allowed";
        assert_eq!(ServerError::new(400, "", strict).field().as_deref(), Some("colour"));
        let misfit = "failed to parse field [address.zip] of type [long] in document with id '1'";
        assert_eq!(ServerError::new(400, "", misfit).field().as_deref(), Some("address.zip"));
        assert_eq!(ServerError::new(400, "", "no such thing").field(), None);
    }

    #[test]
    fn the_current_version_is_read_from_a_conflict() {
        let reason = "[1]: version conflict, required seqNo [0], primary term [1]. current document has seqNo [3] and primary term [2]";
        assert_eq!(ServerError::new(409, "", reason).current_version(), Some((3, 2)));
        assert_eq!(ServerError::new(409, "", "but no document was found").current_version(), None);
    }

    #[test]
    fn the_refused_field_is_read_from_the_root_cause_too() {
        let immense =
            r#"Document contains at least one immense term in field="tags.raw" (whose UTF8 encoding is longer"#;
        assert_eq!(ServerError::new(400, "", immense).field().as_deref(), Some("tags.raw"));
        let body = br#"{"error":{"type":"a","reason":"failed to parse","caused_by":{"type":"b",
            "reason":"[1:6] object mapping for [home.at] tried to parse field [at] as object, but found a concrete value"}}}"#;
        assert_eq!(ServerError::from_body(400, body).field().as_deref(), Some("home.at"));
    }

    #[test]
    fn every_form_of_an_error_keeps_its_reason() {
        for (body, kind, reason) in [
            (r#"{"error":"Incorrect HTTP method","status":405}"#, "", "Incorrect HTTP method"),
            (r#"{"Message":"User: x is not authorized"}"#, "", "User: x is not authorized"),
            (r#"{"message":"no Route matched"}"#, "", "no Route matched"),
            (r#"{"ok":false,"message":"Unknown resource."}"#, "", "Unknown resource."),
            (r#"{"error":{"code":403,"message":"quota exceeded"}}"#, "", "quota exceeded"),
            (r#"{"error":{"code":"denied","message":"quota exceeded"}}"#, "denied", "quota exceeded"),
            (r#"{"error":"Not Found","message":"nothing here","status":404}"#, "Not Found", "nothing here"),
            (r#"{"error":{"root_cause":null,"type":"a","reason":"r","suppressed":7,"caused_by":null}}"#, "a", "r"),
            (
                r#"{"error":{"root_cause":[],"type":7,"reason":["r"]}}"#,
                "",
                r#"{"reason":["r"],"root_cause":[],"type":7}"#,
            ),
            (r#"{"error":null,"detail":"gone"}"#, "", "gone"),
            (r#"{"error":{"type":"a","reason":"at \ud83c"}}"#, "a", "at \u{fffd}"),
            (r#"{"status":403}"#, "", r#"{"status":403}"#),
            ("[1]", "", "[1]"),
        ] {
            let error = ServerError::from_body(400, body.as_bytes());
            assert_eq!((error.kind(), error.reason()), (kind, reason), "{body}");
        }
    }

    #[test]
    fn a_message_is_one_line_of_bounded_length() {
        let reason = format!("a\nb\u{7}{}", "x".repeat(40_000));
        let message = ServerError::new(400, "kind\r\n", &reason).during("\u{1b}[2J").to_string();
        assert!(message.len() < 3000 && !message.contains(char::is_control), "{message}");
        assert_eq!(ServerError::new(400, "", &reason).reason(), reason);
    }

    #[test]
    fn a_page_of_html_is_quoted_and_cut() {
        let page = format!("<html>{}</html>", "x".repeat(500));
        let error = ServerError::from_body(502, page.as_bytes());
        assert!(error.reason().starts_with("not JSON: <html>xxx"));
        assert!(error.reason().len() < 220);
        assert!(error.is_transient());
    }
}
