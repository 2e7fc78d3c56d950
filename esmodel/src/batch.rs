//! Whatever verbs run on: a [`Client`] today, a lazy property's context beside it later.

use futures_util::future::BoxFuture;

use crate::{
    client::Client,
    error::Result,
    wire::{Request, Response},
};

/// Carries the verbs' requests: a [`Client`], or something that merges several requests into one.
///
/// Sealed: users take `&impl Runner`, they do not implement it.
pub trait Runner: sealed::Sealed + Send + Sync {
    /// The client whose settings (index prefix, refresh, dialect) apply.
    fn client(&self) -> &Client;

    /// Runs `request` under the client's policies. An answer of any status is `Ok`; the verb decides what it means.
    fn run(&self, request: Request) -> BoxFuture<'_, Result<Response>>;
}

mod sealed {
    #[expect(unnameable_types, reason = "a seal: naming it is what users must not be able to")]
    pub trait Sealed {}
    impl Sealed for crate::client::Client {}
}

impl Runner for Client {
    fn client(&self) -> &Client {
        self
    }

    fn run(&self, request: Request) -> BoxFuture<'_, Result<Response>> {
        Box::pin(self.send(request))
    }
}
