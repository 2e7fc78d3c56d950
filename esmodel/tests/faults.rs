//! The default transport against raw sockets: what it writes byte for byte, and what it makes of servers that refuse,
//! stall, redirect or break off.

#![expect(clippy::unwrap_used, reason = "clippy.toml allows it in tests, but not in their helper functions")]

use std::time::Duration;

use esmodel::{
    transport::{
        Compression, Credentials, Transport, TransportError, TransportErrorKind, TransportOptions,
        elastic::OfficialTransport,
    },
    wire::{Effect, Method, Request, RequestPath, Response},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    join,
    net::{TcpListener, TcpStream},
};

/// Long enough never to end before a test that does not want it to.
const LONG: Duration = Duration::from_secs(60);
const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

struct Server(TcpListener);

impl Server {
    async fn bind() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    fn transport(&self) -> OfficialTransport {
        self.transport_with(&TransportOptions::default())
    }

    fn transport_with(&self, options: &TransportOptions) -> OfficialTransport {
        OfficialTransport::new(&[&self.url()], options).unwrap()
    }

    async fn accept(&self) -> Peer {
        Peer(self.0.accept().await.unwrap().0)
    }

    /// Answers one request on a new connection, then closes it.
    async fn answer_once(&self, answer: &[u8]) -> String {
        self.accept().await.exchange(answer).await
    }
}

struct Peer(TcpStream);

impl Peer {
    /// Head and body of the next request.
    async fn read(&mut self) -> String {
        let mut text = String::new();
        while !is_whole(&text) {
            let mut bytes = vec![0; 4096];
            let count = self.0.read(&mut bytes).await.unwrap();
            assert_ne!(count, 0, "the client closed after {text:?}");
            bytes.truncate(count);
            text.push_str(&String::from_utf8(bytes).unwrap());
        }
        text
    }

    async fn exchange(&mut self, answer: &[u8]) -> String {
        let request = self.read().await;
        self.0.write_all(answer).await.unwrap();
        request
    }
}

fn is_whole(request: &str) -> bool {
    let Some((_, body)) = request.split_once("\r\n\r\n") else { return false };
    body.len() >= header(request, "content-length").map_or(0, |length| length.parse().unwrap())
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = request.split_once("\r\n\r\n")?;
    let (_, value) = head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| key == &name)?;
    Some(value)
}

fn request_line(request: &str) -> &str {
    request.lines().next().unwrap()
}

fn get(segments: &[&str]) -> Request {
    Request::new(Method::Get, RequestPath::new(segments).unwrap(), Effect::Read)
}

/// Sends a `GET /` and answers it with `answer`, then closes the connection.
async fn answered_with(answer: &[u8]) -> Result<Response, TransportError> {
    let server = Server::bind().await;
    let transport = server.transport();
    let request = get(&[]);
    let (result, _) = join!(transport.send(0, &request, LONG), server.answer_once(answer));
    result
}

/// Sends a `GET /` over TLS to a server that has none.
async fn asked_with_tls() -> Result<Response, TransportError> {
    let server = Server::bind().await;
    let address = server.url().replace("http:", "https:");
    let transport = OfficialTransport::new(&[&address], &TransportOptions::default()).unwrap();
    let request = get(&[]);
    let (result, ()) = join!(transport.send(0, &request, LONG), async {
        let mut peer = server.accept().await;
        peer.0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    });
    result
}

/// What the server reads of `request`.
async fn read_of(request: &Request, options: &TransportOptions) -> String {
    let server = Server::bind().await;
    let transport = server.transport_with(options);
    let (result, read) = join!(transport.send(0, request, LONG), server.answer_once(OK));
    assert_eq!(result.unwrap().status(), 200);
    read
}

fn with_credentials(credentials: Credentials) -> TransportOptions {
    TransportOptions { credentials: Some(credentials), ..TransportOptions::default() }
}

