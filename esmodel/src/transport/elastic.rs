//! The default transport, over the official `elasticsearch` crate. The only file that names that crate.
//!
//! One client of that crate per node, so that the policy stack alone chooses nodes: no sniffing, no rotation, no proxy
//! from the environment.

use std::{error::Error as StdError, fmt, time::Duration};

use elasticsearch::{
    auth,
    cert::{Certificate, CertificateValidation},
    http::{
        self, Url,
        headers::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT},
        transport::{BuildError, SingleNodeConnectionPool, Transport as NodeTransport, TransportBuilder},
    },
};
use futures_util::{FutureExt, future::BoxFuture};
use secrecy::{ExposeSecret, SecretString};

use super::{Certificates, Compression, Credentials, Transport, TransportError, TransportErrorKind, TransportOptions};
use crate::{
    error::{Error, Result},
    wire::{ContentType, Method, Request, Response, is_dot_segment},
};

/// What the server sees as the client's name.
const AGENT: &str = concat!("esmodel/", env!("CARGO_PKG_VERSION"));

/// Sends requests with the official `elasticsearch` crate, over HTTP/1.1 with kept connections.
///
/// An answer that a redirect led to is refused as [`TransportErrorKind::Redirected`]: the HTTP client below follows
/// redirects and cannot be told not to, and may have turned a write into a `GET` on the way. Nor can it be told to leave
/// compressed answers alone that nobody asked for, or to stop in the middle of an answer.
pub struct OfficialTransport {
    nodes: Vec<Node>,
    json: HeaderMap,
    ndjson: HeaderMap,
    max_reply_bytes: u64,
}

/// One address, with its own connections.
struct Node {
    /// Ends with `/`.
    base: Url,
    transport: NodeTransport,
}

impl OfficialTransport {
    /// Prepares one HTTP client for each of `nodes`, such as `https://es.example:9200` or `http://proxy/es`. Connects
    /// to none of them yet.
    ///
    /// # Errors
    /// [`Error::Invalid`] when there is no node, when an address is not a plain `http` or `https` URL (credentials
    /// belong into `options`), when a credential cannot be sent in a header, or when the certificate authority is not
    /// PEM.
    pub fn new(nodes: &[&str], options: &TransportOptions) -> Result<Self> {
        if nodes.is_empty() {
            return Err(Error::invalid("no node's address was given; write for example `http://localhost:9200`"));
        }
        Ok(Self {
            nodes: nodes.iter().map(|node| Node::new(node, options)).collect::<Result<_>>()?,
            json: headers(ContentType::Json, options.compression),
            ndjson: headers(ContentType::Ndjson, options.compression),
            max_reply_bytes: options.max_reply_bytes,
        })
    }

    async fn exchange(
        &self,
        node: usize,
        request: &Request,
        timeout: Duration,
    ) -> std::result::Result<Response, TransportError> {
        let Some(node) = self.nodes.get(node) else {
            return Err(TransportError::invalid(format!("there is no node number {node}")));
        };
        let path = request.path().as_str();
        let url = node.url(path)?;
        let headers = match request.content_type() {
            ContentType::Json => &self.json,
            ContentType::Ndjson => &self.ndjson,
        };
        let query = Some(request.query()).filter(|query| !query.is_empty());
        let method = method(request.method());
        let answer = node
            .transport
            .send(method, path, headers.clone(), query, request.body().cloned(), Some(timeout))
            .await
            .map_err(|error| Failure::classify(error, &url))?;
        check_not_redirected(&url, answer.url())?;
        self.check_size(answer.content_length())?;
        let status = answer.status_code().as_u16();
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let body = answer.bytes().await.map_err(|error| Failure::classify(error, &url))?;
        self.check_size(body.len().try_into().ok())?;
        Ok(Response::new(status, headers, body))
    }

    /// Refuses an answer that is too large, where its size is known.
    fn check_size(&self, bytes: Option<u64>) -> std::result::Result<(), TransportError> {
        match bytes {
            Some(bytes) if bytes > self.max_reply_bytes => Err(TransportError::refused(format!(
                "it has {bytes} bytes, and {} are taken; ask for less, such as fewer hits or fields, or raise \
                 `ClientBuilder::max_reply_bytes`",
                self.max_reply_bytes
            ))),
            _ => Ok(()),
        }
    }
}

