//! From the requests of a wave to the requests that are sent: searches and counts into `_msearch`, gets into `_mget`,
//! identical ones once, all else alone.

use std::{borrow::Cow, collections::HashMap};

use bytes::Bytes;
use futures_util::{
    future::BoxFuture,
    stream::{FuturesUnordered, StreamExt},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::sync::oneshot;

use super::{
    queue::Waiting,
    split::{self, Form},
};
use crate::{
    client::Client,
    error::{Error, Result},
    wire::{Effect, Method, Request, RequestPath, Response},
};

/// The most searches of one `_msearch`.
const MAX_SEARCHES: usize = 500;
/// The most documents of one `_mget`.
const MAX_DOCUMENTS: usize = 1000;
/// The most bytes of one body; a larger request goes alone.
const MAX_BYTES: usize = 5 * 1024 * 1024;

/// What a search or count may have as URL parameters and a line of `_msearch` knows too.
const SEARCH_PARAMS: &[&str] = &[
    "routing",
    "preference",
    "request_cache",
    "search_type",
    "ignore_unavailable",
    "allow_no_indices",
    "expand_wildcards",
];

/// The sends of one wave; each ends when all that took part in it have their answers.
pub(super) fn wave<'c>(client: &'c Client, waiting: Vec<Waiting>) -> Vec<BoxFuture<'c, ()>> {
    let mut sends: Vec<BoxFuture<'c, ()>> = Vec::new();
    let (mut searches, mut gets) = (Vec::new(), Vec::new());
    for waiting in waiting {
        match Part::of(&waiting.request) {
            Some(Part { kind: Kind::Search, form, items }) => searches.push((form, items, waiting)),
            Some(Part { kind: Kind::Get, form, items }) => gets.push((form, items, waiting)),
            None => sends.push(Box::pin(alone(client, waiting))),
        }
    }
    for (kind, parts) in [(Kind::Search, searches), (Kind::Get, gets)] {
        let mut batch = Batch::new(kind);
        for (form, items, waiting) in parts {
            if !batch.has_room(&items) {
                sends.push(std::mem::replace(&mut batch, Batch::new(kind)).into_send(client));
            }
            batch.add(form, items, waiting);
        }
        if !batch.members.is_empty() {
            sends.push(batch.into_send(client));
        }
    }
    sends
}

/// Which request a part goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Search,
    Get,
}

/// What a request becomes within a batch.
struct Part {
    kind: Kind,
    form: Form,
    /// A header line and a body line, or one document of a multi-get, each.
    items: Vec<Vec<u8>>,
}

impl Part {
    /// `None` for what cannot be merged, or not without a change of meaning.
    fn of(request: &Request) -> Option<Self> {
        if request.effect() != Effect::Read || request.time_allowed().is_some() {
            return None;
        }
        let segments: Vec<Cow<'_, str>> = request.path().segments().collect();
        let segments: Vec<&str> = segments.iter().map(|segment| &**segment).collect();
        match (request.method(), segments.as_slice()) {
            (Method::Post, [index, "_search"]) => Self::search(request, index, Form::Search),
            (Method::Post, [index, "_count"]) => Self::search(request, index, Form::Count),
            (Method::Get, [index, "_doc", id]) => Self::get(request, index, id, Form::Get),
            (Method::Head, [index, "_doc", id]) => Self::get(request, index, id, Form::Exists),
            (Method::Post, ["_mget"]) => Self::many(request),
            _ => None,
        }
    }

