//! A client that is answered from memory: what esmodel itself costs, without a network.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use esmodel::{
    Client,
    dialect::{Dialect, Product, Version},
    transport::{Transport, TransportError},
    wire::{Request, Response},
};
use futures_util::future::{BoxFuture, ready};

/// The server that queries are written for.
pub(crate) const ES8: Dialect = Dialect::new(Product::Elasticsearch, Version::new(8, 19, 21));

/// Answers every request with the same bytes.
#[derive(Debug)]
struct Canned(Bytes);

impl Transport for Canned {
    fn send<'a>(&'a self, _: usize, _: &'a Request, _: Duration) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(ready(Ok(Response::new(200, Vec::new(), self.0.clone()))))
    }
}

/// A client that is answered with `reply`.
pub(crate) async fn client(reply: &Bytes) -> Client {
    let transport = Arc::new(Canned(reply.clone()));
    Client::builder().transport(transport).dialect(ES8).connect().await.expect("nothing is asked at connect")
}