#[tokio::test]
async fn an_id_arrives_byte_for_byte() {
    let read = read_of(&get(&["cities", "_doc", "Zürich/1 %2F+?#&"]), &TransportOptions::default()).await;
    assert_eq!(request_line(&read), "GET /cities/_doc/Z%C3%BCrich%2F1%20%252F%2B%3F%23%26 HTTP/1.1");
}

#[tokio::test]
async fn ids_of_dots_and_colons_arrive_byte_for_byte() {
    for (id, sent) in [("...", "..."), ("a..b", "a..b"), (".x", ".x"), ("http://h/x", "http%3A%2F%2Fh%2Fx")] {
        let read = read_of(&get(&["cities", "_doc", id]), &TransportOptions::default()).await;
        assert_eq!(request_line(&read), format!("GET /cities/_doc/{sent} HTTP/1.1"));
    }
}

#[tokio::test]
async fn parameters_are_encoded_exactly_once() {
    let request = get(&["_search"]).param("q", "a&b=c+d %20é").param("x=y", "");
    let read = read_of(&request, &TransportOptions::default()).await;
    assert_eq!(request_line(&read), "GET /_search?q=a%26b%3Dc%2Bd+%2520%C3%A9&x%3Dy= HTTP/1.1");
}

#[tokio::test]
async fn a_json_body_arrives_with_its_headers_and_no_others() {
    let path = RequestPath::new(&["cities", "_doc", "1"]).unwrap();
    let request = Request::new(Method::Put, path, Effect::Idempotent).json(r#"{"a":1}"#);
    let server = Server::bind().await;
    let transport = server.transport();
    let (result, read) = join!(transport.send(0, &request, LONG), server.answer_once(OK));
    assert!(result.is_ok());
    let (head, body) = read.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<_> = head.lines().collect();
    lines[1..].sort_unstable();
    let agent = format!("user-agent: esmodel/{}", env!("CARGO_PKG_VERSION"));
    let host = format!("host: {}", server.0.local_addr().unwrap());
    let expected = [
        "PUT /cities/_doc/1 HTTP/1.1",
        "accept-encoding: identity",
        "accept: application/json",
        "content-length: 7",
        "content-type: application/json",
        &host,
        &agent,
    ];
    assert_eq!(lines, expected);
    assert_eq!(body, r#"{"a":1}"#);
}

#[tokio::test]
async fn json_lines_have_their_own_content_type() {
    let request = Request::new(Method::Post, RequestPath::new(&["_bulk"]).unwrap(), Effect::Once).ndjson("{}\n{}\n");
    let read = read_of(&request, &TransportOptions::default()).await;
    assert_eq!(request_line(&read), "POST /_bulk HTTP/1.1");
    assert_eq!(header(&read, "content-type"), Some("application/x-ndjson"));
    assert!(read.ends_with("\r\n\r\n{}\n{}\n"));
}

#[tokio::test]
async fn every_method_has_its_name_on_the_wire() {
    for method in [Method::Get, Method::Head, Method::Post, Method::Put, Method::Delete] {
        let request = Request::new(method, RequestPath::new(&["cities"]).unwrap(), Effect::Read);
        let read = read_of(&request, &TransportOptions::default()).await;
        assert_eq!(request_line(&read), format!("{} /cities HTTP/1.1", method.as_str()));
    }
}

#[tokio::test]
async fn dot_segments_never_reach_the_socket() {
    for id in [".", "..", "%2e", "%2E%2e", "%252e%252e"] {
        assert!(RequestPath::new(&["cities", "_doc", id]).is_err(), "{id}");
    }
    for address in ["http://127.0.0.1:9/a/../b", "http://127.0.0.1:9/%2e%2e", "http://127.0.0.1:9\\.."] {
        assert!(OfficialTransport::new(&[address], &TransportOptions::default()).is_err(), "{address}");
    }
}

#[tokio::test]
async fn a_prefix_in_the_address_comes_before_the_path() {
    for prefix in ["/es", "/es/", "/a%2Fb/es"] {
        let server = Server::bind().await;
        let address = format!("{}{prefix}", server.url());
        let transport = OfficialTransport::new(&[&address], &TransportOptions::default()).unwrap();
        let request = get(&["cities", "_doc", "a/b"]);
        let (result, read) = join!(transport.send(0, &request, LONG), server.answer_once(OK));
        assert!(result.is_ok());
        let prefix = prefix.trim_end_matches('/');
        assert_eq!(request_line(&read), format!("GET {prefix}/cities/_doc/a%2Fb HTTP/1.1"));
    }
}

#[tokio::test]
async fn credentials_become_the_authorization_header() {
    for (credentials, expected) in [
        (Credentials::Basic("elastic".into(), "pass:wörd".into()), "Basic ZWxhc3RpYzpwYXNzOnfDtnJk"),
        (Credentials::ApiKey("aWQ6a2V5".into()), "ApiKey aWQ6a2V5"),
        (Credentials::Bearer("abc.def".into()), "Bearer abc.def"),
    ] {
        let read = read_of(&get(&[]), &with_credentials(credentials)).await;
        assert_eq!(header(&read, "authorization"), Some(expected));
    }
}

#[tokio::test]
async fn secrets_are_in_no_error() {
    let options = with_credentials(Credentials::Bearer("geheim".into()));
    let server = Server::bind().await;
    let transport = server.transport_with(&options);
    let request = get(&[]);
    let (result, _) = join!(transport.send(0, &request, LONG), server.answer_once(b""));
    let error = result.unwrap_err();
    assert!(!format!("{error:?} {error} {options:?} {transport:?}").contains("geheim"));
}

#[tokio::test]
async fn each_node_is_addressed_by_its_index() {
    let (first, second) = (Server::bind().await, Server::bind().await);
    let transport = OfficialTransport::new(&[&first.url(), &second.url()], &TransportOptions::default()).unwrap();
    let (to_second, to_first) = (get(&["second"]), get(&["first"]));
    let (result, read) = join!(transport.send(1, &to_second, LONG), second.answer_once(OK));
    assert!(result.is_ok());
    assert_eq!(request_line(&read), "GET /second HTTP/1.1");
    let (result, read) = join!(transport.send(0, &to_first, LONG), first.answer_once(OK));
    assert!(result.is_ok());
    assert_eq!(request_line(&read), "GET /first HTTP/1.1");
    assert_eq!(transport.send(2, &to_first, LONG).await.unwrap_err().kind(), TransportErrorKind::Invalid);
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request() {
    let server = Server::bind().await;
    let transport = server.transport();
    let requests = [get(&["a"]), get(&["b"])];
    let (result, mut peer) = join!(transport.send(0, &requests[0], LONG), async {
        let mut peer = server.accept().await;
        peer.exchange(OK).await;
        peer
    });
    assert!(result.is_ok());
    let (result, read) = join!(transport.send(0, &requests[1], LONG), peer.exchange(OK));
    assert!(result.is_ok());
    assert_eq!(request_line(&read), "GET /b HTTP/1.1");
}

#[tokio::test]
async fn a_kept_connection_that_closed_while_idle_is_replaced() {
    let (server, other) = (Server::bind().await, Server::bind().await);
    let transport = OfficialTransport::new(&[&server.url(), &other.url()], &TransportOptions::default()).unwrap();
    let request = get(&[]);
    let (result, _) = join!(transport.send(0, &request, LONG), server.answer_once(OK));
    assert!(result.is_ok());
    // The exchange with the other node gives the client a turn to notice the close.
    let (result, _) = join!(transport.send(1, &request, LONG), other.answer_once(OK));
    assert!(result.is_ok());
    let (result, _) = join!(transport.send(0, &request, LONG), server.answer_once(OK));
    assert!(result.is_ok(), "{result:?}");
}

#[tokio::test]
async fn status_headers_and_body_of_an_html_answer_are_delivered() {
    let answer =
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nX-Odd: \xff\r\nContent-Length: 6\r\n\r\n<html>";
    let response = answered_with(answer).await.unwrap();
    assert_eq!(response.status(), 502);
    assert_eq!(response.header("content-type"), Some("text/html"));
    assert_eq!(response.header("x-odd"), Some("\u{fffd}"));
    assert_eq!(&response.body()[..], b"<html>");
}

#[tokio::test]
async fn a_chunked_answer_is_put_together() {
    let answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n";
    assert_eq!(&answered_with(answer).await.unwrap().body()[..], b"{\"a\":1}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_broken() {
    for answer in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\":1}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"a\":1}",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\x02\x03\xabV",
        b"no HTTP at all\r\n\r\n",
    ] {
        let error = answered_with(answer).await.unwrap_err();
        let text = String::from_utf8_lossy(answer);
        assert_eq!(error.kind(), TransportErrorKind::Broken, "{text:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_reset_is_broken() {
    let server = Server::bind().await;
    let transport = server.transport();
    let request = get(&[]);
    let (result, ()) = join!(transport.send(0, &request, LONG), async {
        let mut peer = server.accept().await;
        peer.exchange(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").await;
        peer.0.set_zero_linger().unwrap();
    });
    assert_eq!(result.unwrap_err().kind(), TransportErrorKind::Broken);
}

#[tokio::test]
async fn a_refused_connection_is_not_sent_and_says_so() {
    let address = Server::bind().await.url();
    let transport = OfficialTransport::new(&[&address], &TransportOptions::default()).unwrap();
    let error = transport.send(0, &get(&[]), LONG).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::NotSent);
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_host_without_address_is_not_sent() {
    let transport =
        OfficialTransport::new(&["http://no-such-host.invalid:9200"], &TransportOptions::default()).unwrap();
    let error = transport.send(0, &get(&[]), LONG).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::NotSent, "{error:?}");
}

#[tokio::test]
async fn a_server_without_tls_is_not_sent_to_over_https() {
    assert_eq!(asked_with_tls().await.unwrap_err().kind(), TransportErrorKind::NotSent);
}

#[tokio::test]
async fn a_server_that_never_answers_is_a_time_out() {
    let server = Server::bind().await;
    let transport = server.transport();
    let request = get(&[]);
    let (result, _peer) = join!(transport.send(0, &request, Duration::from_millis(50)), async {
        let mut peer = server.accept().await;
        peer.read().await;
        peer
    });
    assert_eq!(result.unwrap_err().kind(), TransportErrorKind::Timeout);
}

#[tokio::test]
async fn a_server_that_stops_in_the_middle_of_an_answer_is_a_time_out() {
    let server = Server::bind().await;
    let transport = server.transport();
    let request = get(&[]);
    let (result, _peer) = join!(transport.send(0, &request, Duration::from_millis(50)), async {
        let mut peer = server.accept().await;
        peer.exchange(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").await;
        peer
    });
    assert_eq!(result.unwrap_err().kind(), TransportErrorKind::Timeout);
}

/// `NotSent` would be true as well, but the official client has no time-out for connecting alone.
#[tokio::test]
async fn a_tls_handshake_that_stalls_is_a_time_out() {
    let server = Server::bind().await;
    let address = server.url().replace("http:", "https:");
    let transport = OfficialTransport::new(&[&address], &TransportOptions::default()).unwrap();
    let request = get(&[]);
    let (result, _peer) = join!(transport.send(0, &request, Duration::from_millis(50)), server.accept());
    assert_eq!(result.unwrap_err().kind(), TransportErrorKind::Timeout);
}

#[tokio::test]
async fn gzip_is_asked_for_only_when_wanted_and_is_unpacked() {
    let options = TransportOptions { compression: Compression::Gzip, ..TransportOptions::default() };
    let server = Server::bind().await;
    let transport = server.transport_with(&options);
    let request = get(&[]);
    let mut answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 31\r\n\r\n".to_vec();
    answer.extend_from_slice(b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xabV\xca\xcfV\xb2*)*M\xad\x05\0\x90_\xd4\xa7\x0b\0\0\0");
    let (result, read) = join!(transport.send(0, &request, LONG), server.answer_once(&answer));
    assert_eq!(header(&read, "accept-encoding"), Some("gzip"));
    let response = result.unwrap();
    assert_eq!(&response.body()[..], b"{\"ok\":true}");
    assert_eq!(response.header("content-encoding"), None);
}

/// Answers a client's only request with a redirect of `status` to another server, which answers with success.
async fn redirected(status: u16, request: &Request) -> (TransportError, String) {
    let (server, other) = (Server::bind().await, Server::bind().await);
    let transport = server.transport();
    let answer = format!("HTTP/1.1 {status} Moved\r\nLocation: {}/cities\r\nContent-Length: 0\r\n\r\n", other.url());
    let (result, _, _) =
        join!(transport.send(0, request, LONG), server.answer_once(answer.as_bytes()), other.answer_once(OK));
    (result.unwrap_err(), other.url())
}

#[tokio::test]
async fn an_answer_from_where_a_redirect_led_is_refused_and_perhaps_applied() {
    let path = || RequestPath::new(&["cities", "_create", "1"]).unwrap();
    for (status, request) in [
        (302, get(&["cities"])),
        (307, Request::new(Method::Put, path(), Effect::Once).json("{}")),
        (308, Request::new(Method::Put, path(), Effect::Idempotent).json("{}")),
    ] {
        let (error, target) = redirected(status, &request).await;
        assert_eq!(error.kind(), TransportErrorKind::Redirected);
        assert!(error.to_string().contains(&target), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_to_what_is_no_http_says_where() {
    let answer = b"HTTP/1.1 307 Moved\r\nLocation: ftp://elsewhere/x\r\nContent-Length: 0\r\n\r\n";
    let error = answered_with(answer).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Redirected, "{error:?}");
    assert!(error.to_string().contains("ftp://elsewhere"), "{error}");
}

#[tokio::test]
async fn an_answer_that_is_larger_than_allowed_is_refused() {
    let options = TransportOptions { max_reply_bytes: 10, ..TransportOptions::default() };
    for (answer, is_taken) in [
        (&b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\":1234}"[..], true),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{", false),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"a\":12345}\r\n0\r\n\r\n", false),
    ] {
        let server = Server::bind().await;
        let transport = server.transport_with(&options);
        let request = get(&[]);
        let (result, _) = join!(transport.send(0, &request, LONG), server.answer_once(answer));
        match result {
            Ok(response) => assert!(is_taken, "{response:?}"),
            Err(error) => {
                assert_eq!((error.kind(), is_taken), (TransportErrorKind::Refused, false), "{error}");
                assert!(error.to_string().contains("ClientBuilder::max_reply_bytes"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn an_answer_with_sixty_lines_of_resource_usage_is_read() {
    let line = format!("TASK_RESOURCE_USAGE: {{\"action\":\"{}\"}}\r\n", "x".repeat(400));
    let answer = format!("HTTP/1.1 200 OK\r\n{}Content-Length: 2\r\n\r\n{{}}", line.repeat(60));
    assert_eq!(answered_with(answer.as_bytes()).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_node_that_speaks_tls_is_told_of_an_address_without() {
    let alert = b"\x15\x03\x03\0\x02\x02\x46";
    let error = answered_with(alert).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Broken);
    assert!(error.to_string().contains("begins with `https://`"), "{error}");
    let error = asked_with_tls().await.unwrap_err();
    assert!(error.to_string().contains("begins with `http://`"), "{error}");
}