impl Transport for OfficialTransport {
    fn send<'a>(
        &'a self,
        node: usize,
        request: &'a Request,
        timeout: Duration,
    ) -> BoxFuture<'a, std::result::Result<Response, TransportError>> {
        self.exchange(node, request, timeout).boxed()
    }
}

impl fmt::Debug for OfficialTransport {
    /// The addresses only: the clients within would show their credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes: Vec<&str> = self.nodes.iter().map(|node| node.base.as_str()).collect();
        f.debug_struct("OfficialTransport").field("nodes", &nodes).finish_non_exhaustive()
    }
}

impl Node {
    fn new(address: &str, options: &TransportOptions) -> Result<Self> {
        let base = parse_address(address)?;
        let mut builder = TransportBuilder::new(SingleNodeConnectionPool::new(base.clone()))
            .disable_proxy()
            .enable_meta_header(false)
            .cert_validation(validation(options)?);
        if let Some(credentials) = &options.credentials {
            builder = builder.auth(official_credentials(credentials)?);
        }
        let transport =
            builder.build().map_err(|error| Error::invalid(format!("cannot set up TLS: {}", deepest(&error))))?;
        Ok(Self { base, transport })
    }

    /// The URL that the client will make of `path`; refused unless it is the node's address and `path`, byte for byte.
    ///
    /// The client resolves `path` as a relative reference, which folds dot segments and may even leave the host.
    fn url(&self, path: &str) -> std::result::Result<Url, TransportError> {
        let url = self.base.join(path.trim_start_matches('/')).map_err(TransportError::invalid)?;
        match (url.as_str().strip_prefix(self.base.as_str()), path.strip_prefix('/')) {
            (Some(sent), Some(asked)) if sent == asked && !asked.contains(['?', '#']) => Ok(url),
            _ => Err(TransportError::invalid(format!("the path `{path}` would be sent as `{}`", url.path()))),
        }
    }
}

/// Reads the address of a node. The error never repeats an address that may hold a secret.
fn parse_address(address: &str) -> Result<Url> {
    if address.contains(['@', '?', '#']) {
        return Err(Error::invalid(
            "a node's address has neither credentials, parameters nor a fragment; write `https://host:9200` and give \
             the credentials as an option",
        ));
    }
    let Some((scheme, rest)) = address.split_once("://") else {
        return Err(Error::invalid(format!(
            "`{address}` has no scheme; write `http://{address}` or `https://{address}`"
        )));
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err(Error::invalid(format!(
            "nodes do not speak `{scheme}`; write `http://{rest}` or `https://{rest}`"
        )));
    }
    if rest.split(['/', '\\']).skip(1).any(is_dot_segment) {
        return Err(Error::invalid(format!(
            "`{address}` has `.` or `..` in its path; write the path that they stand for"
        )));
    }
    let mut url = Url::parse(address).map_err(|source| {
        Error::invalid(format!("`{address}` is not an address: {source}; write for example `http://localhost:9200`"))
    })?;
    // As `Connection::new` of the client does: without it the last segment of a prefix would be replaced.
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

fn validation(options: &TransportOptions) -> Result<CertificateValidation> {
    match (options.certificates, &options.ca_certificate) {
        (Certificates::AcceptInvalid, _) => Ok(CertificateValidation::None),
        (Certificates::Verify, None) => Ok(CertificateValidation::Default),
        (Certificates::Verify, Some(pem)) => Certificate::from_pem(pem).map(CertificateValidation::Full).map_err(|error| {
            Error::invalid(format!(
                "the certificate authority is not PEM: {}; it must have `-----BEGIN CERTIFICATE-----` on its own line",
                deepest(&error)
            ))
        }),
    }
}

fn official_credentials(credentials: &Credentials) -> Result<auth::Credentials> {
    Ok(match credentials {
        Credentials::Basic(user, _) if user.contains(':') => {
            return Err(Error::invalid("a user's name cannot contain `:` in basic authentication"));
        }
        Credentials::Basic(user, password) => {
            auth::Credentials::Basic(user.clone(), password.expose_secret().to_owned())
        }
        Credentials::ApiKey(key) => auth::Credentials::EncodedApiKey(header_token("API key", key)?),
        Credentials::Bearer(token) => auth::Credentials::Bearer(header_token("bearer token", token)?),
    })
}

/// The client panics on a key that does not fit into a header, so it is checked here.
fn header_token(what: &str, secret: &SecretString) -> Result<String> {
    let token = secret.expose_secret();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::invalid(format!(
            "the {what} is empty or has characters that a header cannot carry; give it in its encoded form, without \
             spaces or newlines"
        )));
    }
    Ok(token.to_owned())
}

