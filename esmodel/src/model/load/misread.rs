//! Why a document was not read: what serde says, with the field it is about, or the error of the user's own hook.

use std::{cell::RefCell, fmt::Write as _};

use serde::de;

use crate::error::Error;

/// Why a document was not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Misread {
    /// The user's own code.
    #[error("its `after_load` refused it: {0}")]
    Refused(#[source] Error),
    /// Its JSON.
    #[error("{0}")]
    Unreadable(String),
}

impl Misread {
    /// For another reason.
    pub(crate) fn because(problem: &str) -> Self {
        Self::Unreadable(problem.to_owned())
    }
}

/// What there is against the document being read. Serde's errors hold only text, so it waits here for who started the
/// reading.
#[derive(Debug, Default)]
pub(crate) struct Objection(RefCell<Option<Misread>>);

impl Objection {
    /// Ends the reading.
    pub(crate) fn raise<E: de::Error>(&self, misread: Misread) -> E {
        let error = E::custom(&misread);
        self.0.replace(Some(misread));
        error
    }

    /// Why the document in `text` was not read, after all.
    pub(crate) fn explain(&self, text: &str, error: &serde_json::Error) -> Misread {
        self.0.take().unwrap_or_else(|| {
            let mut problem = explain(text, error);
            if error.to_string().starts_with("missing field") {
                problem.push_str(
                    "; a document from before the field was added lacks it: make it an `Option` or give it \
                     `#[serde(default)]`",
                );
            }
            if problem.contains("did not match any variant of untagged enum") {
                problem.push_str(
                    "; it is a variant that is known, and its content does not fit: serde does not tell where",
                );
            }
            Misread::Unreadable(problem)
        })
    }
}

/// The error with the path of its field, instead of a position in an answer that the caller never saw.
///
/// The path is looked up from the position, so reading pays nothing for it. An error that the last field of an object has
/// only after it was read, as that of `#[serde(try_from)]`, is told of the object: serde says where it noticed.
pub(super) fn explain(text: &str, error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let position = format!(" at line {line} column {column}");
    let message = message.strip_suffix(&*position).unwrap_or(&message);
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let path = path_at(text, before + column);
    if path.is_empty() { message.to_owned() } else { format!("field `{path}`: {message}") }
}

/// Where in an object or a list.
enum Step<'a> {
    Key(Option<&'a str>),
    Element(usize),
}

/// The path in the JSON `text` that leads to its byte `end`, below `_source` where it goes through that.
fn path_at(text: &str, end: usize) -> String {
    let mut steps = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at).filter(|_| at < end) {
        let start = at;
        at += 1;
        match byte {
            b'{' => steps.push(Step::Key(None)),
            b'[' => steps.push(Step::Element(0)),
            b'}' | b']' => {
                steps.pop();
            }
            b',' => match steps.last_mut() {
                Some(Step::Key(key)) => *key = None,
                Some(Step::Element(position)) => *position += 1,
                None => {}
            },
            b'"' => {
                at = end_of_string(text.as_bytes(), at);
                if let Some(Step::Key(key @ None)) = steps.last_mut() {
                    *key = text.get(start + 1..at - 1);
                }
            }
            _ => {}
        }
    }
    let source = steps.iter().position(|step| matches!(step, Step::Key(Some("_source"))));
    let mut path = String::new();
    for step in steps.iter().skip(source.map_or(0, |source| source + 1)) {
        match step {
            Step::Key(Some(key)) if path.is_empty() => path.push_str(key),
            Step::Key(Some(key)) => path.extend([".", key]),
            Step::Key(None) => {}
            Step::Element(position) => {
                let _ = write!(path, "[{position}]");
            }
        }
    }
    path
}

/// Behind the quote that ends the string whose text begins there.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'"' => return at,
            _ => {}
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Book {
        title: String,
        pages: u32,
        authors: Vec<Author>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Author {
        name: String,
        born: Option<i16>,
    }

    fn said(text: &str) -> String {
        explain(text, &serde_json::from_str::<Book>(text).unwrap_err())
    }

    #[test]
    fn the_field_that_cannot_be_read_is_named() {
        assert_eq!(
            said(r#"{"title":"a","pages":"7","authors":[]}"#),
            "field `pages`: invalid type: string \"7\", expected u32"
        );
        assert_eq!(
            said(r#"{"pages":7,"authors":[{"name":"a"},{"born":1,"name":null}]}"#),
            "field `authors[1].name`: invalid type: null, expected a string"
        );
        assert_eq!(
            said("{\n  \"title\": \"a, \\\"b\\\" {[\",\n  \"authors\": {},\n  \"pages\": 7\n}"),
            "field `authors`: invalid type: map, expected a sequence"
        );
        assert_eq!(
            said(r#"{"pages":7,"authors":[{"born":1}],"title":"a"}"#),
            "field `authors[0]`: missing field `name`"
        );
        assert_eq!(said(r#"{"pages":7,"authors":[]}"#), "missing field `title`");
    }

    #[test]
    fn a_document_without_a_field_is_told_of_the_field_that_may_be_missing() {
        let told = |text: &str| {
            let error = serde_json::from_str::<Book>(text).unwrap_err();
            Objection::default().explain(text, &error).to_string()
        };
        assert_eq!(
            told(r#"{"pages":7,"authors":[]}"#),
            "missing field `title`; a document from before the field was added lacks it: make it an `Option` or give it \
             `#[serde(default)]`"
        );
        assert_eq!(told(r#"{"pages":"7"}"#), "field `pages`: invalid type: string \"7\", expected u32");
    }

    #[test]
    fn the_way_to_the_source_is_left_out() {
        let text = r#"{"hits":[{"_id":"1","_source":{"a":{"_source":[1,2]}}}]}"#;
        assert_eq!(path_at(text, text.find("2]").unwrap()), "a._source[1]");
        assert_eq!(path_at(text, text.find("\"1\"").unwrap()), "hits[0]._id");
    }
}
