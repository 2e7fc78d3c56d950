//! Which product and version a cluster is.

use std::time::Duration;

use serde::Deserialize;

use crate::{
    dialect::{Dialect, Product, Version},
    error::{Error, Result, ServerError, Unsupported},
    policy::Policies,
    wire::{Effect, Method, Request, RequestPath, Response},
};

/// The oldest servers that esmodel speaks to.
const OLDEST_ELASTICSEARCH: Version = Version::new(7, 17, 0);
const OLDEST_OPENSEARCH: Version = Version::new(2, 0, 0);

/// Asks `GET /`; where there is none (a stripped-down server) or it hides the version, the node's own.
pub(crate) async fn detect(policies: &Policies, timeout: Duration) -> Result<Dialect> {
    let request = Request::new(Method::Get, RequestPath::new(&[])?, Effect::Read);
    let response = policies.send(&request, timeout).await?;
    let dialect = match response.status() {
        200 => match from_info(&response)? {
            Some(dialect) => dialect,
            None => from_node(policies, timeout).await?,
        },
        401 | 403 => {
            let error = ServerError::from_body(response.status(), response.body());
            return Err(Error::Server(Box::new(error.during(
                "`GET /`, which tells product and version; check the credentials, or name the server with `ClientBuilder::dialect`",
            ))));
        }
        404 | 405 => from_node(policies, timeout).await?,
        status => {
            let error = ServerError::from_body(status, response.body());
            return Err(Error::Server(Box::new(error.during("`GET /`"))));
        }
    };
    supported(dialect)
}

fn supported(dialect: Dialect) -> Result<Dialect> {
    let oldest = match dialect.product() {
        Product::Elasticsearch => OLDEST_ELASTICSEARCH,
        Product::OpenSearch => OLDEST_OPENSEARCH,
    };
    if dialect.version() >= oldest {
        return Ok(dialect);
    }
    let what = format!(
        "support by esmodel: the oldest servers are Elasticsearch {OLDEST_ELASTICSEARCH} and OpenSearch {OLDEST_OPENSEARCH}"
    );
    Err(Unsupported::new(what, dialect).into())
}

/// What `GET /` says; `None` where it names the version of the other product instead of its own.
fn from_info(response: &Response) -> Result<Option<Dialect>> {
    #[derive(Deserialize)]
    struct Info {
        version: Number,
        #[serde(default)]
        tagline: String,
    }
    #[derive(Deserialize)]
    struct Number {
        number: String,
        #[serde(default)]
        distribution: String,
    }

    let info: Info =
        response.parse("the answer to `GET /`; is there an Elasticsearch or OpenSearch at this address?")?;
    let product = match info.version.distribution.as_str() {
        "opensearch" => Product::OpenSearch,
        // With `compatibility.override_main_response_version`, OpenSearch 1 and 2 say 7.10.2 and no distribution;
        // their tagline stays.
        _ if info.tagline.contains("OpenSearch") => return Ok(None),
        _ => Product::Elasticsearch,
    };
    Ok(Some(Dialect::new(product, parse(&info.version.number)?)))
}

async fn from_node(policies: &Policies, timeout: Duration) -> Result<Dialect> {
    #[derive(Deserialize)]
    struct Info {
        nodes: std::collections::HashMap<String, Node>,
    }
    #[derive(Deserialize)]
    struct Node {
        version: String,
    }

    let request = Request::new(Method::Get, RequestPath::new(&["_nodes", "_local"])?, Effect::Read)
        .param("filter_path", "nodes.*.version");
    let response = policies.send(&request, timeout).await?;
    let unknown =
        "which server answers cannot be told, since `GET /` does not say; name it with `ClientBuilder::dialect`";
    if !response.is_success() {
        let error = ServerError::from_body(response.status(), response.body());
        return Err(Error::Server(Box::new(error.during(unknown))));
    }
    let info: Info = response.parse(unknown)?;
    let node = info.nodes.into_values().next().ok_or_else(|| Error::decode(unknown, "no node"))?;
    let product = match response.header("x-elastic-product") {
        Some(_) => Product::Elasticsearch,
        None => Product::OpenSearch,
    };
    Ok(Dialect::new(product, parse(&node.version)?))
}

fn parse(number: &str) -> Result<Version> {
    Version::parse(number)
        .ok_or_else(|| Error::decode("the server's version", format!("`{number}` is no version number")))
}
