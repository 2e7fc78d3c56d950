//! After an attempt that may have arrived: a look at what is stored, before anything is sent again. The table stands at
//! [`Resend::AfterLook`](crate::client::Resend::AfterLook); verbs of one document and bulks share it.

use std::{borrow::Cow, sync::Arc};

use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use tokio::time::sleep;

use super::{
    get::{Item, multi_get},
    write::{Guard, Write, Written},
};
use crate::{
    batch::Runner,
    error::{Cause, Error, PerhapsApplied, Result, ServerError, Stored},
    model::DocVersion,
    wire::{Effect, is_date_math},
};

/// How many documents one request looks for.
const PER_REQUEST: usize = 1000;

/// A write without a guard that may have arrived.
#[derive(Debug, Clone)]
pub(crate) struct Doubtful<'a> {
    pub(crate) index: Cow<'a, str>,
    pub(crate) id: Cow<'a, str>,
    pub(crate) routing: Option<Cow<'a, str>>,
    /// The `_source` that was sent; `None` for a delete.
    pub(crate) sent: Option<&'a [u8]>,
    /// Whether the write goes through a pipeline of its own, which may drop it or send it elsewhere.
    pub(crate) has_pipeline: bool,
}

/// What a look tells of such a write.
#[derive(Debug)]
pub(crate) enum Finding {
    /// It was applied.
    Applied(Written),
    /// It was not: nothing is stored there, so it may be sent as a create.
    Missing,
    /// Nobody knows.
    Unclear(Stored),
}

impl Doubtful<'_> {
    /// The error of a write that nobody knows of.
    pub(crate) fn perhaps(&self, stored: Stored, cause: Arc<Error>) -> Error {
        PerhapsApplied::new(&self.index, &self.id, stored, cause).into()
    }

    fn judge(&self, found: Found<'_>) -> Finding {
        let is_nothing = found.is_there == Some(false)
            || found.error.as_ref().is_some_and(|cause| cause.kind.as_deref() == Some("index_not_found_exception"));
        if is_nothing {
            return match self.sent {
                None => Finding::Applied(self.written(found, None)),
                // The name of an index with date math may lead elsewhere by now.
                Some(_) if self.has_pipeline || is_date_math(&self.index) => Finding::Unclear(Stored::Nothing),
                Some(_) => Finding::Missing,
            };
        }
        let version = match (found.seq_no, found.primary_term) {
            (Some(seq_no), Some(primary_term)) if found.error.is_none() => DocVersion { seq_no, primary_term },
            _ => return Finding::Unclear(Stored::Unknown),
        };
        match (self.sent, found.source) {
            (Some(sent), Some(stored)) if is_same(sent, stored) => Finding::Applied(self.written(found, Some(version))),
            _ => Finding::Unclear(Stored::Other(Some(version.pair()))),
        }
    }

    fn written(&self, found: Found<'_>, version: Option<DocVersion>) -> Written {
        let index = found.index.unwrap_or_else(|| self.index.as_ref().into());
        Written { index: (*index).into(), id: (*self.id).into(), version, revision: found.revision, source: None }
    }
}

/// Whether the same is stored as was sent. Servers keep the bytes, unless something changes the document on the way.
fn is_same(sent: &[u8], stored: &RawValue) -> bool {
    if sent == stored.get().as_bytes() {
        return true;
    }
    let (sent, stored) = (serde_json::from_slice::<Value>(sent), serde_json::from_str::<Value>(stored.get()));
    matches!((sent, stored), (Ok(sent), Ok(stored)) if sent == stored)
}

/// One document of the answer.
#[derive(Debug, Deserialize)]
struct Found<'a> {
    #[serde(rename = "_index", borrow, default)]
    index: Option<Cow<'a, str>>,
    #[serde(rename = "_id", borrow, default)]
    id: Option<Cow<'a, str>>,
    #[serde(rename = "_version", default)]
    revision: Option<u64>,
    #[serde(rename = "_seq_no", default)]
    seq_no: Option<u64>,
    #[serde(rename = "_primary_term", default)]
    primary_term: Option<u64>,
    #[serde(rename = "found", default)]
    is_there: Option<bool>,
    #[serde(rename = "_source", borrow, default)]
    source: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<Cause>,
}

