//! The one stack between a verb and a transport: retry, then choice of a node, then its breaker, then the time-out.
//!
//! What is sent again, at most [`Retry::retries`] times, and never anything else:
//!
//! | what happened | read | idempotent | once |
//! |---|---|---|---|
//! | no connection was made | yes | yes | yes |
//! | the connection broke, or the time was up | yes | yes | no: it may have been carried out |
//! | 429 | yes | yes | yes: the server refused to begin |
//! | 502, 503, 504 | yes | yes | no: a proxy may say so after the server began |
//! | any other answer | no | no | no |

mod breaker;
mod nodes;
mod retry;

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, sleep};

pub use self::{breaker::BreakerSettings, retry::Retry};
pub(crate) use self::nodes::Nodes;
use crate::{
    error::{Error, Result, Unreachable},
    transport::{Transport, TransportError, TransportErrorKind},
    wire::{Effect, Request, Response},
};

/// A transport and what is done around it.
#[derive(Debug)]
pub(crate) struct Policies {
    transport: Arc<dyn Transport>,
    nodes: Nodes,
    retry: Retry,
}

/// What became of one attempt.
type Attempt = std::result::Result<Response, TransportError>;

impl Policies {
    pub(crate) fn new(transport: Arc<dyn Transport>, nodes: Nodes, retry: Retry) -> Self {
        Self { transport, nodes, retry }
    }

    /// The nodes, for messages.
    pub(crate) const fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    /// Sends under every policy. The last answer is `Ok` whatever its status.
    pub(crate) async fn send(&self, request: &Request, timeout: Duration) -> Result<Response> {
        let timeout = request.time_allowed().unwrap_or(timeout);
        let mut previous = None;
        let mut retries = 0;
        loop {
            let Some(permit) = self.nodes.choose(previous, Instant::now()) else {
                return Err(Error::CircuitOpen { node: self.nodes.all().into() });
            };
            let node = permit.node();
            let attempt = self.transport.send(node, request, timeout).await;
            permit.settle(is_node_failure(&attempt), Instant::now());
            if retries >= self.retry.retries || !may_repeat(request.effect(), &attempt) {
                return self.conclude(attempt, node, timeout);
            }
            sleep(self.retry.pause(retries, retry_after(&attempt))).await;
            retries += 1;
            previous = Some(node);
        }
    }

    /// Sends once, to the next node, past its breaker: for questions about the server's health.
    pub(crate) async fn probe(&self, request: &Request, timeout: Duration) -> Result<Response> {
        let node = self.nodes.next();
        let attempt = self.transport.send(node, request, timeout).await;
        self.conclude(attempt, node, timeout)
    }

    fn conclude(&self, attempt: Attempt, node: usize, after: Duration) -> Result<Response> {
        attempt.map_err(|error| {
            let name = self.nodes.name(node);
            match error.kind() {
                TransportErrorKind::Timeout => Error::Timeout { node: name.into(), after },
                TransportErrorKind::NotSent => Unreachable::new(name, false, error.into_source()).into(),
                TransportErrorKind::Broken => Unreachable::new(name, true, error.into_source()).into(),
                TransportErrorKind::Invalid => Error::invalid(error.to_string()),
            }
        })
    }
}

/// The table of this module's head.
fn may_repeat(effect: Effect, attempt: &Attempt) -> bool {
    let at_most_once = effect == Effect::Once;
    match attempt {
        Ok(response) => match response.status() {
            429 => true,
            502..=504 => !at_most_once,
            _ => false,
        },
        Err(error) => match error.kind() {
            TransportErrorKind::NotSent => true,
            TransportErrorKind::Broken | TransportErrorKind::Timeout => !at_most_once,
            TransportErrorKind::Invalid => false,
        },
    }
}

/// Whether the node is to blame. 429 is a node that is busy, not broken.
fn is_node_failure(attempt: &Attempt) -> bool {
    match attempt {
        Ok(response) => response.status() >= 500,
        Err(error) => error.kind() != TransportErrorKind::Invalid,
    }
}

/// The pause that the server asks for, in whole seconds.
fn retry_after(attempt: &Attempt) -> Option<Duration> {
    let seconds = attempt.as_ref().ok()?.header("retry-after")?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}
