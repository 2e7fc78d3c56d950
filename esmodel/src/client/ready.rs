//! Waiting for a cluster that is starting.

use std::time::Duration;

use serde::Deserialize;
use tokio::time::{Instant, sleep, timeout};

use super::Client;
use crate::{
    error::{Error, Result, ServerError},
    policy::Policies,
    wire::{Effect, Method, Request, RequestPath},
};

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(200);

impl Client {
    /// Waits until the cluster is ready: its health is yellow or green. Looks every 200 ms, past the breakers; a node
    /// that answers has its breaker closed, and is used at once.
    ///
    /// # Errors
    /// What the last look met, when `deadline` has passed: nobody answered, or the cluster is red.
    pub async fn wait_until_ready(&self, deadline: Duration) -> Result<()> {
        wait_until_ready(&self.shared.policies, deadline).await
    }

    /// Asks once whether the server answers at all: one `GET /_cluster/health`, past the breakers.
    ///
    /// # Errors
    /// As [`wait_until_ready`](Self::wait_until_ready).
    pub async fn ping(&self) -> Result<()> {
        look(&self.shared.policies).await
    }
}

/// See [`Client::wait_until_ready`]; a client that is being built has policies and no dialect yet.
pub(super) async fn wait_until_ready(policies: &Policies, deadline: Duration) -> Result<()> {
    // Without an end where the clock cannot tell it.
    let end = Instant::now().checked_add(deadline);
    let left = || end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()));
    let mut last = Error::Timeout { node: policies.nodes().all().into(), after: deadline };
    loop {
        match timeout(left(), look(policies)).await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => last = error,
            // The deadline cut this look short; what the one before met says more.
            Err(_) => return Err(last),
        }
        if left() <= PAUSE {
            return Err(last);
        }
        sleep(PAUSE).await;
    }
}

async fn look(policies: &Policies) -> Result<()> {
    #[derive(Deserialize)]
    struct Health {
        status: String,
    }

    let request =
        Request::new(Method::Get, RequestPath::new(&["_cluster", "health"])?, Effect::Read).param("timeout", "1s");
    let response = policies.probe(&request, Duration::from_secs(5)).await?;
    if !response.is_success() {
        let error = ServerError::from_body(response.status(), response.body());
        return Err(Error::Server(Box::new(error.during("a look at the cluster's health"))));
    }
    let health: Health = response.parse("the cluster's health")?;
    if health.status == "red" {
        let error = ServerError::new(503, "", "the cluster is red: a primary shard is missing");
        return Err(Error::Server(Box::new(error.during("a look at the cluster's health"))));
    }
    Ok(())
}