/// Looks what became of writes; the outcome has their order. One `_mget` for every thousand.
pub(crate) async fn look(es: &dyn Runner, writes: &[Doubtful<'_>]) -> Result<Vec<Finding>> {
    #[derive(Deserialize)]
    struct Reply<'a> {
        #[serde(borrow)]
        docs: Vec<Found<'a>>,
    }

    const WHAT: &str = "a look at what became of writes";
    let mut findings = Vec::with_capacity(writes.len());
    for writes in writes.chunks(PER_REQUEST) {
        let items = writes.iter().map(|Doubtful { index, id, routing, .. }| Item {
            _index: index,
            _id: id,
            routing: routing.as_deref(),
        });
        let response = es.run(multi_get(items.collect())?).await?;
        if !response.is_success() {
            let error = ServerError::from_body(response.status(), response.body());
            return Err(Error::Server(Box::new(error.during(WHAT))));
        }
        let reply: Reply<'_> = serde_json::from_str(response.text()?).map_err(|source| Error::decode(WHAT, source))?;
        let is_asked = |(write, found): (&Doubtful<'_>, &Found<'_>)| found.id.as_deref() == Some(&*write.id);
        if reply.docs.len() != writes.len() || !writes.iter().zip(&reply.docs).all(is_asked) {
            return Err(Error::decode(WHAT, "it is about other documents"));
        }
        findings.extend(writes.iter().zip(reply.docs).map(|(write, found)| write.judge(found)));
    }
    Ok(findings)
}

/// Settles a write that may have arrived; `doubt` is why no answer came. It is looked for, and sent again as a create where
/// nothing is stored, as often as the client's retries allow.
pub(super) async fn settle(write: &Write<'_>, doubtful: Doubtful<'_>, mut doubt: Error) -> Result<Written> {
    let retry = write.es.client().retry();
    for done in 0..=retry.retries {
        sleep(retry.pause(done, None)).await;
        // Without a look all that is known is that no answer came.
        let Ok(findings) = look(write.es, std::slice::from_ref(&doubtful)).await else { return Err(doubt) };
        match findings.into_iter().next() {
            Some(Finding::Applied(written)) => return Ok(written),
            Some(Finding::Unclear(stored)) => return Err(doubtful.perhaps(stored, Arc::new(doubt))),
            Some(Finding::Missing) if done < retry.retries => match write.attempt(Guard::Absent, Effect::Once).await {
                Err(error) if error.is_in_doubt() => doubt = error,
                // Somebody was faster, or the first attempt arrived after the look: the next look tells.
                Err(error) if error.is_conflict() => {}
                Err(error) if error.is_transient() => return Err(doubt),
                settled => return settled,
            },
            Some(Finding::Missing) | None => {}
        }
    }
    Err(doubt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(sent: Option<&str>, has_pipeline: bool, found: &str) -> Finding {
        let doubtful =
            Doubtful { index: "a".into(), id: "1".into(), routing: None, sent: sent.map(str::as_bytes), has_pipeline };
        doubtful.judge(serde_json::from_str(found).unwrap())
    }

    const NOTHING: &str = r#"{"_index":"a","_id":"1","found":false}"#;
    const NO_INDEX: &str = r#"{"_index":"a","_id":"1","error":{"type":"index_not_found_exception","reason":"r"}}"#;
    const CLOSED: &str = r#"{"_index":"a","_id":"1","error":{"type":"index_closed_exception","reason":"r"}}"#;
    const STORED: &str = r#"{"_index":"b","_id":"1","_version":3,"_seq_no":7,"_primary_term":2,"found":true,"_source":{"x": 1, "y":"é"}}"#;

    #[test]
    fn where_nothing_is_stored_a_save_goes_out_again_and_a_delete_is_done() {
        for nothing in [NOTHING, NO_INDEX] {
            assert!(matches!(finding(Some("{}"), false, nothing), Finding::Missing));
            assert!(matches!(finding(None, false, nothing), Finding::Applied(_)));
        }
    }

    #[test]
    fn what_a_pipeline_may_have_dropped_is_not_sent_again() {
        assert!(matches!(finding(Some("{}"), true, NOTHING), Finding::Unclear(Stored::Nothing)));
    }

    #[test]
    fn the_same_in_other_words_is_done_with_its_version_and_index() {
        for sent in [r#"{"x": 1, "y":"é"}"#, r#"{"y":"\u00e9","x":1}"#] {
            let Finding::Applied(written) = finding(Some(sent), false, STORED) else { panic!("{sent}") };
            assert_eq!(written.version, Some(DocVersion { seq_no: 7, primary_term: 2 }));
            assert_eq!((&*written.index, written.revision), ("b", Some(3)));
        }
    }

    #[test]
    fn something_else_is_told_with_its_version_and_so_is_whatever_is_there_after_a_delete() {
        for sent in [Some(r#"{"x":2,"y":"é"}"#), None] {
            assert!(matches!(finding(sent, false, STORED), Finding::Unclear(Stored::Other(Some((7, 2))))), "{sent:?}");
        }
        assert!(matches!(finding(Some("{}"), false, CLOSED), Finding::Unclear(Stored::Unknown)));
    }
}