    fn search(request: &Request, index: &str, form: Form) -> Option<Self> {
        let mut header: Vec<(&str, &str)> = vec![("index", index)];
        let mut min_score = None;
        for (name, value) in request.query() {
            match *name {
                "min_score" if form == Form::Count => min_score = Some(value),
                known if SEARCH_PARAMS.contains(&known) => header.push((known, value)),
                _ => return None,
            }
        }
        let mut lines = Vec::with_capacity(128 + request.body().map_or(0, Bytes::len));
        write_map(&header, &mut lines)?;
        lines.push(b'\n');
        let body = request.body()?.strip_prefix(b"{")?;
        lines.push(b'{');
        if form == Form::Count {
            // `_count` is a search that is exact and yields no hits.
            lines.extend_from_slice(b"\"size\":0,\"track_total_hits\":true");
            if let Some(score) = min_score {
                lines.extend_from_slice(format!(",\"min_score\":{score}").as_bytes());
            }
            if !body.starts_with(b"}") {
                lines.push(b',');
            }
        }
        // A body is one line; what breaks it can only stand between tokens, where a blank does as well.
        lines.extend(body.iter().map(|&byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
        lines.push(b'\n');
        Some(Self { kind: Kind::Search, form, items: vec![lines] })
    }

    fn get(request: &Request, index: &str, id: &str, form: Form) -> Option<Self> {
        let mut routing = None;
        let mut source = None;
        for (name, value) in request.query() {
            match *name {
                "routing" => routing = Some(&**value),
                _ => source = Some(Source::of(name, value)?),
            }
        }
        let item = serde_json::to_vec(&GetItem { index, id, routing, source }).ok()?;
        Some(Self { kind: Kind::Get, form, items: vec![item] })
    }

    fn many(request: &Request) -> Option<Self> {
        #[derive(Deserialize)]
        struct Body<'a> {
            #[serde(borrow)]
            docs: Vec<&'a RawValue>,
        }
        let body: Body<'_> = serde_json::from_slice(request.body()?).ok()?;
        let items = body.docs.iter().map(|item| item.get().as_bytes().to_vec());
        let items = match request.query() {
            [] => items.collect(),
            [(name, value)] => {
                // What holds for all documents of this request holds for each of its own.
                let source = serde_json::to_vec(&Source::of(name, value)?).ok()?;
                let add = |mut item: Vec<u8>| {
                    item.pop();
                    item.extend_from_slice(b",\"_source\":");
                    item.extend_from_slice(&source);
                    item.push(b'}');
                    item
                };
                items.map(add).collect()
            }
            _ => return None,
        };
        Some(Self { kind: Kind::Get, form: Form::Many, items })
    }
}

#[derive(Serialize)]
struct GetItem<'a> {
    #[serde(rename = "_index")]
    index: &'a str,
    #[serde(rename = "_id")]
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    routing: Option<&'a str>,
    #[serde(rename = "_source", skip_serializing_if = "Option::is_none")]
    source: Option<Source<'a>>,
}

/// Which fields of a document are asked for.
#[derive(Serialize)]
#[serde(untagged)]
enum Source<'a> {
    All(bool),
    Paths(Vec<&'a str>),
}

impl<'a> Source<'a> {
    /// As a parameter of the URL says it.
    fn of(name: &str, value: &'a str) -> Option<Self> {
        match (name, value) {
            ("_source", "false") => Some(Self::All(false)),
            ("_source_includes", paths) => Some(Self::Paths(paths.split(',').collect())),
            _ => None,
        }
    }
}

fn write_map(entries: &[(&str, &str)], out: &mut Vec<u8>) -> Option<()> {
    use serde::Serializer;
    serde_json::Serializer::new(out).collect_map(entries.iter().copied()).ok()
}

/// One request of a wave that answers several.
struct Batch {
    kind: Kind,
    /// What is asked, each once, in order.
    items: Vec<Vec<u8>>,
    /// Where each of them stands.
    positions: HashMap<Vec<u8>, usize>,
    bytes: usize,
    members: Vec<Member>,
}

/// A request that takes part, and which items answer it.
pub(super) struct Member {
    pub(super) form: Form,
    pub(super) items: Vec<usize>,
    request: Request,
    answer: oneshot::Sender<Result<Response>>,
}

impl Batch {
    fn new(kind: Kind) -> Self {
        Self { kind, items: Vec::new(), positions: HashMap::new(), bytes: 0, members: Vec::new() }
    }

    /// Whether those items fit in; the first always do.
    fn has_room(&self, items: &[Vec<u8>]) -> bool {
        let most = match self.kind {
            Kind::Search => MAX_SEARCHES,
            Kind::Get => MAX_DOCUMENTS,
        };
        let (mut count, mut bytes) = (self.items.len(), self.bytes);
        for item in items.iter().filter(|item| !self.positions.contains_key(*item)) {
            count += 1;
            bytes += item.len();
        }
        self.items.is_empty() || (count <= most && bytes <= MAX_BYTES)
    }