fn headers(content: ContentType, compression: Compression) -> HeaderMap {
    let encoding = match compression {
        Compression::Identity => "identity",
        Compression::Gzip => "gzip",
    };
    HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static(content.as_str())),
        (ACCEPT, HeaderValue::from_static(ContentType::Json.as_str())),
        (ACCEPT_ENCODING, HeaderValue::from_static(encoding)),
        (USER_AGENT, HeaderValue::from_static(AGENT)),
    ])
}

const fn method(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::Get,
        Method::Head => http::Method::Head,
        Method::Post => http::Method::Post,
        Method::Put => http::Method::Put,
        Method::Delete => http::Method::Delete,
    }
}

/// Refuses an answer from anywhere but `asked` (which has no parameters).
fn check_not_redirected(asked: &Url, answered: &Url) -> std::result::Result<(), TransportError> {
    match answered.as_str().strip_prefix(asked.as_str()) {
        Some(rest) if rest.is_empty() || rest.starts_with('?') => Ok(()),
        _ => Err(led_elsewhere(answered)),
    }
}

/// The error of a request that went on to `target`.
fn led_elsewhere(target: &Url) -> TransportError {
    TransportError::redirected(format!(
        "the node redirects to {}, where the HTTP client sent the request on; it may have been carried out there; give an \
         address that answers itself",
        shown(target)
    ))
}

/// An address without what may be secret in it.
fn shown(target: &Url) -> String {
    format!("{}://{}", target.scheme(), target.host_str().unwrap_or_default())
        + &target.port().map_or_else(String::new, |port| format!(":{port}"))
}

/// Shows the cause at the root instead of `error sending request for url (..)`.
#[derive(Debug)]
struct Failure(elasticsearch::Error);

