//! A running cluster of one or several nodes, and its end.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, Instant};

use crate::archive;
use crate::builder::{Builder, common_settings, discovery_settings};
use crate::elastic;
use crate::engine::Engine;
use crate::error::{At as _, Error};
use crate::home::Home;
use crate::install::Installation;
use crate::node::{Jvm, Node, Settings};
use crate::ready::{TlsLogin, TlsProbe, Wanted, is_healthy};

/// A cluster of real nodes that lives as long as this value, and no longer than this process.
///
/// Nodes are counted from 0. Dropping the value ends them and removes their data.
#[derive(Debug)]
pub struct DevNode {
    installation: Installation,
    jvm: Jvm,
    settings: Settings,
    deadline: Duration,
    nodes: Vec<Node>,
    home: Home,
}

impl DevNode {
    /// Describes a cluster with options.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Starts one node of the default engine; if that is not the newest one, a line on standard error says so.
    ///
    /// # Errors
    ///
    /// As [`Builder::start`].
    pub fn start() -> Result<Self, Error> {
        let (engine, notice) = Engine::newest_available_default();
        if let Some(notice) = notice {
            #[expect(clippy::print_stderr, reason = "the shortcut has no other way to hand the notice on")]
            {
                eprintln!("esmodel-devnode: {notice}");
            }
        }
        Self::builder().engine(engine).start()
    }

    pub(crate) fn start_with(builder: Builder) -> Result<Self, Error> {
        let engine = builder.engine;
        let installation = Installation::of(engine)?;
        let home = Home::create(installation.account.is_some())?;
        let mut settings = common_settings(engine, &cluster_name(home.path()));
        let mut training = settings.clone();
        training.extend(discovery_settings(engine, &["n1".to_owned()], true));
        let jvm = Jvm { heap_mb: builder.heap_mb, archive: archive::option(&installation, &training) };
        let snapshots = home.path().join("snapshots");
        fs::create_dir(&snapshots).at("create", &snapshots)?;
        if let Some(account) = installation.account {
            account.own(home.path())?;
        }
        settings.insert("path.repo".to_owned(), snapshots.display().to_string());
        settings.extend(builder.settings);
        let mut cluster = Self { installation, jvm, settings, deadline: builder.deadline, nodes: Vec::new(), home };
        cluster.bring_up(builder.nodes, builder.port)?;
        Ok(cluster)
    }

    fn bring_up(&mut self, count: usize, port: u16) -> Result<(), Error> {
        let deadline = Instant::now() + self.deadline;
        let names: Vec<String> = (1..=count).map(|number| format!("n{number}")).collect();
        for (index, name) in names.iter().enumerate() {
            let mut settings = discovery_settings(self.engine(), &names, true);
            settings.extend(self.node_settings(name));
            if index == 0 && port != 0 {
                settings.insert("http.port".to_owned(), port.to_string());
            }
            let home = self.home.path().join(name);
            self.nodes.push(Node::start(&self.installation, home, &self.jvm, &settings)?);
        }
        let mut addresses = Vec::new();
        for index in 0..count {
            let ports = self.on_node(index, |node| node.wait_for_ports(deadline))?;
            addresses.push(format!("127.0.0.1:{}", ports.transport));
        }
        for node in &self.nodes {
            let path = node.home().join("config/unicast_hosts.txt");
            fs::write(&path, addresses.join("\n")).at("write", &path)?;
            if let Some(account) = self.installation.account {
                account.own(&path)?;
            }
        }
        for index in 0..count {
            self.wait_until_ready(index, deadline)?;
        }
        Ok(())
    }

    fn node_settings(&self, name: &str) -> Settings {
        let home = self.home.path().join(name);
        let mut settings = Settings::from([
            ("node.name".to_owned(), name.to_owned()),
            ("path.data".to_owned(), home.join("data").display().to_string()),
            ("path.logs".to_owned(), home.join("logs").display().to_string()),
        ]);
        settings.extend(self.settings.clone());
        settings
    }

    fn wait_until_ready(&mut self, index: usize, deadline: Instant) -> Result<(), Error> {
        let nodes = self.nodes.iter_mut().filter_map(|node| node.is_alive().then_some(())).count();
        let wanted = Wanted { nodes, all_nodes_up: nodes == self.nodes.len() };
        let mut probe = self.tls_probe(index, wanted)?;
        self.on_node(index, |node| {
            let port = node.ports().map(|ports| ports.http);
            let healthy = || match &mut probe {
                Some(probe) => match probe.has_succeeded() {
                    Ok(ready) => ready.then_some(Ok(())),
                    Err(error) => Some(Err(error.to_string())),
                },
                None => is_healthy(port?, wanted).then_some(Ok(())),
            };
            node.wait(deadline, "it did not answer with a healthy cluster", healthy)?
        })
    }

