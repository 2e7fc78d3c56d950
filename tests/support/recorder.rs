//! A transport that writes down what goes over the wire.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use esmodel::{
    Client, ClientBuilder,
    transport::{Transport, TransportError, TransportOptions, elastic::OfficialTransport},
    wire::{Request, Response},
};
use futures_util::future::BoxFuture;

use super::Context;

/// The official transport, and every request that it sent.
#[derive(Debug)]
pub struct Recorder {
    inner: OfficialTransport,
    sent: Mutex<Vec<Request>>,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
}

impl Recorder {
    /// The requests so far as `POST /_msearch`, without index names' prefix; forgets them.
    pub fn take(&self) -> Vec<String> {
        let sent = std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner));
        sent.iter().map(|request| format!("{} {}", request.method().as_str(), last_segments(request))).collect()
    }

    /// The most requests that were on the wire at the same time.
    pub fn most_under_way(&self) -> usize {
        self.most_under_way.load(Ordering::SeqCst)
    }
}

/// The path without the index, whose name is a test's own.
fn last_segments(request: &Request) -> String {
    let path = request.path().as_str();
    path.split('/').filter(|segment| segment.starts_with('_')).collect::<Vec<_>>().join("/")
}

/// Counts down also when the request is abandoned.
struct UnderWay<'a>(&'a AtomicUsize);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Transport for Recorder {
    fn send<'a>(
        &'a self,
        node: usize,
        request: &'a Request,
        timeout: Duration,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
            let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_under_way.fetch_max(now, Ordering::SeqCst);
            let _under_way = UnderWay(&self.under_way);
            self.inner.send(node, request, timeout).await
        })
    }
}

impl Context {
    /// Another client on this test's indices, whose requests are written down.
    pub async fn recorded(&self, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Client, Arc<Recorder>) {
        let inner = OfficialTransport::new(&[self.engine().url()], &TransportOptions::default())
            .expect("the engine's address is one");
        let recorder = Arc::new(Recorder {
            inner,
            sent: Mutex::default(),
            under_way: AtomicUsize::default(),
            most_under_way: AtomicUsize::default(),
        });
        let builder = Client::builder()
            .transport(Arc::<Recorder>::clone(&recorder))
            .dialect(self.es().dialect())
            .index_prefix(self.es().index_prefix().to_owned());
        (settings(builder).connect().await.expect("nothing is asked"), recorder)
    }
}
