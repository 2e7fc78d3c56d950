//! The handle to a cluster.

mod address;
mod builder;
mod ready;

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use tokio::sync::Semaphore;

pub use self::builder::ClientBuilder;
use crate::{
    dialect::Dialect,
    error::Result,
    model::{Millis, Writer},
    policy::{Policies, Retry},
    wire::{Request, Response, check_prefix, with_prefix},
};

/// A handle to a cluster of Elasticsearch or OpenSearch nodes. Cloning it is cheap and shares connections, breakers
/// and what was found out about the server.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    settings: Settings,
}

/// What every copy of a client shares.
struct Shared {
    policies: Policies,
    dialect: Dialect,
    /// How many requests of batches may be on the wire. Held while one is, never by work that waits.
    places: Semaphore,
}

/// What a copy may have of its own.
#[derive(Debug, Clone)]
struct Settings {
    timeout: Duration,
    refresh: Refresh,
    index_prefix: Arc<str>,
    lazy_deadline: Duration,
    /// On whose behalf it writes.
    actor: Option<Arc<str>>,
    /// How many lazy properties this copy is inside of.
    lazy_level: u32,
}

/// When searches see a write. Gets see it at once, whatever this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refresh {
    /// With the index's next refresh, within a second by default. Nothing is sent.
    #[default]
    No,
    /// The write is answered after the next refresh: up to a second later, at no cost to the server.
    WaitFor,
    /// A refresh is made for this write: at once, and costly when done often.
    Now,
}

impl Refresh {
    pub(crate) const fn as_param(self) -> Option<&'static str> {
        match self {
            Self::No => None,
            Self::WaitFor => Some("wait_for"),
            Self::Now => Some("true"),
        }
    }
}

impl Client {
    /// Connects to the node at `url` (`http://localhost:9200`, `https://user:password@host/prefix`) with default
    /// settings, and finds out which server it is: one request.
    ///
    /// # Errors
    /// [`Error::Unreachable`](crate::Error::Unreachable) when nobody answers,
    /// [`Error::Unsupported`](crate::Error::Unsupported) for a server that is too old.
    #[cfg(feature = "transport-official")]
    pub async fn connect(url: impl Into<String>) -> Result<Self> {
        Self::builder().node(url).connect().await
    }

    /// Settings for a client: nodes, credentials, time-outs, retries.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    fn new(policies: Policies, dialect: Dialect, places: usize, settings: Settings) -> Self {
        let places = Semaphore::new(places.clamp(1, Semaphore::MAX_PERMITS));
        Self { shared: Arc::new(Shared { policies, dialect, places }), settings }
    }

    /// Product and version of the server, as found at connect.
    pub fn dialect(&self) -> Dialect {
        self.shared.dialect
    }

    /// Sends any request under the client's policies: retry, choice of a node, breaker, time-out. The answer is `Ok`
    /// whatever its status.
    ///
    /// # Errors
    /// [`Error::Unreachable`](crate::Error::Unreachable), [`Error::Timeout`](crate::Error::Timeout),
    /// [`Error::CircuitOpen`](crate::Error::CircuitOpen): there was no answer.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.shared.policies.send(&request, self.settings.timeout).await
    }

    /// How often what a server was too busy for is sent again.
    pub(crate) fn retry(&self) -> Retry {
        self.shared.policies.retry()
    }

    /// A copy with another time-out for each attempt.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let mut copy = self.clone();
        copy.settings.timeout = timeout;
        copy
    }

    /// A copy whose writes have another refresh.
    #[must_use]
    pub fn with_refresh(&self, refresh: Refresh) -> Self {
        let mut copy = self.clone();
        copy.settings.refresh = refresh;
        copy
    }

    /// A copy that puts `prefix` before the name of every index, instead of the present one: `test-` makes `cities`
    /// into `test-cities`. See [`ClientBuilder::index_prefix`].
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a prefix that no name of an index can begin with.
    pub fn with_index_prefix(&self, prefix: impl Into<Arc<str>>) -> Result<Self> {
        let prefix = prefix.into();
        check_prefix(&prefix)?;
        let mut copy = self.clone();
        copy.settings.index_prefix = prefix;
        Ok(copy)
    }

    /// What stands before the name of every index; empty for nothing.
    pub fn index_prefix(&self) -> &str {
        &self.settings.index_prefix
    }

    /// A copy that writes on behalf of `actor`: what `created_by` and `updated_by` fields get. An empty name is none.
    #[must_use]
    pub fn with_actor(&self, actor: impl Into<Arc<str>>) -> Self {
        let mut copy = self.clone();
        copy.settings.actor = Some(actor.into()).filter(|actor| !actor.is_empty());
        copy
    }

    /// On whose behalf it writes.
    pub fn actor(&self) -> Option<&str> {
        self.settings.actor.as_deref()
    }

    /// Who writes now.
    pub(crate) fn writer(&self) -> Writer<'_> {
        Writer { now: Millis::now(), actor: self.settings.actor.as_ref() }
    }

    /// A copy that gives the lazy properties of a query another time; see [`ClientBuilder::lazy_deadline`].
    #[must_use]
    pub fn with_lazy_deadline(&self, deadline: Duration) -> Self {
        let mut copy = self.clone();
        copy.settings.lazy_deadline = deadline;
        copy
    }

    /// A copy for what runs inside of a lazy property.
    pub(crate) fn one_level_down(&self) -> Self {
        let mut copy = self.clone();
        copy.settings.lazy_level += 1;
        copy
    }

    /// How many lazy properties this copy is inside of.
    pub(crate) const fn lazy_level(&self) -> u32 {
        self.settings.lazy_level
    }

    pub(crate) const fn lazy_deadline(&self) -> Duration {
        self.settings.lazy_deadline
    }

    /// The places on the wire that requests of batches share.
    pub(crate) fn places(&self) -> &Semaphore {
        &self.shared.places
    }

    /// When searches see a write that says nothing else.
    pub const fn refresh(&self) -> Refresh {
        self.settings.refresh
    }

    /// The full name of an index: the client's prefix and `index`. In a list that is separated by commas each name gets
    /// the prefix. It goes inside of date math (`<test-logs-{now/d}>`), behind the name of a remote cluster
    /// (`far:test-logs`), and behind the `-` of an exclusion (`test-logs-*,-test-logs-old`).
    pub fn index_name<'a>(&self, index: &'a str) -> Cow<'a, str> {
        with_prefix(&self.settings.index_prefix, index)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("nodes", &self.shared.policies.nodes().all())
            .field("dialect", &self.shared.dialect)
            .field("settings", &self.settings)
            .finish()
    }
}
