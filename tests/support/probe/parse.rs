//! Reads the probes' own notation.
//!
//! `# name` begins a probe; lines that begin with two spaces continue the line above; `//` is a comment. Then:
//!
//! | line | meaning |
//! |---|---|
//! | `since es 7.10 os 2.4` | the first versions that have it; a product that is not named never had it; always, unless said |
//! | `until es 8.0` | the first versions that no longer have it |
//! | `needs Painless, Reindex` | a dev node that lacks one of these lacks this |
//! | `bundled es os` | these products have it in a module that no dev node has |
//! | `also $index-2` | a further index, deleted before and after |
//! | `clean DELETE /path` | sent before and after, whatever the answer |
//! | `fields {..}` | makes the index with these properties |
//! | `doc {..}` | stores a document; ids count from 1 |
//! | `find 1,2 {..}` | a search with this query finds exactly these documents |
//! | `search 1,2 {..}` | a search with this body finds exactly these documents |
//! | `agg {..}` | a search with this aggregation, called `a` |
//! | `tokens ["a"] {..}` | `_analyze` with this body gives exactly these tokens |
//! | `POST /path?refresh=true {..}` | any request |
//! | `status 409` | the request above is right with this status, and no other |
//! | `is /json/pointer value` | the answer above holds this value |
//! | `whole {..}` | the answer above is exactly this |
//! | `has /json/pointer` | the answer above holds something there |
//! | `keep name /json/pointer` | `$name` stands for that value from here on |
//!
//! `$index` is the probe's own index. Bodies of `_bulk` and `_msearch` are JSON lines, one to a line.

use esmodel::{
    dialect::{Product, Since, Version},
    wire::Method,
};
use esmodel_devnode::Lack;
use serde_json::{Value, json};

use super::{Check, Probe, Step};

const FILES: [(&str, &str); 7] = [
    ("kinds", include_str!("kinds.probes")),
    ("queries", include_str!("queries.probes")),
    ("search", include_str!("search.probes")),
    ("aggregations", include_str!("aggregations.probes")),
    ("analysis", include_str!("analysis.probes")),
    ("scripting", include_str!("scripting.probes")),
    ("apis", include_str!("apis.probes")),
];

/// Every probe, in the order of the table.
pub fn probes() -> Vec<Probe> {
    FILES.into_iter().flat_map(|(group, text)| parse(group, text)).collect()
}

/// Everything that a dev node may lack.
pub fn every_lack() -> Vec<Lack> {
    let mut every = Vec::new();
    for lack in esmodel_devnode::Engine::ALL.iter().flat_map(|engine| engine.lacks()) {
        if !every.contains(lack) {
            every.push(*lack);
        }
    }
    every
}

fn parse(group: &'static str, text: &'static str) -> Vec<Probe> {
    let mut probes: Vec<Probe> = Vec::new();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("//")).peekable();
    while let Some(line) = lines.next() {
        let mut more = String::new();
        while let Some(continued) = lines.next_if(|next| next.starts_with("  ")) {
            more.push('\n');
            more.push_str(continued.trim());
        }
        if let Some(name) = line.strip_prefix("# ") {
            probes.push(Probe::new(group, name));
            continue;
        }
        let probe = probes.last_mut().unwrap_or_else(|| panic!("{group}: `{line}` stands before any probe"));
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        probe
            .read(word, rest.trim(), &more)
            .unwrap_or_else(|| panic!("{group} {}: `{line}` cannot be read", probe.name));
    }
    probes
}

impl Probe {
    fn new(group: &'static str, name: &'static str) -> Self {
        Self {
            group,
            name,
            since: Since::ALWAYS,
            until: Since::of(None, None),
            needs: Vec::new(),
            bundled: Vec::new(),
            steps: Vec::new(),
            clean: Vec::new(),
            also: Vec::new(),
        }
    }