    fn tls_probe(&self, index: usize, wanted: Wanted) -> Result<Option<TlsProbe>, Error> {
        let (Some(ca_cert), Some(ports)) = (self.ca_cert(), self.node(index)?.ports()) else {
            return Ok(None);
        };
        let login = TlsLogin { port: ports.http, ca_cert: &ca_cert, user: elastic::USER, password: elastic::PASSWORD };
        let java = self.installation.jdk.tool("java");
        let probe = TlsProbe::start(&java, self.home.path(), &login, wanted);
        probe.map(Some).at("run", &java)
    }

    /// Runs a step of a start; if it fails, keeps the log and quotes it.
    fn on_node<T>(&mut self, index: usize, step: impl FnOnce(&mut Node) -> Result<T, String>) -> Result<T, Error> {
        let engine = self.engine();
        let node = self.node_mut(index)?;
        step(node).map_err(|reason| {
            // The folder goes with this value, so the log is put where it can be read afterwards.
            let kept =
                env::temp_dir().join(format!("esmodel-failed-{}-{}-n{}.log", engine.name(), process::id(), index + 1));
            let log_path = match fs::copy(node.log_path(), &kept) {
                Ok(_) => kept,
                Err(_) => node.log_path(),
            };
            Error::Start { engine, reason, log_path, tail: node.log_tail() }
        })
    }

    fn node(&self, index: usize) -> Result<&Node, Error> {
        let nodes = self.nodes.len();
        self.nodes.get(index).ok_or(Error::NoSuchNode { index, nodes })
    }

    fn node_mut(&mut self, index: usize) -> Result<&mut Node, Error> {
        let nodes = self.nodes.len();
        self.nodes.get_mut(index).ok_or(Error::NoSuchNode { index, nodes })
    }

    /// The address of the first node.
    pub fn url(&self) -> String {
        self.urls().into_iter().next().unwrap_or_default()
    }

    /// The addresses of all nodes, those that were killed included.
    pub fn urls(&self) -> Vec<String> {
        let scheme = if self.engine().is_secure() { "https" } else { "http" };
        let ports = self.nodes.iter().filter_map(Node::ports);
        ports.map(|ports| format!("{scheme}://127.0.0.1:{}", ports.http)).collect()
    }

    /// The engine that runs.
    pub fn engine(&self) -> Engine {
        self.installation.engine
    }

    /// The process id of a node's JVM, or of its last one.
    pub fn pid(&self, index: usize) -> Option<u32> {
        self.node(index).ok()?.pid(self.engine().family())
    }

    /// The file that takes all a node says; it is removed with the cluster.
    pub fn log_path(&self, index: usize) -> Option<PathBuf> {
        Some(self.node(index).ok()?.log_path())
    }

    /// Whether a node's process is running.
    pub fn is_alive(&mut self, index: usize) -> bool {
        self.node_mut(index).is_ok_and(Node::is_alive)
    }

    /// The certificate authority of a secure engine, as a PEM file.
    pub fn ca_cert(&self) -> Option<PathBuf> {
        let secrets = self.installation.secrets.as_ref()?;
        Some(secrets.join("ca/ca.crt"))
    }

    /// The user of a secure engine, who may do everything.
    pub fn username(&self) -> Option<&'static str> {
        self.engine().is_secure().then_some(elastic::USER)
    }

    /// The password of that user.
    pub fn password(&self) -> Option<&'static str> {
        self.engine().is_secure().then_some(elastic::PASSWORD)
    }

    /// Ends a node's JVM as a crash would (SIGKILL), and returns when it is gone.
    ///
    /// # Errors
    ///
    /// If there is no such node.
    pub fn kill(&mut self, index: usize) -> Result<(), Error> {
        let product = self.engine().family();
        self.node_mut(index)?.kill_jvm(product);
        Ok(())
    }

    /// Starts a node again with the same ports and data, and waits until it is back in the cluster.
    ///
    /// A node that still runs is ended first.
    ///
    /// # Errors
    ///
    /// If there is no such node, or if it does not come up in time.
    pub fn restart(&mut self, index: usize) -> Result<(), Error> {
        let names: Vec<String> = (1..=self.nodes.len()).map(|number| format!("n{number}")).collect();
        let mut settings = discovery_settings(self.engine(), &names, false);
        settings.extend(self.node_settings(&format!("n{}", index + 1)));
        if let Some(ports) = self.node(index)?.ports() {
            settings.insert("http.port".to_owned(), ports.http.to_string());
            settings.insert("transport.port".to_owned(), ports.transport.to_string());
        }
        let deadline = Instant::now() + self.deadline;
        let (installation, jvm) = (self.installation.clone(), self.jvm.clone());
        self.node_mut(index)?.restart(&installation, &jvm, &settings)?;
        self.on_node(index, |node| node.wait_for_ports(deadline))?;
        self.wait_until_ready(index, deadline)
    }
}

impl Drop for DevNode {
    fn drop(&mut self) {
        // All are told before any is waited for.
        self.nodes.iter_mut().for_each(Node::let_go);
        self.nodes.iter_mut().for_each(Node::stop);
    }
}

/// Unlike any other cluster's, so that a node that finds a foreign one stays out of it.
fn cluster_name(home: &Path) -> String {
    home.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
