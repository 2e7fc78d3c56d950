//! Settings of a client.

use std::{fmt, sync::Arc, time::Duration};

use secrecy::SecretString;

use super::{Client, Refresh, Settings, address::display_name, ready};
use crate::{
    cluster::detect,
    dialect::Dialect,
    error::{Error, Result},
    policy::{BreakerSettings, Nodes, Policies, Retry},
    transport::{Certificates, Compression, Credentials, Transport, TransportOptions},
    wire::check_prefix,
};

/// Settings of a [`Client`]; see [`Client::builder`].
#[must_use = "settings do nothing until `connect`"]
pub struct ClientBuilder {
    nodes: Vec<String>,
    options: TransportOptions,
    transport: Option<Arc<dyn Transport>>,
    retry: Retry,
    breaker: BreakerSettings,
    settings: Settings,
    dialect: Option<Dialect>,
    ready_within: Option<Duration>,
    concurrency: usize,
}

/// Without addresses: they may hold credentials.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("nodes", &self.nodes.len())
            .field("options", &self.options)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        let settings = Settings {
            timeout: Duration::from_secs(30),
            refresh: Refresh::No,
            index_prefix: Arc::from(""),
            lazy_deadline: Duration::from_secs(30),
            actor: None,
            lazy_level: 0,
        };
        Self {
            nodes: Vec::new(),
            options: TransportOptions::default(),
            transport: None,
            retry: Retry::default(),
            breaker: BreakerSettings::default(),
            settings,
            dialect: None,
            ready_within: None,
            concurrency: 16,
        }
    }

    /// Adds a node: `http://localhost:9200`, `https://user:password@host/prefix`. Requests go to the nodes in turn; a
    /// retry goes to another one. Credentials of the first node that has any are used for all.
    pub fn node(mut self, url: impl Into<String>) -> Self {
        self.nodes.push(url.into());
        self
    }

    /// Adds several nodes of one cluster.
    pub fn nodes<I>(mut self, urls: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.nodes.extend(urls.into_iter().map(Into::into));
        self
    }

    /// Sends through this transport instead of the official client. [`nodes`](Self::nodes) are then only names,
    /// shown without the credentials that they may hold; credentials, certificates and compression are the
    /// transport's own affair.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Logs in as a user.
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.options.credentials = Some(Credentials::Basic(user.into(), SecretString::from(password.into())));
        self
    }

    /// Shows an API key in its encoded form: base64 of `id:key`, as the server hands it out.
    pub fn api_key(mut self, encoded: impl Into<String>) -> Self {
        self.options.credentials = Some(Credentials::ApiKey(SecretString::from(encoded.into())));
        self
    }

    /// Shows a bearer token.
    pub fn bearer(mut self, token: impl Into<String>) -> Self {
        self.options.credentials = Some(Credentials::Bearer(SecretString::from(token.into())));
        self
    }

    /// Trusts one more certificate authority, given as PEM, besides the public ones that are built in. The system's store is
    /// not read.
    pub fn ca_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.options.ca_certificate = Some(pem.into());
        self
    }

    /// Takes any certificate. For experiments on one's own machine: anyone in between can read everything.
    pub fn danger_accept_invalid_certificates(mut self) -> Self {
        self.options.certificates = Certificates::AcceptInvalid;
        self
    }

    /// Whether answers may be compressed; not by default, since on a fast link that costs more than it saves.
    pub fn compression(mut self, compression: Compression) -> Self {
        self.options.compression = compression;
        self
    }

    /// The time allowed for one attempt: 30 s by default. Four attempts may so take two minutes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How often a request is sent again, and with which pauses.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// When a node that fails is left alone.
    pub fn breaker(mut self, breaker: BreakerSettings) -> Self {
        self.breaker = breaker;
        self
    }

    /// Put before the name of every index, such as `test-`, or one for each tenant.
    ///
    /// A loaded document goes back to the index that it was read from. Where that does not begin with the prefix of the
    /// client that saves, deletes or reloads it, alone or in a bulk, the call is [`Error::Invalid`] and nothing is sent:
    /// it is another tenant's. So indices behind an alias need the prefix as the alias does. A prefix is a name and no
    /// access control: a pattern under `acme-` also covers the indices of `acme-2-`. One that no name of an index can
    /// begin with makes `connect` fail.
    pub fn index_prefix(mut self, prefix: impl Into<Arc<str>>) -> Self {
        self.settings.index_prefix = prefix.into();
        self
    }

    /// When searches see a write that says nothing else; [`Refresh::No`] by default.
    pub fn refresh(mut self, refresh: Refresh) -> Self {
        self.settings.refresh = refresh;
        self
    }

    /// How many requests of lazy properties and of [`Client::batched`] this client and its copies may have on the wire
    /// at a time: 16 by default, at least one. Work that waits holds none of these places.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests;
        self
    }

    /// The time that the lazy properties of one query may take in all, with everything that they load: 30 s by
    /// default. Those that are not done by then are [`Lazy::Failed`](crate::model::Lazy::Failed); the others keep
    /// their values.
    pub fn lazy_deadline(mut self, deadline: Duration) -> Self {
        self.settings.lazy_deadline = deadline;
        self
    }

    /// Names the server's product and version, so that nothing is asked at connect: for servers that refuse to tell.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = Some(dialect);
        self
    }

    /// Lets `connect` wait that long for the cluster to be ready, instead of failing at once.
    pub fn wait_until_ready(mut self, deadline: Duration) -> Self {
        self.ready_within = Some(deadline);
        self
    }

    /// Makes the client, and finds out which server answers: one request, or none where
    /// [`dialect`](Self::dialect) is given.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an address, a certificate or an index prefix that cannot be used; [`Error::Unreachable`] when nobody
    /// answers; [`Error::Unsupported`] for a server that is too old; [`Error::Server`] for wrong credentials.
    pub async fn connect(mut self) -> Result<Client> {
        if self.nodes.is_empty() && self.transport.is_none() {
            return Err(Error::invalid("a client needs the address of a node, such as `http://localhost:9200`"));
        }
        check_prefix(&self.settings.index_prefix)?;
        let transport = match self.transport.take() {
            Some(transport) => {
                self.nodes.iter_mut().for_each(|node| *node = display_name(node));
                transport
            }
            None => official(&mut self.nodes, &mut self.options)?,
        };
        if self.nodes.is_empty() {
            self.nodes.push("the transport's only node".to_owned());
        }
        let policies = Policies::new(transport, Nodes::new(self.nodes, self.breaker), self.retry);
        if let Some(deadline) = self.ready_within {
            ready::wait_until_ready(&policies, deadline).await?;
        }
        let dialect = match self.dialect {
            Some(dialect) => dialect,
            None => detect(&policies, self.settings.timeout).await?,
        };
        Ok(Client::new(policies, dialect, self.concurrency, self.settings))
    }
}

/// The official client; takes the credentials out of the addresses.
#[cfg(feature = "transport-official")]
fn official(nodes: &mut [String], options: &mut TransportOptions) -> Result<Arc<dyn Transport>> {
    for node in &mut *nodes {
        let (plain, credentials) = super::address::split_credentials(node)?;
        *node = plain;
        options.credentials = options.credentials.take().or(credentials);
    }
    let nodes: Vec<&str> = nodes.iter().map(String::as_str).collect();
    Ok(Arc::new(crate::transport::elastic::OfficialTransport::new(&nodes, options)?))
}

#[cfg(not(feature = "transport-official"))]
fn official(_: &mut [String], _: &mut TransportOptions) -> Result<Arc<dyn Transport>> {
    Err(Error::invalid("this build has no HTTP client: enable the feature `transport-official`, or give a `transport`"))
}