impl Failure {
    /// Tells how far the request got.
    fn classify(error: elasticsearch::Error, asked: &Url) -> TransportError {
        let http = error.source().and_then(|source| downcast(BuildError::Cert, source));
        let kind = match http {
            Some(http) if http.is_redirect() => return led_elsewhere(http.url().unwrap_or(asked)),
            // A redirect to what cannot be reached, or not be asked.
            Some(http) if http.url().is_some_and(|url| url.origin() != asked.origin()) => {
                return led_elsewhere(http.url().unwrap_or(asked));
            }
            // First, as a connection that the system gave up making is `is_timeout` too.
            Some(http) if http.is_connect() => TransportErrorKind::NotSent,
            Some(http) if http.is_timeout() => TransportErrorKind::Timeout,
            Some(http) if !http.is_builder() => TransportErrorKind::Broken,
            _ => TransportErrorKind::Invalid,
        };
        TransportError { kind, source: Box::new(Self(error)) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = deepest(&self.0).to_string();
        f.write_str(&cause)?;
        if cause.starts_with("invalid HTTP") {
            return f.write_str("; a node that speaks TLS has an address that begins with `https://`");
        }
        if cause.contains("InvalidContentType") {
            return f.write_str("; a node that does not speak TLS has an address that begins with `http://`");
        }
        Ok(())
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

/// The cause that has no further cause.
fn deepest<'a>(mut error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    while let Some(source) = error.source() {
        error = source;
    }
    error
}

/// The HTTP client's error has no name that the `elasticsearch` crate exports; a constructor that takes one tells the
/// compiler which type is meant.
fn downcast<'a, E: StdError + 'static, W>(_takes: fn(E) -> W, error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    error.downcast_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(address: &str) -> Node {
        Node::new(address, &TransportOptions::default()).unwrap()
    }

    #[test]
    fn a_dot_segment_is_never_folded() {
        for path in ["/cities/_doc/..", "/cities/_doc/.", "/cities/_doc/%2e%2E", "/..", "/%2e/x", "/a/../b"] {
            for address in ["http://h:9200", "http://h:9200/es", "http://h:9200/es/"] {
                let error = node(address).url(path).unwrap_err();
                assert_eq!(error.kind(), TransportErrorKind::Invalid, "{address} {path}");
            }
        }
    }

    #[test]
    fn a_path_that_would_change_the_host_or_its_own_bytes_is_refused() {
        for path in ["//evil/x", "/http://evil/x", "/a?b", "/a#b", "/a b", "/a\\b", "/\u{fc}", "/a\tb", "", "x"] {
            assert!(node("http://h:9200/es").url(path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_path_is_appended_to_the_address_byte_for_byte() {
        let path = "/c/_doc/Z%C3%BCrich%2F1%20%25,*~";
        assert_eq!(node("http://h:9200").url(path).unwrap().as_str(), format!("http://h:9200{path}"));
        assert_eq!(node("http://h:9200/a/es").url(path).unwrap().as_str(), format!("http://h:9200/a/es{path}"));
        assert_eq!(node("http://h:9200/a/es/").url("/").unwrap().as_str(), "http://h:9200/a/es/");
    }

    #[test]
    fn a_bad_address_is_refused_with_what_to_write() {
        for (address, advice) in [
            ("localhost:9200", "write `http://localhost:9200`"),
            ("", "has no scheme"),
            ("ftp://host:9200", "write `http://host:9200`"),
            ("http://", "`http://localhost:9200`"),
            ("http://host:port", "`http://localhost:9200`"),
            ("http://host/a/../b", "the path that they stand for"),
            ("http://host/a\\%2e%2e", "the path that they stand for"),
        ] {
            let error = parse_address(address).unwrap_err();
            assert!(matches!(&error, Error::Invalid(message) if message.contains(advice)), "{address}: {error}");
        }
    }

    #[test]
    fn an_address_with_credentials_is_refused_without_repeating_them() {
        for address in ["http://elastic:geheim@host:9200", "elastic:geheim@host", "http://host?token=geheim"] {
            let message = parse_address(address).unwrap_err().to_string();
            assert!(message.contains("credentials as an option") && !message.contains("geheim"), "{message}");
        }
    }

    #[test]
    fn secrets_never_reach_debug() {
        for credentials in [
            Credentials::Basic("elastic".into(), "geheim".into()),
            Credentials::ApiKey("geheim".into()),
            Credentials::Bearer("geheim".into()),
        ] {
            let options = TransportOptions { credentials: Some(credentials), ..TransportOptions::default() };
            let transport = OfficialTransport::new(&["http://h:9200"], &options).unwrap();
            assert_eq!(format!("{transport:?}"), r#"OfficialTransport { nodes: ["http://h:9200/"], .. }"#);
        }
    }

    #[test]
    fn a_credential_that_no_header_can_carry_is_refused_without_repeating_it() {
        for credentials in [
            Credentials::ApiKey("geheim\n".into()),
            Credentials::Bearer("geheim geheim".into()),
            Credentials::Basic("geheim:er".into(), "geheim".into()),
            Credentials::ApiKey("".into()),
        ] {
            let message = official_credentials(&credentials).unwrap_err().to_string();
            assert!(!message.contains("geheim"), "{message}");
        }
    }

    #[test]
    fn a_certificate_authority_that_is_not_pem_is_refused() {
        for pem in [&b"nonsense"[..], b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            let options = TransportOptions { ca_certificate: Some(pem.to_vec()), ..TransportOptions::default() };
            let error = OfficialTransport::new(&["https://h:9200"], &options).unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{error}");
        }
    }

    #[test]
    fn no_nodes_are_refused() {
        assert!(OfficialTransport::new(&[], &TransportOptions::default()).is_err());
    }
}
