//! What a write asked for. Its answer is compared with that: servers answer operations in another order, pipelines drop
//! documents, and what stands between may answer for something else.

use std::borrow::Cow;

use serde::{Deserialize, de::IgnoredAny};

use super::reply::WriteReply;
use crate::{
    error::{Error, Result, ServerError},
    wire::Text,
};

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ActionKind {
    Index,
    Create,
    Update,
    Delete,
}

/// One write, as far as its answer repeats it.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) kind: ActionKind,
    /// The index, or an alias of one.
    pub(crate) index: Cow<'a, str>,
    /// `None` where the server is to make one.
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) routing: Option<Cow<'a, str>>,
    /// Whether it goes through a pipeline of its own.
    pub(crate) has_pipeline: bool,
}

/// What became of a write, by its answer.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It was carried out.
    Done,
    /// There is no such document.
    NotThere,
    /// Nothing was changed.
    Refused(ServerError),
}

impl<'a> Asked<'a> {
    /// By the lines of an operation in a bulk.
    pub(crate) fn of_lines(lines: &'a [u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum Line<'a> {
            #[serde(borrow)]
            Index(Target<'a>),
            Create(Target<'a>),
            Update(Target<'a>),
            Delete(Target<'a>),
        }
        #[derive(Deserialize)]
        struct Target<'a> {
            #[serde(rename = "_index", borrow)]
            index: Cow<'a, str>,
            #[serde(rename = "_id", borrow, default)]
            id: Option<Text<'a>>,
            #[serde(borrow, default)]
            routing: Option<Text<'a>>,
            pipeline: Option<IgnoredAny>,
        }

        let (kind, target) = match Line::deserialize(&mut serde_json::Deserializer::from_slice(lines)).ok()? {
            Line::Index(target) => (ActionKind::Index, target),
            Line::Create(target) => (ActionKind::Create, target),
            Line::Update(target) => (ActionKind::Update, target),
            Line::Delete(target) => (ActionKind::Delete, target),
        };
        let Target { index, id, routing, pipeline } = target;
        let text = |text: Option<Text<'a>>| text.map(|Text(text)| text);
        Some(Self { kind, index, id: text(id), routing: text(routing), has_pipeline: pipeline.is_some() })
    }

    /// Whether the lines of an operation ask for that, told by their bytes alone: most do, and then nothing is read. Names
    /// that stand in JSON otherwise than in the answer are left to [`of_lines`](Self::of_lines).
    pub(crate) fn is_plainly(lines: &[u8], kind: ActionKind, index: &str, id: &str) -> bool {
        let is_plain = |name: &str| !name.bytes().any(|byte| matches!(byte, b'"' | b'\\'));
        let rest = lines.strip_prefix(kind.opening()).and_then(|rest| rest.strip_prefix(index.as_bytes()));
        let rest = rest.and_then(|rest| rest.strip_prefix(br#"","_id":""#)?.strip_prefix(id.as_bytes()));
        rest.is_some_and(|rest| rest.first() == Some(&b'"')) && is_plain(index) && is_plain(id)
    }

    /// Whether an answer to `kind` under `id` may be the one to this, as far as its index is not another one's. A
    /// server's own id is any.
    pub(crate) fn may_be_answered_by(&self, kind: ActionKind, id: Option<&str>) -> bool {
        self.kind == kind && (self.id.is_none() || self.id.as_deref() == id)
    }
}

impl ActionKind {
    /// How the line of such an action begins, up to the name of the index.
    const fn opening(self) -> &'static [u8] {
        match self {
            Self::Index => br#"{"index":{"_index":""#,
            Self::Create => br#"{"create":{"_index":""#,
            Self::Update => br#"{"update":{"_index":""#,
            Self::Delete => br#"{"delete":{"_index":""#,
        }
    }

    /// Reads what became of such a write; `status` is that of the answer, or of its item.
    ///
    /// # Errors
    /// [`Error::Decode`] for an answer to something else: what became of this is unknown.
    pub(crate) fn verdict(self, reply: &mut WriteReply<'_>, status: u16) -> Result<Verdict> {
        if let Some(cause) = reply.error.take() {
            return Ok(Verdict::Refused(cause.into_error(status)));
        }
        let result = reply.result();
        match (self, status, result) {
            // A delete of an absent document is 404 without an error.
            (Self::Delete, 404, _) | (Self::Delete, 200..=299, Some("not_found")) => Ok(Verdict::NotThere),
            // An answer without a word on the matter has at least a version.
            (_, 200..=299, None) if reply.version().is_some() => Ok(Verdict::Done),
            (Self::Index | Self::Create, 200..=299, Some("noop")) => Ok(Verdict::Refused(ServerError::new(
                status,
                "",
                "the document was not stored: an ingest pipeline dropped it",
            ))),
            (Self::Index | Self::Create | Self::Update, 200..=299, Some("created"))
            | (Self::Index | Self::Update, 200..=299, Some("updated"))
            | (Self::Update, 200..=299, Some("noop"))
            | (Self::Delete, 200..=299, Some("deleted")) => Ok(Verdict::Done),
            (_, 0 | 200..=299, _) => {
                let said = result.map_or_else(|| "nothing".to_owned(), |result| format!("`{result}`"));
                let problem = format!("it says {said} of what became of it, with status {status}");
                Err(Error::decode("the answer to a write", problem))
            }
            (_, status, _) => Ok(Verdict::Refused(ServerError::new(status, "", "the answer gives no reason"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::write::{ActionLine, ActionMeta, Guard},
        *,
    };

    #[test]
    fn what_an_operation_asked_for_is_read_from_its_lines() {
        let asked =
            |lines: &str| Asked::of_lines(lines.as_bytes()).map(|asked| (asked.kind, asked.id.map(Cow::into_owned)));
        let id = |id: &str| Some(id.to_owned());
        let lines = "{\"index\":{\"_index\":\"a\",\"_id\":\"x\\\"y\"}}\n{\"_id\":1}\n";
        assert_eq!(asked(lines), Some((ActionKind::Index, id("x\"y"))));
        assert_eq!(asked("{\"create\":{\"_index\":\"a\"}}\n{}\n"), Some((ActionKind::Create, None)));
        assert_eq!(asked("{\"delete\":{\"_index\":\"a\",\"_id\":\"1\"}}\n"), Some((ActionKind::Delete, id("1"))));
        assert_eq!(asked("{}"), None);
        let placed = b"{\"index\":{\"_index\":\"a\",\"_id\":\"1\",\"routing\":\"r\",\"pipeline\":\"p\"}}\n{}\n";
        let placed = Asked::of_lines(placed).unwrap();
        assert_eq!((placed.routing.as_deref(), placed.has_pipeline), (Some("r"), true));
    }

    #[test]
    fn most_lines_are_told_by_their_bytes() {
        let lines = |kind, id| {
            let mut out = Vec::new();
            let meta = ActionMeta::new("a", Some(id), Some("x"), Guard::None);
            let line = match kind {
                ActionKind::Index => ActionLine::Index(meta),
                ActionKind::Create => ActionLine::Create(meta),
                ActionKind::Update => ActionLine::Update(meta),
                ActionKind::Delete => ActionLine::Delete(meta),
            };
            line.write(&mut out).unwrap();
            out
        };
        for kind in [ActionKind::Index, ActionKind::Create, ActionKind::Update, ActionKind::Delete] {
            assert!(Asked::is_plainly(&lines(kind, "Zürich 1"), kind, "a", "Zürich 1"));
            for (index, id) in [("a", "Zürich"), ("a", "Zürich 12"), ("b", "Zürich 1"), ("a", "")] {
                assert!(!Asked::is_plainly(&lines(kind, "Zürich 1"), kind, index, id), "{index} {id}");
            }
        }
        assert!(!Asked::is_plainly(&lines(ActionKind::Index, "1"), ActionKind::Create, "a", "1"));
        // What would be other JSON, and what looks like the rest of the line.
        assert!(!Asked::is_plainly(&lines(ActionKind::Index, "x\"y"), ActionKind::Index, "a", "x\"y"));
        assert!(!Asked::is_plainly(&lines(ActionKind::Index, "1"), ActionKind::Index, "a", "1\",\"routing\":\"x"));
    }

    #[test]
    fn an_answer_to_another_action_is_no_answer() {
        let verdict = |kind: ActionKind, status: u16, json: &str| {
            let mut reply: WriteReply<'_> = serde_json::from_str(json).unwrap();
            kind.verdict(&mut reply, status).map(|verdict| match verdict {
                Verdict::Done => "done".to_owned(),
                Verdict::NotThere => "not there".to_owned(),
                Verdict::Refused(error) => error.to_string(),
            })
        };
        let said =
            |result: &str| format!(r#"{{"_index":"a","_id":"1","result":"{result}","_seq_no":3,"_primary_term":1}}"#);
        for (kind, result, status, expected) in [
            (ActionKind::Index, "created", 201, Some("done")),
            (ActionKind::Index, "updated", 200, Some("done")),
            (ActionKind::Index, "deleted", 200, None),
            (ActionKind::Create, "updated", 200, None),
            (ActionKind::Update, "noop", 200, Some("done")),
            (ActionKind::Delete, "updated", 200, None),
            (ActionKind::Delete, "not_found", 404, Some("not there")),
            (ActionKind::Delete, "not_found", 200, Some("not there")),
            (
                ActionKind::Index,
                "noop",
                200,
                Some("server answered 200: the document was not stored: an ingest pipeline dropped it"),
            ),
            (ActionKind::Index, "created", 429, Some("server answered 429: the answer gives no reason")),
            (ActionKind::Index, "created", 409, Some("server answered 409: the answer gives no reason")),
            (ActionKind::Update, "created", 404, Some("server answered 404: the answer gives no reason")),
            (ActionKind::Index, "created", 0, None),
        ] {
            assert_eq!(verdict(kind, status, &said(result)).ok().as_deref(), expected, "{kind:?} {result} {status}");
        }
        let bare = r#"{"_index":"a","_id":"1"}"#;
        assert!(verdict(ActionKind::Index, 200, bare).is_err());
        let versioned = r#"{"_index":"a","_id":"1","_seq_no":3,"_primary_term":1}"#;
        assert_eq!(verdict(ActionKind::Index, 200, versioned).unwrap(), "done");
    }
}
