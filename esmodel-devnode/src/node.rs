//! One node: its folder, its settings on disk and its process; what makes several of them a cluster is not here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::elastic;
use crate::engine::Product;
use crate::error::{At as _, Error};
use crate::install::Installation;
use crate::ready::{Ports, poll, ports};
use crate::tool::last_lines;

/// How long a node may take to end by itself.
const GRACE: Duration = Duration::from_secs(5);

pub(crate) type Settings = BTreeMap<String, String>;

/// What the JVM of a node is given besides its settings.
#[derive(Debug, Clone)]
pub(crate) struct Jvm {
    pub(crate) heap_mb: u32,
    pub(crate) archive: Option<String>,
}

/// A node that was started, and may have ended since.
#[derive(Debug)]
pub(crate) struct Node {
    home: PathBuf,
    child: Child,
    ports: Option<Ports>,
}

impl Node {
    /// Makes the folder and starts the process; it is not ready yet.
    pub(crate) fn start(
        installation: &Installation,
        home: PathBuf,
        jvm: &Jvm,
        settings: &Settings,
    ) -> Result<Self, Error> {
        for folder in ["config", "data", "logs", "tmp"] {
            let folder = home.join(folder);
            fs::create_dir_all(&folder).at("create", &folder)?;
        }
        let child = spawn(installation, &home, jvm, settings)?;
        Ok(Self { home, child, ports: None })
    }

    /// Starts the process again in the same folder.
    pub(crate) fn restart(&mut self, installation: &Installation, jvm: &Jvm, settings: &Settings) -> Result<(), Error> {
        self.stop();
        for file in ["logs/http.ports", "logs/transport.ports", "pid"] {
            // Stale ones would be taken for the new node's; a missing one is as good.
            drop(fs::remove_file(self.home.join(file)));
        }
        self.child = spawn(installation, &self.home, jvm, settings)?;
        Ok(())
    }

    /// Waits for the ports, which are known before the node has joined a cluster.
    pub(crate) fn wait_for_ports(&mut self, deadline: Instant) -> Result<Ports, String> {
        let home = self.home.clone();
        let found = self.wait(deadline, "it opened no port", || ports(&home))?;
        self.ports = Some(found);
        Ok(found)
    }

    /// Waits for an answer, or for the end of the process, or for the deadline.
    pub(crate) fn wait<T>(
        &mut self,
        deadline: Instant,
        else_reason: &str,
        mut ask: impl FnMut() -> Option<T>,
    ) -> Result<T, String> {
        let child = &mut self.child;
        let answer = poll(deadline, || match child.try_wait() {
            Ok(Some(status)) => Some(Err(format!("its process ended ({status})"))),
            Err(error) => Some(Err(format!("its process cannot be watched ({error})"))),
            Ok(None) => ask().map(Ok),
        });
        answer.unwrap_or_else(|| Err(format!("{else_reason} in time")))
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Closes standard input, at which the launcher or the watchdog ends the node, and does not wait.
    pub(crate) fn let_go(&mut self) {
        drop(self.child.stdin.take());
    }

    /// Ends the process and waits for that.
    pub(crate) fn stop(&mut self) {
        self.let_go();
        let gone = poll(Instant::now() + GRACE, || self.child.try_wait().ok().flatten());
        if gone.is_none() {
            self.kill();
        }
    }

    /// Ends the JVM by the hardest signal there is.
    pub(crate) fn kill_jvm(&mut self, product: Product) {
        match product {
            Product::OpenSearch => self.kill(),
            // The child is the watchdog; it sends that signal to the JVM when its input ends.
            Product::Elasticsearch => self.stop(),
        }
    }

    fn kill(&mut self) {
        // Both fail only if the process is gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }

    pub(crate) fn pid(&self, product: Product) -> Option<u32> {
        match product {
            Product::OpenSearch => Some(self.child.id()),
            Product::Elasticsearch => {
                let text = fs::read_to_string(self.home.join("pid")).ok()?;
                text.trim().parse().ok()
            }
        }
    }

    /// Asks an OpenSearch node to end in order, which lets its JVM write a class archive.
    pub(crate) fn exit_in_order(&mut self, deadline: Instant) {
        use std::io::Write as _;
        if let Some(input) = &mut self.child.stdin {
            // A node that no longer listens is gone.
            drop(input.write_all(b"exit\n"));
        }
        poll(deadline, || self.child.try_wait().ok().flatten());
        self.stop();
    }

    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    pub(crate) fn ports(&self) -> Option<Ports> {
        self.ports
    }

    pub(crate) fn log_path(&self) -> PathBuf {
        self.home.join("node.log")
    }

    pub(crate) fn log_tail(&self) -> String {
        let log = fs::read(self.log_path()).unwrap_or_default();
        // Stack frames would push the causes out; the whole log has them.
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().filter(|line| !line.starts_with("\tat ")).collect();
        last_lines(&lines.join("\n"), 30)
    }
}

fn spawn(installation: &Installation, home: &Path, jvm: &Jvm, settings: &Settings) -> Result<Child, Error> {
    let options = options(home, jvm);
    let config = home.join("config");
    let (mut command, file) = match installation.engine.family() {
        Product::OpenSearch => (launcher(installation, home, &options), "opensearch.yml"),
        Product::Elasticsearch => {
            elastic::configure(installation, &config, &options)?;
            (elastic::server(installation, home, &options), "elasticsearch.yml")
        }
    };
    let path = config.join(file);
    fs::write(&path, yaml(settings)).at("write", &path)?;
    if let Some(account) = installation.account {
        account.own(home)?;
    }
    let log_path = home.join("node.log");
    let log = File::options().create(true).append(true).open(&log_path).at("open", &log_path)?;
    let errors = log.try_clone().at("open", &log_path)?;
    command.stdin(Stdio::piped()).stdout(log).stderr(errors);
    command.spawn().map_err(|source| Error::Io { action: "run", path: command.get_program().into(), source })
}

/// Small and quick to start rather than fast in the long run.
fn options(home: &Path, jvm: &Jvm) -> Vec<String> {
    let mut options = vec![
        "-Xms64m".to_owned(),
        format!("-Xmx{}m", jvm.heap_mb.max(64)),
        "-XX:+UseSerialGC".to_owned(),
        "-XX:TieredStopAtLevel=1".to_owned(),
        "-XX:-AlwaysPreTouch".to_owned(),
        format!("-Djava.io.tmpdir={}", home.join("tmp").display()),
    ];
    options.extend(jvm.archive.clone());
    options
}

fn launcher(installation: &Installation, home: &Path, options: &[String]) -> Command {
    let mut command = Command::new(installation.jdk.tool("java"));
    command
        .current_dir(home)
        .args(options)
        .arg("-Dlog4j2.disable.jmx=true")
        .arg("-Dslf4j.internal.verbosity=ERROR")
        .arg("-jar")
        .arg(installation.folder.join("devnode.jar"))
        .arg(home);
    command
}

/// Every value is quoted: the servers read lists, numbers and truth values from text too.
fn yaml(settings: &Settings) -> String {
    let mut text = String::new();
    for (key, value) in settings {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        // Writing to a string does not fail.
        let _ = writeln!(text, "{key}: \"{value}\"");
    }
    text
}
