//! Starts of real nodes, and what becomes of them when processes die; the first run fetches the engines.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use esmodel_devnode::{DevNode, Engine, Error, Jdk};

/// The answer to a request, head included.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn send(url: &str, method: &str, path: &str, body: &str) -> String {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Polls, as neither a dying process nor a port of somebody else's can be waited for.
fn within(seconds: u64, mut holds: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < deadline {
        if holds() {
            return true;
        }
        thread::park_timeout(Duration::from_millis(50));
    }
    false
}

/// The binary, which is killed at the latest when a test is over.
struct Binary {
    child: Child,
    url: String,
}

impl Binary {
    #[expect(clippy::unwrap_used, reason = "a helper of tests")]
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_esmodel-devnode"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        Self { child, url }
    }

    fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn serves(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    TcpStream::connect(host).is_ok()
}

#[test]
fn a_node_is_gone_soon_after_its_parent_was_killed() {
    for engine in [Engine::OpenSearch3, Engine::Elasticsearch8Secure] {
        let mut parent = Binary::start(&["--engine", engine.name()]);
        let url = parent.url.clone();
        assert!(serves(&url), "{url}");
        assert!(parent.is_running());
        drop(parent);
        assert!(within(10, || !serves(&url)), "{engine} outlives its parent");
    }
}

#[test]
fn three_nodes_survive_the_loss_of_one_and_take_it_back() {
    let mut cluster = DevNode::builder().nodes(3).heap_mb(256).start().unwrap();
    let urls = cluster.urls();
    let index = r#"{"settings":{"number_of_shards":3,"number_of_replicas":1,"index.unassigned.node_left.delayed_timeout":"0"}}"#;
    send(&urls[0], "PUT", "/kept?wait_for_active_shards=all", index);
    let stored = send(&urls[0], "PUT", "/kept/_doc/1?refresh=true", r#"{"a":1}"#);
    assert!(stored.contains(" 201 "), "{stored}");

    cluster.kill(0).unwrap();
    assert!(!cluster.is_alive(0));
    assert!(!serves(&urls[0]));
    let two = "/_cluster/health?wait_for_nodes=2&wait_for_status=green&timeout=30s";
    let health = send(&urls[1], "GET", two, "");
    assert!(health.contains(r#""number_of_nodes":2"#), "{health}");
    assert!(send(&urls[2], "GET", "/kept/_count", "").contains(r#""count":1"#));

    cluster.restart(0).unwrap();
    assert_eq!(cluster.urls(), urls);
    let health = send(&urls[0], "GET", "/_cluster/health", "");
    assert!(health.contains(r#""number_of_nodes":3"#), "{health}");
}

#[test]
fn a_killed_elasticsearch_comes_back_with_its_data_on_the_same_port() {
    let mut cluster = DevNode::builder().engine(Engine::Elasticsearch7).start().unwrap();
    let url = cluster.url();
    send(&url, "PUT", "/kept/_doc/1", r#"{"a":1}"#);
    let before = cluster.pid(0);
    cluster.kill(0).unwrap();
    assert!(!serves(&url));
    cluster.restart(0).unwrap();
    assert_eq!(cluster.url(), url);
    assert_ne!(cluster.pid(0), before);
    let found = send(&url, "GET", "/kept/_doc/1", "");
    assert!(found.contains(r#""found":true"#), "{found}");
    assert!(matches!(cluster.kill(1), Err(Error::NoSuchNode { index: 1, nodes: 1 })));
}

#[test]
fn a_start_that_fails_quotes_the_log_and_keeps_it() {
    let failure = DevNode::builder().setting("no.such.setting", "1").start().unwrap_err();
    let Error::Start { tail, log_path, .. } = failure else {
        panic!("{failure}");
    };
    assert!(tail.contains("unknown setting [no.such.setting]"), "{tail}");
    assert!(log_path.is_file());
    fs::remove_file(log_path).unwrap();
}

#[test]
fn two_processes_that_start_many_nodes_at_once_do_not_meet() {
    let start = || Binary::start(&["--engine", "os3", "--nodes", "2", "--heap-mb", "256"]);
    let both = [thread::spawn(start), thread::spawn(start)].map(|start| start.join().unwrap());
    for cluster in &both {
        let health = send(&cluster.url, "GET", "/_cluster/health", "");
        assert!(health.contains(r#""number_of_nodes":2"#), "{health}");
    }
}

#[test]
fn without_maven_the_message_says_what_to_do_instead() {
    let jdks = Jdk::find_all();
    let jdk = Engine::OpenSearch3.newest_jdk(&jdks).expect("these tests need a JDK 21");
    let empty = env::temp_dir().join(format!("esmodel-no-maven-{}", process::id()));
    fs::create_dir_all(&empty).unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_esmodel-devnode"))
        .args(["--engine", "os3"])
        .env("PATH", &empty)
        .env("JAVA_HOME", jdk.home())
        .env("ESMODEL_CACHE", &empty)
        .output()
        .unwrap();
    assert!(!said.status.success());
    assert_eq!(
        String::from_utf8(said.stderr).unwrap(),
        "esmodel-devnode: OpenSearch 3.8.0 is fetched by Maven, but `mvn` was not found: install Maven, or set \
         ESMODEL_URL to a running cluster, or run `docker compose up`\n"
    );
    let left: Vec<_> = fs::read_dir(&empty).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with("complete")));
    fs::remove_dir_all(empty).unwrap();
}