    fn add(&mut self, form: Form, items: Vec<Vec<u8>>, waiting: Waiting) {
        let positions = items.into_iter().map(|item| self.position(item)).collect();
        let Waiting { request, answer } = waiting;
        self.members.push(Member { form, items: positions, request, answer });
    }

    fn position(&mut self, item: Vec<u8>) -> usize {
        if let Some(position) = self.positions.get(&item) {
            return *position;
        }
        let position = self.items.len();
        self.bytes += item.len();
        self.positions.insert(item.clone(), position);
        self.items.push(item);
        position
    }

    /// One request for all of them; a member that has no company goes out as it is.
    fn into_send(mut self, client: &Client) -> BoxFuture<'_, ()> {
        if self.members.len() == 1
            && let Some(Member { request, answer, .. }) = self.members.pop()
        {
            return Box::pin(alone(client, Waiting { request, answer }));
        }
        Box::pin(self.send(client))
    }

    async fn send(self, client: &Client) {
        let asked = self.items.len();
        let outcome = match self.request() {
            Ok(request) => permitted(client, request).await,
            Err(error) => Err(error),
        };
        let members = self.members;
        let response = match outcome {
            Ok(response) if response.is_success() => response,
            // Servers refuse a whole batch for one part that they cannot read, or for its size. Each by itself then.
            Ok(response) if matches!(response.status(), 400 | 403 | 413) => return each_alone(client, members).await,
            // Each verb makes of a refusal of all what it makes of a refusal of its own request.
            Ok(response) => return members.into_iter().for_each(|member| member.settle(Ok(response.clone()))),
            Err(error) => return members.into_iter().for_each(|member| member.settle(Err(error.of_no_answer()))),
        };
        let answers = match self.kind {
            Kind::Search => split::searches(&response),
            Kind::Get => split::documents(&response, &self.items),
        };
        let answers = match answers {
            Ok(answers) if answers.len() == asked => answers,
            Ok(answers) => {
                let message = format!("{asked} parts were asked for and {} answered", answers.len());
                return members.into_iter().for_each(|member| member.settle(Err(unreadable(message.clone()))));
            }
            Err(error) => {
                let message = error.to_string();
                return members.into_iter().for_each(|member| member.settle(Err(unreadable(message.clone()))));
            }
        };
        let mut again = Vec::new();
        for member in members {
            let response = member.form.answer(&member.items, &answers);
            if response.as_ref().is_ok_and(|response| matches!(response.status(), 429 | 502..=504)) {
                // A server that is busy refuses single items. By itself the request has the client's retries.
                again.push(member);
            } else {
                member.settle(response);
            }
        }
        each_alone(client, again).await;
    }

    fn request(&self) -> Result<Request> {
        let mut body = Vec::with_capacity(self.bytes + self.items.len() + 16);
        match self.kind {
            Kind::Search => {
                self.items.iter().for_each(|item| body.extend_from_slice(item));
                Ok(Request::new(Method::Post, RequestPath::new(&["_msearch"])?, Effect::Read).ndjson(body))
            }
            Kind::Get => {
                body.extend_from_slice(b"{\"docs\":[");
                for (position, item) in self.items.iter().enumerate() {
                    if position > 0 {
                        body.push(b',');
                    }
                    body.extend_from_slice(item);
                }
                body.extend_from_slice(b"]}");
                Ok(Request::new(Method::Post, RequestPath::new(&["_mget"])?, Effect::Read).json(body))
            }
        }
    }
}

impl Member {
    fn settle(self, outcome: Result<Response>) {
        // Whoever asked may have gone away in between.
        let _gone = self.answer.send(outcome);
    }
}

fn unreadable(message: String) -> Error {
    Error::decode("the answer to a batch of requests", message)
}

async fn each_alone(client: &Client, members: Vec<Member>) {
    let sends = members.into_iter().map(|Member { request, answer, .. }| alone(client, Waiting { request, answer }));
    sends.collect::<FuturesUnordered<_>>().collect::<()>().await;
}

/// Sends one request by itself.
async fn alone(client: &Client, waiting: Waiting) {
    let outcome = permitted(client, waiting.request).await;
    let _gone = waiting.answer.send(outcome);
}

/// Sends when the client has one of its places on the wire free, and holds it no longer than that.
async fn permitted(client: &Client, request: Request) -> Result<Response> {
    let _place = client.places().acquire().await;
    client.send(request).await
}
