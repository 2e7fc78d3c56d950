//! A proxy on the loopback interface before a real engine. It loses, replaces or holds back the answers that a test names,
//! and passes everything else.
//!
//! Each connection carries one request, so that a fault of one request cannot hit another one.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use esmodel::{Client, ClientBuilder};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

use super::Context;

/// The fault that befalls one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// None: the answer is passed on. For requests that are only held.
    Pass,
    /// The engine carries the request out, and the connection closes without an answer.
    LoseAnswer,
    /// The connection closes, and the engine never sees the request.
    LoseRequest,
    /// The engine carries the request out, and this status without a body stands in for its answer.
    ReplaceAnswer(u16),
    /// This status without a body is the answer, and the engine never sees the request.
    Refuse(u16),
}

impl Fault {
    const fn reaches_the_engine(self) -> bool {
        matches!(self, Self::Pass | Self::LoseAnswer | Self::ReplaceAnswer(_))
    }
}

/// The proxy. It ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    plan: Arc<Mutex<Plan>>,
    serving: JoinHandle<()>,
}

/// The faults to come, and the requests so far.
#[derive(Debug, Default)]
struct Plan {
    faults: Vec<Planned>,
    seen: Vec<String>,
}

#[derive(Debug)]
struct Planned {
    pattern: String,
    /// How many requests that match pass before.
    before: usize,
    fault: Fault,
    held: Option<Held>,
}

/// A request that waits in the proxy: after the engine carried it out, where its fault lets it.
#[derive(Debug, Clone, Default)]
pub struct Held {
    reached: Arc<Notify>,
    released: Arc<Notify>,
}

impl Held {
    /// Waits until the request has come, and the engine has answered it where it gets it.
    pub async fn reached(&self) {
        self.reached.notified().await;
    }

    /// Lets the fault happen.
    pub fn release(&self) {
        self.released.notify_one();
    }
}

impl Proxy {
    /// Starts a proxy before the engine at `upstream` (`http://host:port`).
    pub async fn start(upstream: &str) -> Self {
        let address =
            upstream.strip_prefix("http://").expect("an address without TLS").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port of the loopback interface");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket"));
        let plan: Arc<Mutex<Plan>> = Arc::default();
        let shared = Arc::clone(&plan);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (address, plan) = (address.clone(), Arc::clone(&shared));
                // A client that gives up breaks its connection; nobody waits for that.
                tokio::spawn(async move { drop(serve(stream, &address, &plan).await) });
            }
        });
        Self { url, plan, serving }
    }

    /// The address of the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Lets `fault` befall the request number `nth` from now on, from 1, whose line (`PUT /index/_doc/1?refresh=true`)
    /// contains `pattern`.
    pub fn plan(&self, pattern: &str, nth: usize, fault: Fault) {
        self.push(pattern, nth, fault, None);
    }

    /// As [`plan`](Self::plan), and the request waits in the proxy until the test releases it.
    pub fn hold(&self, pattern: &str, nth: usize, fault: Fault) -> Held {
        let held = Held::default();
        self.push(pattern, nth, fault, Some(held.clone()));
        held
    }

    fn push(&self, pattern: &str, nth: usize, fault: Fault, held: Option<Held>) {
        let before = nth.checked_sub(1).expect("requests are counted from 1");
        self.with(|plan| plan.faults.push(Planned { pattern: pattern.to_owned(), before, fault, held }));
    }

    /// The requests so far as `PUT /_doc`, without names of indices and documents; forgets them.
    pub fn take(&self) -> Vec<String> {
        let seen = self.with(|plan| std::mem::take(&mut plan.seen));
        seen.iter().map(|line| without_names(line)).collect()
    }

    fn with<R>(&self, change: impl FnOnce(&mut Plan) -> R) -> R {
        change(&mut self.plan.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Context {
    /// Another client on this test's indices, whose requests go through a proxy.
    pub async fn proxied(&self, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Client, Proxy) {
        let proxy = Proxy::start(self.engine().url()).await;
        let builder = Client::builder()
            .node(proxy.url())
            .dialect(self.es().dialect())
            .index_prefix(self.es().index_name("").into_owned());
        (settings(builder).connect().await.expect("nothing is asked"), proxy)
    }
}

impl Plan {
    /// Counts a request, and takes the fault that is planned for it.
    fn meet(&mut self, line: &str) -> (Fault, Option<Held>) {
        self.seen.push(line.to_owned());
        let mut due = None;
        for (place, planned) in self.faults.iter_mut().enumerate() {
            if !line.contains(&*planned.pattern) {
                continue;
            }
            match planned.before.checked_sub(1) {
                Some(before) => planned.before = before,
                None => {
                    due.get_or_insert(place);
                }
            }
        }
        let due = due.map(|place| self.faults.remove(place));
        due.map_or((Fault::Pass, None), |planned| (planned.fault, planned.held))
    }
}

fn without_names(line: &str) -> String {
    let (method, path) = line.split_once(' ').unwrap_or((line, ""));
    let path = path.split('?').next().unwrap_or_default();
    let apis: Vec<&str> = path.split('/').filter(|segment| segment.starts_with('_')).collect();
    format!("{method} /{}", apis.join("/"))
}

async fn serve(mut client: TcpStream, address: &str, plan: &Mutex<Plan>) -> io::Result<()> {
    let Some((head, body)) = read_request(&mut client).await? else { return Ok(()) };
    let line: Vec<&str> = head.split(' ').take(2).collect();
    let (fault, hold) = plan.lock().unwrap_or_else(PoisonError::into_inner).meet(&line.join(" "));
    let answer = if fault.reaches_the_engine() { ask(address, &head, &body).await? } else { Vec::new() };
    if let Some(Held { reached, released }) = hold {
        reached.notify_one();
        released.notified().await;
    }
    match fault {
        Fault::Pass => client.write_all(&closing(answer)).await?,
        Fault::LoseAnswer | Fault::LoseRequest => {}
        Fault::ReplaceAnswer(status) | Fault::Refuse(status) => {
            let answer = format!("HTTP/1.1 {status} Fault\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
            client.write_all(answer.as_bytes()).await?;
        }
    }
    client.shutdown().await
}

/// Reads one request: its head without the empty line, and its body. `None` where the connection closes before.
async fn read_request(client: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if client.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let mut body = bytes.split_off(end + 4);
    bytes.truncate(end);
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    while body.len() < length.unwrap_or(0) {
        if client.read_buf(&mut body).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some((head, body)))
}

/// Sends the request on; the engine ends its answer by closing the connection.
async fn ask(address: &str, head: &str, body: &[u8]) -> io::Result<Vec<u8>> {
    let mut engine = TcpStream::connect(address).await?;
    let lines = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let mut request = lines.fold(String::new(), |request, line| request + line + "\r\n").into_bytes();
    request.extend_from_slice(b"connection: close\r\n\r\n");
    request.extend_from_slice(body);
    engine.write_all(&request).await?;
    let mut answer = Vec::new();
    engine.read_to_end(&mut answer).await?;
    Ok(answer)
}

/// The answer, with the word to the client that no other one follows on this connection.
fn closing(answer: Vec<u8>) -> Vec<u8> {
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(answer.len());
    let (start, _) = answer.split_at(head);
    if String::from_utf8_lossy(start).to_ascii_lowercase().contains("connection: close") {
        return answer;
    }
    let line = answer.windows(2).position(|window| window == b"\r\n").map_or(0, |end| end + 2);
    let (line, rest) = answer.split_at(line);
    [line, b"connection: close\r\n", rest].concat()
}
