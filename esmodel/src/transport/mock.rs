//! A transport without a server: answers that were queued, requests that were written down.

use std::{
    collections::VecDeque,
    future::pending,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::future::BoxFuture;
use serde_json::Value;

use super::{Transport, TransportError};
use crate::{
    client::Client,
    dialect::Dialect,
    error::Result,
    wire::{Method, Request, Response},
};

/// Answers requests from a queue, first in, first out; and remembers them.
///
/// Cloning it shares the queue. When the last copy is dropped with answers left in the queue it panics: a test
/// expected a request that was not made. Time-outs work with tokio's paused clock.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> esmodel::Result<()> {
/// use esmodel::{dialect::{Dialect, Product, Version}, transport::mock::MockTransport};
///
/// let mock = MockTransport::new();
/// let es = mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 8, 0))).await?;
/// mock.json(200, serde_json::json!({ "acknowledged": true }));
/// es.index_named("cities").delete().await?;
/// assert_eq!(mock.sent()[0].line(), "DELETE /cities");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default)]
pub struct MockTransport {
    state: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Answer>,
    sent: Vec<SentRequest>,
}

#[derive(Debug)]
enum Answer {
    Response(Response),
    Error(TransportError),
    /// No answer at all: the time-out decides.
    Silence,
}

/// A request that the mock was asked to send.
#[derive(Debug, Clone)]
pub struct SentRequest {
    /// The node that it was for.
    pub node: usize,
    /// The method.
    pub method: Method,
    /// The encoded path.
    pub path: String,
    /// The URL parameters, not encoded.
    pub query: Vec<(String, String)>,
    /// The body, empty where there was none.
    pub body: String,
}

impl SentRequest {
    /// Method, path and parameters in one line: `PUT /cities/_doc/1?refresh=true`.
    pub fn line(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", self.method.as_str(), self.path, query.join("&"))
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl MockTransport {
    /// A mock without answers: a request that finds the queue empty fails without being sent.
    pub fn new() -> Self {
        Self::default()
    }

    /// A client on this mock, of one node, that speaks `dialect`.
    ///
    /// # Errors
    /// None in practice: nothing is asked.
    pub async fn client(&self, dialect: Dialect) -> Result<Client> {
        Client::builder().transport(Arc::new(self.clone())).dialect(dialect).connect().await
    }

    /// Queues a JSON answer.
    pub fn json(&self, status: u16, body: impl Into<Value>) -> &Self {
        let body: Value = body.into();
        self.respond(Response::new(status, Vec::new(), body.to_string()))
    }

    /// Queues an answer as it is.
    pub fn respond(&self, response: Response) -> &Self {
        self.queue(Answer::Response(response))
    }

    /// Queues a failure of the transport.
    pub fn fail(&self, error: TransportError) -> &Self {
        self.queue(Answer::Error(error))
    }

    /// Queues silence: the request times out.
    pub fn hang(&self) -> &Self {
        self.queue(Answer::Silence)
    }

    /// Every request so far.
    pub fn sent(&self) -> Vec<SentRequest> {
        self.state.lock().sent.clone()
    }

    fn queue(&self, answer: Answer) -> &Self {
        self.state.lock().answers.push_back(answer);
        self
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let left = self.lock().answers.len();
        assert!(left == 0 || std::thread::panicking(), "{left} answers of the mock were never asked for");
    }
}

impl Transport for MockTransport {
    fn send<'a>(
        &'a self,
        node: usize,
        request: &'a Request,
        timeout: Duration,
    ) -> BoxFuture<'a, std::result::Result<Response, TransportError>> {
        Box::pin(async move {
            let answer = {
                let mut state = self.state.lock();
                state.sent.push(SentRequest::of(node, request));
                state.answers.pop_front()
            };
            match answer {
                Some(Answer::Response(response)) => Ok(response),
                Some(Answer::Error(error)) => Err(error),
                Some(Answer::Silence) => match tokio::time::timeout(timeout, pending()).await {
                    Ok(never) => never,
                    Err(elapsed) => Err(TransportError::timeout(elapsed)),
                },
                None => Err(TransportError::invalid("the mock has no answer left for this request")),
            }
        })
    }
}

impl SentRequest {
    fn of(node: usize, request: &Request) -> Self {
        let body = request.body().map(|body| String::from_utf8_lossy(body).into_owned());
        Self {
            node,
            method: request.method(),
            path: request.path().to_string(),
            query: request.query().iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect(),
            body: body.unwrap_or_default(),
        }
    }
}
