//! Asks an engine.

use std::time::Duration;

use esmodel::{
    Client,
    policy::{BreakerSettings, Retry},
    wire::{Effect, Method, Request, RequestPath, Response},
};
use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use super::{Answer, Check, Probe, Step};

/// So many probes run side by side.
const AT_ONCE: usize = 4;

/// The indices of so many probes are deleted with one request: to an engine that is as dear as to delete one.
const A_BATCH: usize = 40;

/// What an engine answered to a probe.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What goes into the table.
    pub answer: Answer,
    /// The refused request and the server's words, for people; empty where nothing was refused.
    pub detail: String,
}

/// A client that takes answers from 500 up as calmly as others: no retry, no breaker.
///
/// # Errors
/// Nobody answers there.
pub async fn connect(url: &str) -> esmodel::Result<Client> {
    Client::builder()
        .node(url)
        .retry(Retry { retries: 0, ..Retry::default() })
        .breaker(BreakerSettings { threshold: u32::MAX, ..BreakerSettings::default() })
        .wait_until_ready(Duration::from_secs(60))
        .connect()
        .await
}

/// Runs the probes on the engine behind `es`, several at a time; the findings are in the order of the probes.
pub async fn ask_all(es: &Client, probes: &[Probe]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for batch in probes.chunks(A_BATCH) {
        let indices: Vec<String> = batch.iter().flat_map(Probe::indices).collect();
        delete(es, &indices).await;
        let asked = stream::iter(batch).map(|probe| ask(es, probe)).buffered(AT_ONCE);
        findings.extend(asked.collect::<Vec<_>>().await);
        delete(es, &indices).await;
    }
    findings
}

async fn delete(es: &Client, indices: &[String]) {
    let path = RequestPath::new(&[&indices.join(",")]).expect("names of indices");
    // Aliases among the names are passed over, as are indices that are not there.
    let request = Request::new(Method::Delete, path, Effect::Once).param("ignore_unavailable", "true");
    let response = es.send(request).await.expect("the engine answers");
    assert!(response.is_success(), "indices of probes stay: {}", String::from_utf8_lossy(response.body()));
}

async fn ask(es: &Client, probe: &Probe) -> Finding {
    let mut run = Run { es, variables: vec![("$index".to_owned(), probe.index())] };
    for step in &probe.clean {
        drop(run.send(step).await);
    }
    let mut finding = Finding { answer: Answer::Yes, detail: String::new() };
    for step in &probe.steps {
        if let Err((refusal, words)) = run.take(step).await {
            let path = run.fill(step.path);
            finding =
                Finding { answer: Answer::No(refusal), detail: format!("{} {path}: {words}", step.method.as_str()) };
            break;
        }
    }
    for step in &probe.clean {
        drop(run.send(step).await);
    }
    finding
}

/// A probe under way.
struct Run<'a> {
    es: &'a Client,
    variables: Vec<(String, String)>,
}

/// The refusal in short, and the server's words.
type Refusal = (String, String);

impl Run<'_> {
    async fn take(&mut self, step: &Step) -> Result<(), Refusal> {
        let response = self.send(step).await?;
        let right = step.status.map_or_else(|| response.is_success(), |status| status == response.status());
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let words = || String::from_utf8_lossy(response.body()).chars().take(1500).collect::<String>();
        if !right {
            let kind = body.pointer("/error/type").and_then(Value::as_str).unwrap_or_default();
            return Err((format!("{} {kind}", response.status()).trim_end().to_owned(), words()));
        }
        for check in &step.checks {
            if !self.holds(check, &body) {
                return Err((format!("{} without effect", response.status()), format!("not {check:?}: {}", words())));
            }
        }
        for (name, pointer) in &step.keeps {
            let value =
                body.pointer(pointer).ok_or_else(|| (format!("{} without effect", response.status()), words()))?;
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.variables.push((format!("${name}"), value));
        }
        Ok(())
    }

    async fn send(&self, step: &Step) -> Result<Response, Refusal> {
        let path = self.fill(step.path);
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let path = RequestPath::new(&segments).map_err(|error| ("invalid".to_owned(), error.to_string()))?;
        let effect = if step.method == Method::Get { Effect::Read } else { Effect::Once };
        let mut request = Request::new(step.method, path, effect);
        for (name, value) in &step.params {
            request = request.param(name, self.fill(value));
        }
        if let Some(body) = &step.body {
            let body = self.fill(body);
            request = if step.is_ndjson() { request.ndjson(body + "\n") } else { request.json(body) };
        }
        self.es.send(request).await.map_err(|error| ("no answer".to_owned(), error.to_string()))
    }

    fn fill(&self, text: &str) -> String {
        self.variables.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    fn holds(&self, check: &Check, body: &Value) -> bool {
        let listed = |list: &str, key: &str| -> Vec<String> {
            let list = body.pointer(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            list.iter().filter_map(|entry| entry.get(key)?.as_str()).map(str::to_owned).collect()
        };
        match check {
            Check::Is(pointer, value) => {
                let wanted = value.as_str().map_or_else(|| value.clone(), |text| Value::from(self.fill(text)));
                body.pointer(&self.fill(pointer)).is_some_and(|found| is_same(found, &wanted))
            }
            Check::Has(pointer) => body.pointer(&self.fill(pointer)).is_some_and(|found| match found {
                Value::Null => false,
                Value::Array(entries) => !entries.is_empty(),
                Value::Object(entries) => !entries.is_empty(),
                _ => true,
            }),
            Check::Hits(ids) => {
                let mut found = listed("/hits/hits", "_id");
                found.sort();
                found == *ids
            }
            Check::Tokens(tokens) => listed("/tokens", "token") == *tokens,
        }
    }
}

/// `2` is `2.0`: the products write numbers in different ways.
fn is_same(found: &Value, wanted: &Value) -> bool {
    match (found.as_f64(), wanted.as_f64()) {
        (Some(found), Some(wanted)) => (found - wanted).abs() < 1e-6,
        _ => found == wanted,
    }
}
