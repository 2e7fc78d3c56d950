//! Decides when a node serves, by its own word: files and `_cluster/health`. It starts and stops nothing.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The ports that a node has bound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ports {
    pub(crate) http: u16,
    pub(crate) transport: u16,
}

/// The ports that a node wrote into its log folder, once it has.
pub(crate) fn ports(home: &Path) -> Option<Ports> {
    let port = |file: &str| {
        let text = fs::read_to_string(home.join("logs").join(file)).ok()?;
        text.lines().next()?.rsplit(':').next()?.parse().ok()
    };
    Some(Ports { http: port("http.ports")?, transport: port("transport.ports")? })
}

/// Which state of the cluster is waited for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) nodes: usize,
    /// Shards of nodes that are down stay missing, so red can be right then.
    pub(crate) all_nodes_up: bool,
}

/// Whether the node at the port sees the cluster as wanted.
pub(crate) fn is_healthy(port: u16, wanted: Wanted) -> bool {
    let path = format!("/_cluster/health?timeout=1s&wait_for_nodes={}", wanted.nodes);
    get(port, &path).is_ok_and(|answer| {
        let ok = answer.lines().next().is_some_and(|line| line.contains(" 200 "));
        ok && !(wanted.all_nodes_up && answer.contains("\"status\":\"red\""))
    })
}

/// The whole answer to a GET, head included.
pub(crate) fn get(port: u16, path: &str) -> io::Result<String> {
    request(port, &format!("GET {path} HTTP/1.1\r\n"), "")
}

/// Sends a request with a JSON body and reads until the node closes.
pub(crate) fn request(port: u16, line: &str, body: &str) -> io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let length = body.len();
    write!(
        stream,
        "{line}Host: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// The program that asks a node behind TLS, to be run from its source by a JDK.
const TLS_PROBE: &str = include_str!("../java/Health.java");

/// A process that ends once a node behind TLS sees the cluster as wanted; dropping it ends it before.
#[derive(Debug)]
pub(crate) struct TlsProbe(Child);

impl TlsProbe {
    pub(crate) fn start(java: &Path, home: &Path, login: &TlsLogin<'_>, wanted: Wanted) -> io::Result<Self> {
        let source = home.join("Health.java");
        fs::write(&source, TLS_PROBE)?;
        let url =
            format!("https://127.0.0.1:{}/_cluster/health?timeout=1s&wait_for_nodes={}", login.port, wanted.nodes);
        let probe = Command::new(java)
            .args(["-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"])
            .arg(source)
            .arg(url)
            .arg(login.ca_cert)
            .arg(format!("{}:{}", login.user, login.password))
            .arg(if wanted.all_nodes_up { "NOT_RED" } else { "ANY" })
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(probe))
    }

    /// Whether the node has answered; an error is one of the probe's own.
    pub(crate) fn has_succeeded(&mut self) -> io::Result<bool> {
        match self.0.try_wait()? {
            None => Ok(false),
            Some(status) if status.success() => Ok(true),
            Some(status) => Err(io::Error::other(format!("the probe ended ({status})"))),
        }
    }
}

impl Drop for TlsProbe {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Where and as whom a node behind TLS is asked.
#[derive(Debug)]
pub(crate) struct TlsLogin<'a> {
    pub(crate) port: u16,
    pub(crate) ca_cert: &'a Path,
    pub(crate) user: &'a str,
    pub(crate) password: &'a str,
}

/// Asks again and again until there is an answer, `None` after the deadline.
pub(crate) fn poll<T>(deadline: Instant, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if Instant::now() >= deadline {
            return None;
        }
        pause();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this crate is synchronous, and files and processes of others cannot be waited on in std"
)]
fn pause() {
    thread::sleep(Duration::from_millis(25));
}
