//! Which engines the live tests run on: those that `ESMODEL_TEST_SERVERS` names, else dev nodes.

use std::{env, fmt};

use esmodel_devnode::{DevNode, Engine as Product, Lack};

/// Before the address of a dev node that runs already: the gate starts the engines once for all suites.
const DEV_NODE: &str = "devnode+";

/// A server under test.
#[derive(Debug)]
pub struct Engine {
    name: String,
    /// What a dev node of this engine lacks; a server of one's own lacks nothing.
    lacks: &'static [Lack],
    url: String,
    node: Option<DevNode>,
}

impl Engine {
    /// The short name, such as `os3`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether this engine, as it runs here, lacks something that its product has.
    pub fn lacks(&self, what: Lack) -> bool {
        self.lacks.contains(&what)
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.node.is_some() { "dev node" } else { "given server" };
        write!(f, "{} ({kind} at {})", self.name, self.url)
    }
}

/// Where the engines come from, before any is started.
#[derive(Debug)]
pub enum Engines {
    /// Servers of one's own: name and address.
    Given(Vec<(String, String)>),
    /// Dev nodes to be started.
    DevNodes(Vec<Product>),
}

impl Engines {
    /// Reads `ESMODEL_TEST_SERVERS` (`es8=http://127.0.0.1:9208,os3=devnode+http://..`); unset, the newest OpenSearch that
    /// the JDKs found can run, and Elasticsearch 8.
    ///
    /// A variable that names nothing is a mistake, not a way to skip.
    pub fn from_environment() -> Self {
        let Some(list) = env::var_os("ESMODEL_TEST_SERVERS") else {
            let (newest, notice) = Product::newest_available_default();
            if let Some(notice) = notice {
                eprintln!("{notice}");
            }
            return Self::DevNodes(vec![newest, Product::Elasticsearch8]);
        };
        let list = list.into_string().expect("ESMODEL_TEST_SERVERS is text");
        let given: Vec<_> = list.split(',').filter(|entry| !entry.trim().is_empty()).map(parse).collect();
        assert!(
            !given.is_empty(),
            "ESMODEL_TEST_SERVERS is set and names no server; write `es8=http://..,os3=http://..`"
        );
        Self::Given(given)
    }

    /// The engines' short names.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Given(servers) => servers.iter().map(|(name, _)| name.clone()).collect(),
            Self::DevNodes(products) => products.iter().map(|product| product.name().to_owned()).collect(),
        }
    }

    /// Starts what must be started, all at once.
    pub fn start(self) -> Vec<Engine> {
        match self {
            Self::Given(servers) => servers.into_iter().map(|(name, url)| given(name, url)).collect(),
            Self::DevNodes(products) => {
                let starting: Vec<_> =
                    products.into_iter().map(|product| std::thread::spawn(move || start(product))).collect();
                starting.into_iter().map(|thread| thread.join().expect("an engine starts")).collect()
            }
        }
    }
}

fn parse(entry: &str) -> (String, String) {
    let (name, url) = entry
        .split_once('=')
        .unwrap_or_else(|| panic!("`{entry}` in ESMODEL_TEST_SERVERS is not of the form `es8=http://127.0.0.1:9208`"));
    (name.trim().to_owned(), url.trim().to_owned())
}

/// A given server lacks nothing, unless its address says that it is a dev node started beforehand.
fn given(name: String, url: String) -> Engine {
    let Some(plain) = url.strip_prefix(DEV_NODE) else {
        return Engine { name, lacks: &[], url, node: None };
    };
    let product: Product = name.parse().unwrap_or_else(|error| panic!("{DEV_NODE} needs an engine's name: {error}"));
    Engine { lacks: product.lacks(), url: plain.to_owned(), name, node: None }
}

fn start(product: Product) -> Engine {
    match DevNode::builder().engine(product).start() {
        Ok(node) => {
            Engine { name: product.name().to_owned(), lacks: product.lacks(), url: node.url(), node: Some(node) }
        }
        Err(error) => panic!("{} does not start: {error}", product.name()),
    }
}
