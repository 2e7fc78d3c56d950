//! How one request reaches one node. No retry, no choice of node, no decoding: the policy stack does the first two,
//! the verbs the last.

#[cfg(feature = "transport-official")]
pub mod elastic;
#[cfg(feature = "test-util")]
pub mod mock;

use std::{error::Error as StdError, fmt, time::Duration};

use futures_util::future::BoxFuture;
use secrecy::SecretString;

use crate::wire::{Request, Response};

/// Sends one request to one node and brings the answer back, whatever its status.
///
/// Implement it to plug in another HTTP client, a recorder, or a fault injector. The path of the request must arrive
/// as it is, byte for byte. A redirect is an answer: it must not be followed.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends `request` to node number `node` (an index into the addresses that the client was built with).
    ///
    /// Must give up with [`TransportError::timeout`] after `timeout`. Dropping the future abandons the request; the
    /// server may still carry it out.
    fn send<'a>(
        &'a self,
        node: usize,
        request: &'a Request,
        timeout: Duration,
    ) -> BoxFuture<'a, Result<Response, TransportError>>;
}

/// Why no answer came.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync + 'static>,
}

/// How far the request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// It certainly did not reach the server: no connection was made.
    NotSent,
    /// The connection broke after something was sent; the server may have carried it out.
    Broken,
    /// No whole answer within the time allowed; the server may have carried it out.
    Timeout,
    /// The node sends requests elsewhere, and the HTTP client followed: it may have been carried out there. A retry would
    /// only do that again.
    Redirected,
    /// An answer came that is refused, such as one larger than allowed; the server has carried the request out. A retry
    /// would not help.
    Refused,
    /// The request itself cannot be sent; a retry would not help.
    Invalid,
}

impl TransportError {
    /// Nothing reached the server.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::NotSent, source: source.into() }
    }

    /// The connection broke; the request may have arrived.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Broken, source: source.into() }
    }

    /// No whole answer in time; the request may have arrived.
    pub fn timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Timeout, source: source.into() }
    }

    /// The request went elsewhere, by a redirect; it may have arrived there.
    pub fn redirected(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Redirected, source: source.into() }
    }

    /// There is an answer, which is refused.
    pub fn refused(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Refused, source: source.into() }
    }

    /// The request cannot be sent at all.
    pub fn invalid(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Invalid, source: source.into() }
    }

    /// How far the request got.
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Gives the cause away.
    pub(crate) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.source, f)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// How a transport reaches nodes: credentials and TLS. Secrets are never shown.
#[derive(Debug, Clone)]
pub struct TransportOptions {
    /// What proves who is asking.
    pub credentials: Option<Credentials>,
    /// A certificate authority to trust, as PEM, besides the public ones that are built in (not the system's store).
    pub ca_certificate: Option<Vec<u8>>,
    /// Whether the server's certificate is checked.
    pub certificates: Certificates,
    /// Whether answers may be compressed.
    pub compression: Compression,
    /// The most bytes of an answer's body that are taken; 512 MiB unless said otherwise.
    pub max_reply_bytes: u64,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            credentials: None,
            ca_certificate: None,
            certificates: Certificates::default(),
            compression: Compression::default(),
            max_reply_bytes: 512 * 1024 * 1024,
        }
    }
}

/// What proves who is asking.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// User and password.
    Basic(String, SecretString),
    /// An API key in its encoded form (base64 of `id:key`).
    ApiKey(SecretString),
    /// A bearer token.
    Bearer(SecretString),
}

/// Whether the server's certificate is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Certificates {
    /// It must be valid, for the name in the address. The default.
    #[default]
    Verify,
    /// Anything is accepted: for experiments on one's own machine.
    AcceptInvalid,
}

/// Whether answers may be compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compression {
    /// They come as they are: fastest on a fast link. The default.
    #[default]
    Identity,
    /// gzip: for slow links.
    Gzip,
}
