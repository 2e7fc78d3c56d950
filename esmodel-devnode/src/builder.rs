//! The options of a cluster that is about to be started, and the settings its nodes get from them.

use std::time::Duration;

use crate::cluster::DevNode;
use crate::engine::{Engine, Product};
use crate::error::Error;
use crate::node::Settings;

/// Describes a cluster; [`start`](Self::start) brings it up.
#[derive(Debug, Clone)]
#[must_use = "nothing is started before `start`"]
pub struct Builder {
    pub(crate) engine: Engine,
    pub(crate) nodes: usize,
    pub(crate) port: u16,
    pub(crate) heap_mb: u32,
    pub(crate) deadline: Duration,
    pub(crate) settings: Settings,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            engine: Engine::OpenSearch3,
            nodes: 1,
            port: 0,
            heap_mb: 512,
            deadline: Duration::from_secs(120),
            settings: Settings::new(),
        }
    }

    /// Takes this engine; OpenSearch 3 unless set.
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Starts this many nodes, each a process of its own, in one cluster; 1 unless set.
    pub fn nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes.max(1);
        self
    }

    /// Lets the first node listen on this port; a free one is found unless set.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Lets the heap of each node grow to this many megabytes; 512 unless set.
    pub fn heap_mb(mut self, heap_mb: u32) -> Self {
        self.heap_mb = heap_mb;
        self
    }

    /// Waits this long for the whole cluster to be ready, once the engine is installed; 120 s unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Adds a setting of the server's own to every node, or replaces one that this crate sets.
    pub fn setting(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.insert(key.into(), value.into());
        self
    }

    /// Installs the engine if this is its first use on this machine, starts the nodes and waits until they serve.
    ///
    /// # Errors
    ///
    /// If there is no JDK or Maven for it, if installing fails, or if a node does not come up in time; the latter
    /// holds the end of the node's log.
    pub fn start(self) -> Result<DevNode, Error> {
        DevNode::start_with(self)
    }
}

/// What every node of an engine gets.
pub(crate) fn common_settings(engine: Engine, cluster: &str) -> Settings {
    let mut settings = Settings::new();
    let mut set = |key: &str, value: &str| settings.insert(key.to_owned(), value.to_owned());
    set("cluster.name", cluster);
    set("network.host", "127.0.0.1");
    set("http.port", "0");
    set("transport.port", "0");
    // The node binds whatever port is free and tells which: nobody can take it in between.
    set("node.portsfile", "true");
    set("discovery.initial_state_timeout", "0s");
    // A full disk is no reason for a throw-away node to refuse writes.
    set("cluster.routing.allocation.disk.threshold_enabled", "false");
    if matches!(engine, Engine::Elasticsearch8 | Engine::Elasticsearch8Secure) {
        set("xpack.security.enabled", if engine.is_secure() { "true" } else { "false" });
        set("xpack.security.autoconfiguration.enabled", "false");
    }
    if engine.is_secure() {
        for layer in ["http", "transport"] {
            let mut set_ssl = |key: &str, value: &str| set(&format!("xpack.security.{layer}.ssl.{key}"), value);
            set_ssl("enabled", "true");
            set_ssl("certificate", "node.crt");
            set_ssl("key", "node.key");
            set_ssl("certificate_authorities", "ca.crt");
        }
    }
    settings
}

/// What makes a node one of several; `first` holds on their first start only.
pub(crate) fn discovery_settings(engine: Engine, names: &[String], first: bool) -> Settings {
    let mut settings = Settings::new();
    let mut set = |key: &str, value: &str| settings.insert(key.to_owned(), value.to_owned());
    if names.len() == 1 {
        set("discovery.type", "single-node");
        return settings;
    }
    // Ports are known only after the start, so addresses come from a file that is read again and again. The empty list
    // keeps nodes from looking for others on the default ports.
    set("discovery.seed_providers", "file");
    set("discovery.seed_hosts", "");
    set("discovery.find_peers_interval", "200ms");
    for check in ["follower_check", "leader_check"] {
        set(&format!("cluster.fault_detection.{check}.interval"), "500ms");
        set(&format!("cluster.fault_detection.{check}.timeout"), "3s");
    }
    if first {
        let key = match engine.family() {
            Product::OpenSearch => "cluster.initial_cluster_manager_nodes",
            Product::Elasticsearch => "cluster.initial_master_nodes",
        };
        set(key, &names.join(","));
    }
    settings
}