    /// One line; `more` are the lines that continue it.
    fn read(&mut self, word: &str, rest: &'static str, more: &str) -> Option<()> {
        let last = self.steps.last_mut();
        match word {
            "since" => self.since = since(rest)?,
            "until" => self.until = since(rest)?,
            "needs" => self.needs = rest.split(", ").map(lack).collect::<Option<_>>()?,
            "bundled" => self.bundled = rest.split(' ').map(product).collect::<Option<_>>()?,
            "also" => self.also.push(rest),
            "clean" => {
                let (method, path) = rest.split_once(' ')?;
                self.clean.push(Step::new(read_method(method)?, path, None));
            }
            "status" => last?.status = Some(rest.parse().ok()?),
            "is" => {
                let (pointer, value) = rest.split_once(' ')?;
                last?.checks.push(Check::Is(pointer, json_of(value)?));
            }
            "whole" => last?.checks.push(Check::Is("", json_of(rest)?)),
            "has" => last?.checks.push(Check::Has(rest)),
            "keep" => last?.keeps.push(rest.split_once(' ')?),
            _ => {
                let step = self.step(word, rest, more)?;
                self.steps.push(step);
            }
        }
        Some(())
    }

    fn step(&self, word: &str, rest: &'static str, more: &str) -> Option<Step> {
        let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
        let body = format!("{second}{more}");
        let search = |body: Value, check: Option<Check>| {
            let mut step = Step::new(Method::Post, "/$index/_search", Some(body.to_string()));
            step.checks.extend(check);
            step
        };
        let hits = || Check::Hits(first.split(',').filter(|id| *id != "-").map(str::to_owned).collect());
        Some(match word {
            "fields" => {
                let settings = json!({ "number_of_shards": 1, "number_of_replicas": 0 });
                let mappings = json!({ "properties": json_of(&format!("{rest}{more}"))? });
                let body = json!({ "settings": settings, "mappings": mappings }).to_string();
                Step::new(Method::Put, "/$index", Some(body))
            }
            "doc" => {
                let paths =
                    ["/$index/_doc/1?refresh=true", "/$index/_doc/2?refresh=true", "/$index/_doc/3?refresh=true"];
                let stored = self.steps.iter().filter(|step| step.path.starts_with("/$index/_doc/")).count();
                Step::new(Method::Put, paths.get(stored).copied()?, Some(format!("{rest}{more}")))
            }
            "find" => search(json!({ "query": json_of(&body)? }), Some(hits())),
            "search" => search(json_of(&body)?, Some(hits())),
            "agg" => search(json!({ "size": 0, "aggs": { "a": json_of(&format!("{rest}{more}"))? } }), None),
            "tokens" => {
                let tokens = serde_json::from_str(first).ok()?;
                let mut step = Step::new(Method::Post, "/_analyze", Some(json_of(&body)?.to_string()));
                step.checks.push(Check::Tokens(tokens));
                step
            }
            method => {
                let body = body.trim_start();
                Step::new(read_method(method)?, first, (!body.is_empty()).then(|| body.to_owned()))
            }
        })
    }
}

impl Step {
    fn new(method: Method, address: &'static str, body: Option<String>) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let params = query.split('&').filter(|param| !param.is_empty());
        let params = params.map(|param| param.split_once('=').unwrap_or((param, ""))).collect();
        Self { method, path, params, body, status: None, checks: Vec::new(), keeps: Vec::new() }
    }

    /// Whether the body is JSON lines.
    pub(super) fn is_ndjson(&self) -> bool {
        ["/_bulk", "/_msearch", "/_msearch/template"].iter().any(|end| self.path.ends_with(end))
    }
}

fn json_of(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

fn read_method(name: &str) -> Option<Method> {
    [Method::Get, Method::Head, Method::Post, Method::Put, Method::Delete]
        .into_iter()
        .find(|method| method.as_str() == name)
}

fn product(name: &str) -> Option<Product> {
    match name {
        "es" => Some(Product::Elasticsearch),
        "os" => Some(Product::OpenSearch),
        _ => None,
    }
}

fn lack(name: &str) -> Option<Lack> {
    every_lack().into_iter().find(|lack| format!("{lack:?}") == name)
}

fn since(text: &str) -> Option<Since> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut since = Since::of(None, None);
    for pair in words.chunks(2) {
        let [name, version] = pair else { return (text == "-").then_some(since) };
        let version = Some(Version::parse(version)?);
        match product(name)? {
            Product::OpenSearch => since.opensearch = version,
            _ => since.elasticsearch = version,
        }
    }
    Some(since)
}
