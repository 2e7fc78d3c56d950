//! From the answer to a batch to the answers that its members would have had by themselves.

use bytes::Bytes;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use crate::{
    error::{Cause, Error, Result},
    wire::{Response, Text},
};

/// What the member of a batch asked for, and so what its answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Search,
    Count,
    Get,
    Exists,
    Many,
}

/// One item of an answer: a slice of it, and the status that it would have had alone.
#[derive(Debug)]
pub(super) struct Item {
    status: u16,
    json: Bytes,
}

/// The items of an answer to `_msearch`.
pub(super) fn searches(response: &Response) -> Result<Vec<Item>> {
    #[derive(Deserialize)]
    struct Reply<'a> {
        #[serde(borrow)]
        responses: Vec<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Head {
        status: Option<u16>,
        error: Option<IgnoredAny>,
    }
    let reply: Reply<'_> = read(response)?;
    let items = reply.responses.into_iter().map(|raw| {
        // Servers begin the answer to a search with the time that it took, and a refusal with the error.
        let status = if raw.get().starts_with("{\"took\"") {
            200
        } else {
            let head: Head = serde_json::from_str(raw.get()).map_err(unreadable)?;
            head.status.unwrap_or(if head.error.is_some() { 500 } else { 200 })
        };
        Ok(Item { status, json: slice(response, raw) })
    });
    items.collect()
}

/// The items of an answer to the `_mget` that asked for `asked`, each about the document that was asked for there.
pub(super) fn documents(response: &Response, asked: &[Vec<u8>]) -> Result<Vec<Item>> {
    #[derive(Deserialize)]
    struct Reply<'a> {
        #[serde(borrow)]
        docs: Vec<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Head<'a> {
        #[serde(rename = "_id", borrow)]
        id: Text<'a>,
        #[serde(default)]
        found: bool,
        error: Option<Cause>,
    }
    let reply: Reply<'_> = read(response)?;
    if reply.docs.len() != asked.len() {
        return Err(unreadable(format!("{} documents were asked for and {} answered", asked.len(), reply.docs.len())));
    }
    let items = reply.docs.into_iter().zip(asked).enumerate().map(|(place, (raw, asked))| {
        let asked: Identity<'_> = serde_json::from_slice(asked).map_err(unreadable)?;
        let head: Head<'_> = serde_json::from_str(raw.get()).map_err(unreadable)?;
        if head.id.0 != asked.id.0 {
            let (told, asked) = (head.id.0, asked.id.0);
            return Err(unreadable(format!(
                "answer {place} is about document `{told}`, where `{asked}` was asked for"
            )));
        }
        // Items of a multi-get carry no status; these are the ones that their types have alone.
        let status = match head.error.as_ref().map(|cause| cause.kind.as_deref()) {
            None if head.found => 200,
            None | Some(Some("index_not_found_exception")) => 404,
            Some(Some("no_shard_available_action_exception" | "unavailable_shards_exception")) => 503,
            Some(Some("es_rejected_execution_exception" | "circuit_breaking_exception")) => 429,
            Some(_) => 400,
        };
        Ok(Item { status, json: slice(response, raw) })
    });
    items.collect()
}

/// A document that was asked for.
#[derive(Deserialize)]
struct Identity<'a> {
    #[serde(rename = "_id", borrow)]
    id: Text<'a>,
}

impl Form {
    /// The answer to the member that asked for those items.
    pub(super) fn answer(self, positions: &[usize], items: &[Item]) -> Result<Response> {
        if self == Self::Many {
            return Ok(Response::new(200, Vec::new(), many(positions, items)));
        }
        let item = positions.first().and_then(|&position| items.get(position));
        let Item { status, json } = item.ok_or_else(|| unreadable("an item is missing"))?;
        let body = match self {
            Self::Count if *status == 200 => count(json)?,
            // The answer to `HEAD` has no body.
            Self::Exists if matches!(status, 200 | 404) => Bytes::new(),
            _ => json.clone(),
        };
        Ok(Response::new(*status, Vec::new(), body))
    }
}

fn many(positions: &[usize], items: &[Item]) -> Vec<u8> {
    let mut body = b"{\"docs\":[".to_vec();
    for (place, item) in positions.iter().filter_map(|&position| items.get(position)).enumerate() {
        if place > 0 {
            body.push(b',');
        }
        body.extend_from_slice(&item.json);
    }
    body.extend_from_slice(b"]}");
    body
}

/// From the answer to a search without hits to that of `_count`.
fn count(json: &Bytes) -> Result<Bytes> {
    #[derive(Deserialize)]
    struct Search<'a> {
        hits: Hits,
        #[serde(rename = "_shards", borrow)]
        shards: &'a RawValue,
    }
    #[derive(Deserialize)]
    struct Hits {
        total: Total,
    }
    #[derive(Deserialize)]
    struct Total {
        value: u64,
    }
    let Search { hits: Hits { total: Total { value } }, shards } = serde_json::from_slice(json).map_err(unreadable)?;
    Ok(format!("{{\"count\":{value},\"_shards\":{shards}}}").into())
}

/// The item's part of the answer, which is shared, not copied.
fn slice(response: &Response, raw: &RawValue) -> Bytes {
    response.body().slice_ref(raw.get().as_bytes())
}

/// Half characters are left to the verbs: only text is skipped here.
fn read<'a, R: Deserialize<'a>>(response: &'a Response) -> Result<R> {
    serde_json::from_str(response.json().map_err(unreadable)?).map_err(unreadable)
}

fn unreadable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::decode("the answer to a batch of requests", source)
}
