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
//! | a redirect, which is never followed | no | no | no |
//!
//! The answer to a bulk has an answer for each of its operations; `bulk` sends those again by the same table and the same
//! [`Retry`].

mod breaker;
mod nodes;
mod retry;

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, sleep};

pub(crate) use self::nodes::Nodes;
pub use self::{breaker::BreakerSettings, retry::Retry};
use crate::{
    error::{Error, Result, ServerError, Unreachable},
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

    /// How often, and how long between.
    pub(crate) const fn retry(&self) -> Retry {
        self.retry
    }

    /// Sends under every policy. The last answer is `Ok` whatever its status; where every breaker opens on the way, the
    /// outcome is that of the last attempt.
    pub(crate) async fn send(&self, request: &Request, timeout: Duration) -> Result<Response> {
        let timeout = request.time_allowed().unwrap_or(timeout);
        let mut last = None;
        let mut arrived = false;
        for retries in 0..=self.retry.retries {
            let previous = last.as_ref().map(|&(_, node)| node);
            let Some(permit) = self.nodes.choose(previous, Instant::now()) else {
                break;
            };
            let node = permit.node();
            let attempt = self.transport.send(node, request, timeout).await;
            permit.settle(is_node_failure(&attempt), Instant::now());
            arrived |= may_have_arrived(&attempt);
            let again = retries < self.retry.retries && may_repeat(request.effect(), &attempt);
            let pause = again.then(|| self.retry.pause(retries, retry_after(&attempt)));
            last = Some((attempt, node));
            let Some(pause) = pause else {
                break;
            };
            sleep(pause).await;
        }
        match last {
            Some((attempt, node)) => self.conclude(attempt, node, timeout, arrived),
            None => Err(Error::CircuitOpen { node: self.nodes.all().into() }),
        }
    }

    /// Sends once, to the next node, past its breaker: for questions about the server's health. An answer closes the
    /// breaker, so that whoever waited for the node can use it.
    pub(crate) async fn probe(&self, request: &Request, timeout: Duration) -> Result<Response> {
        let node = self.nodes.next();
        let attempt = self.transport.send(node, request, timeout).await;
        if !is_node_failure(&attempt) {
            self.nodes.is_well(node);
        }
        let arrived = may_have_arrived(&attempt);
        self.conclude(attempt, node, timeout, arrived)
    }

    /// Turns the last attempt into the outcome; `arrived` says whether this or an earlier one may have reached a server.
    fn conclude(&self, attempt: Attempt, node: usize, after: Duration, arrived: bool) -> Result<Response> {
        let name = self.nodes.name(node);
        let response = attempt.map_err(|error| match error.kind() {
            TransportErrorKind::Timeout => Error::Timeout { node: name.into(), after },
            TransportErrorKind::NotSent | TransportErrorKind::Broken => {
                Unreachable::new(name, arrived, error.into_source()).into()
            }
            TransportErrorKind::Redirected | TransportErrorKind::Refused => {
                Error::decode(format!("an answer of {name}"), error.into_source())
            }
            TransportErrorKind::Invalid => Error::invalid(error.to_string()),
        })?;
        if !matches!(response.status(), 300..=399) {
            return Ok(response);
        }
        let target = response.header("location").unwrap_or("(it does not say where)");
        let reason = format!("it redirects to {target}, which is not followed; give an address that answers itself");
        Err(Error::Server(Box::new(ServerError::new(response.status(), "", &reason).during(name))))
    }
}

/// The table of this module's head.
fn may_repeat(effect: Effect, attempt: &Attempt) -> bool {
    let is_transient = match attempt {
        Ok(response) => matches!(response.status(), 429 | 502..=504),
        Err(error) => may_help(error.kind()),
    };
    is_transient && (effect != Effect::Once || !may_have_arrived(attempt))
}

/// Whether a server may have begun to carry the request out, and no answer tells what became of it.
fn may_have_arrived(attempt: &Attempt) -> bool {
    match attempt {
        // A proxy says so also after a server has begun.
        Ok(response) => matches!(response.status(), 502..=504),
        Err(error) => !matches!(error.kind(), TransportErrorKind::NotSent | TransportErrorKind::Invalid),
    }
}

/// Whether the node is to blame. 429 is a node that is busy, not broken.
fn is_node_failure(attempt: &Attempt) -> bool {
    match attempt {
        Ok(response) => response.status() >= 500,
        Err(error) => may_help(error.kind()),
    }
}

/// Whether another attempt, or another node, may do better.
const fn may_help(kind: TransportErrorKind) -> bool {
    matches!(kind, TransportErrorKind::NotSent | TransportErrorKind::Broken | TransportErrorKind::Timeout)
}

/// The pause that the server asks for, in whole seconds.
fn retry_after(attempt: &Attempt) -> Option<Duration> {
    let seconds = attempt.as_ref().ok()?.header("retry-after")?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}
