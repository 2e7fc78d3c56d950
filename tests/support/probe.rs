//! What each engine can do: probes as data, the answers to them, and the one table that docs and tests read.
//!
//! The probes stand in `probe/*.probes`, in the form that `probe/parse.rs` describes. `probe-engines` asks every
//! engine and writes `docs/engines.json` and `docs/engines.md`; a live test asks again and compares.

#![expect(clippy::expect_used, clippy::panic, reason = "a probe or a table that cannot be read stops what needs it")]

mod explain;
mod markdown;
mod parse;
mod run;
mod table;

use esmodel::dialect::{Product, Since};
use esmodel_devnode::Lack;
use serde_json::Value;

pub use self::{
    explain::{dialect_of, engine_of, unexplained},
    markdown::render,
    parse::{every_lack, probes},
    run::{Finding, ask_all, connect},
    table::{Answer, Column, Row, Table, docs},
};

/// One question to an engine: can it do this?
#[derive(Debug, Clone)]
pub struct Probe {
    /// The part of the table: the name of the file that holds the probe.
    pub group: &'static str,
    /// What is asked for, such as `match_phrase`.
    pub name: &'static str,
    /// The first versions of the products that have it.
    pub since: Since,
    /// The first versions of the products that no longer have it.
    pub until: Since,
    /// Where one of these is lacking, a dev node lacks it although its product has it.
    pub needs: Vec<Lack>,
    /// The products that have it in a bundled module which no dev node has and no [`Lack`] names.
    pub bundled: Vec<Product>,
    /// What is sent, one after the other, up to the first refusal.
    pub steps: Vec<Step>,
    /// What is sent before and after, whatever the answers.
    pub clean: Vec<Step>,
    /// Further indices of its own; `$index` in them is the first.
    pub also: Vec<&'static str>,
}

/// One request, and what its answer must be.
#[derive(Debug, Clone)]
pub struct Step {
    method: esmodel::wire::Method,
    /// As written: with variables, not encoded.
    path: &'static str,
    params: Vec<(&'static str, &'static str)>,
    body: Option<String>,
    /// The status that is right; else any 2xx.
    status: Option<u16>,
    checks: Vec<Check>,
    /// Variables for later steps: name, and the JSON pointer to the value.
    keeps: Vec<(&'static str, &'static str)>,
}

/// What an answer must hold, so that a server which only nods does not pass.
#[derive(Debug, Clone)]
enum Check {
    /// The value at this JSON pointer.
    Is(&'static str, Value),
    /// Any value at this JSON pointer that is not empty.
    Has(&'static str),
    /// The ids of the hits, in any order.
    Hits(Vec<String>),
    /// The tokens of `_analyze`.
    Tokens(Vec<String>),
}

impl Probe {
    /// The index that belongs to this probe alone; other names of the probe's own begin with it.
    pub fn index(&self) -> String {
        let name = format!("probe-{}-{}", self.group, self.name).to_lowercase();
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
    }

    /// Every index that it may make.
    pub fn indices(&self) -> Vec<String> {
        let first = self.index();
        let also = self.also.iter().map(|name| name.replace("$index", &first));
        also.chain([first.clone()]).collect()
    }
}
