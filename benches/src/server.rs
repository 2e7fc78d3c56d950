//! The engine that the rows over the wire share, and the three ways to talk to it.

use std::{env, rc::Rc, time::Duration};

use elasticsearch::http::{
    Method, Url,
    headers::{ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue},
    transport::{SingleNodeConnectionPool, Transport, TransportBuilder},
};
use esmodel::{Client, bulk::BulkOutcome, model::ModelDefinition as _};
use esmodel_devnode::{DevNode, Engine};
use tokio::runtime::Runtime;

use crate::City;

/// The time allowed for a request, the same on all three ways.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The usual heap of a dev node is too small for ten bulks of 100,000 one after the other: its breaker refuses them.
const HEAP_MB: u32 = 1024;

/// An engine, and the process behind it where this program started one: it ends with the value.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) node: Option<DevNode>,
}

impl Server {
    /// The one that `ESMODEL_URL` names; without it a throw-away node.
    pub(crate) fn find(engine: Engine) -> Self {
        if let Ok(url) = env::var("ESMODEL_URL") {
            return Self { url: url.trim_end_matches('/').to_owned(), node: None };
        }
        eprintln!("starting {} {} ..", engine.product(), engine.version());
        let node = DevNode::builder().engine(engine).heap_mb(HEAP_MB).start().unwrap_or_else(|error| panic!("{error}"));
        Self { url: node.url(), node: Some(node) }
    }

    /// Where it came from.
    pub(crate) const fn origin(&self) -> &'static str {
        if self.node.is_some() { "a dev node of this program" } else { "from ESMODEL_URL" }
    }
}

/// One index of the engine, and all three clients. Each side of a contest has an index of its own.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) runtime: Rc<Runtime>,
    pub(crate) es: Client,
    pub(crate) official: Official,
    pub(crate) http: Http,
    /// The full name of the index.
    pub(crate) index: String,
}

impl Desk {
    pub(crate) fn new(runtime: Rc<Runtime>, url: &str) -> Self {
        let es = runtime.block_on(Client::builder().node(url).timeout(TIMEOUT).connect());
        let es = es.unwrap_or_else(|error| panic!("{error}"));
        let index = es.index_name(City::SCHEMA.index).into_owned();
        Self { runtime, official: Official::new(url), http: Http::new(url), es, index }
    }

    /// The same, for an index of another name.
    pub(crate) fn of(&self, side: &str) -> Self {
        let es = self.es.with_index_prefix(format!("{side}-")).expect("the side is the beginning of a name");
        let index = es.index_name(City::SCHEMA.index).into_owned();
        Self { es, index, ..self.clone() }
    }

    /// Makes the index anew, empty.
    pub(crate) fn renew(&self) {
        self.remove();
        let applied = self.runtime.block_on(async { self.es.schema::<City>().apply().await });
        applied.unwrap_or_else(|error| panic!("{error}"));
    }

    /// Deletes the index; it may be gone already.
    pub(crate) fn remove(&self) {
        match self.runtime.block_on(self.es.index::<City>().delete()) {
            Ok(()) | Err(esmodel::Error::NotFound { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// Fills the index and makes searches see it.
    pub(crate) fn fill(&self, cities: &[City]) {
        self.renew();
        self.runtime.block_on(async {
            let saved = self.es.bulk_save(cities.to_vec()).await.and_then(BulkOutcome::all);
            saved.unwrap_or_else(|error| panic!("{error}"));
            self.es.index::<City>().refresh().await.unwrap_or_else(|error| panic!("{error}"));
        });
    }
}

/// The official client's own `send`, set up as lean as it goes: no proxy, no meta header, answers uncompressed, headers
/// made once.
#[derive(Clone)]
pub(crate) struct Official {
    transport: Transport,
    headers: HeaderMap,
}

impl Official {
    fn new(url: &str) -> Self {
        let url = Url::parse(url).expect("the engine's address is a URL");
        let builder = TransportBuilder::new(SingleNodeConnectionPool::new(url));
        let transport = builder.disable_proxy().enable_meta_header(false).build().expect("no TLS is asked for");
        let headers = HeaderMap::from_iter([
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (ACCEPT_ENCODING, HeaderValue::from_static("identity")),
        ]);
        Self { transport, headers }
    }

    /// Sends, and yields the body of the answer, which must be a success.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        query: Option<&[(&str, u64)]>,
        body: Option<Vec<u8>>,
    ) -> bytes::Bytes {
        let sent = self.transport.send(method, path, self.headers.clone(), query, body, Some(TIMEOUT)).await;
        let answer = sent.unwrap_or_else(|error| panic!("{error}"));
        assert!(answer.status_code().is_success(), "{path}: {}", answer.status_code());
        answer.bytes().await.unwrap_or_else(|error| panic!("{error}"))
    }
}

/// `reqwest` alone, set up as lean: no proxy, no compression.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    pub(crate) url: String,
}

impl Http {
    fn new(url: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().no_gzip().timeout(TIMEOUT).build();
        Self { client: client.expect("no TLS is asked for"), url: url.to_owned() }
    }

    /// Sends, and yields the body of the answer, which must be a success.
    pub(crate) async fn send(&self, method: reqwest::Method, path: &str, body: Option<Vec<u8>>) -> bytes::Bytes {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(body) = body {
            let content = if path.ends_with("/_bulk") { "application/x-ndjson" } else { "application/json" };
            request = request.header(CONTENT_TYPE, content).body(body);
        }
        let answer = request.send().await.unwrap_or_else(|error| panic!("{error}"));
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.bytes().await.unwrap_or_else(|error| panic!("{error}"))
    }
}
