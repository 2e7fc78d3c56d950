//! The table as a value, and as `docs/engines.json`.

use std::{
    fmt::{self, Write as _},
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Finding, Probe};

/// What an engine says to a probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It can.
    Yes,
    /// It cannot: the refusal in short, such as `400 mapper_parsing_exception`.
    No(String),
}

/// An engine of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Column {
    /// The short name, such as `os3`.
    pub name: String,
    /// `OpenSearch` or `Elasticsearch`.
    pub product: String,
    /// The version that was asked.
    pub version: String,
}

/// A probe with every engine's answer, in the order of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The probe's group.
    pub group: String,
    /// The probe's name.
    pub name: String,
    /// An answer for each column.
    pub answers: Vec<Answer>,
}

/// The folder that holds `engines.json` and `engines.md`.
pub fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("docs")
}

/// Probes x engines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The engines.
    pub columns: Vec<Column>,
    /// The probes, in their own order.
    pub rows: Vec<Row>,
}

impl Table {
    /// The table as it is checked in.
    pub fn checked_in() -> Self {
        Self::from_json(&fs::read_to_string(docs().join("engines.json")).expect("the table is there"))
    }

    /// Puts the findings of each engine, in the order of the probes, side by side.
    pub fn of(probes: &[Probe], engines: Vec<(Column, Vec<Finding>)>) -> Self {
        let mut rows: Vec<Row> = probes
            .iter()
            .map(|probe| Row { group: probe.group.to_owned(), name: probe.name.to_owned(), answers: Vec::new() })
            .collect();
        let mut columns = Vec::new();
        for (column, findings) in engines {
            columns.push(column);
            for (row, finding) in rows.iter_mut().zip(findings) {
                row.answers.push(finding.answer);
            }
        }
        Self { columns, rows }
    }

    /// The answer in that row and column.
    pub fn answer(&self, group: &str, name: &str, engine: &str) -> Option<&Answer> {
        let column = self.columns.iter().position(|column| column.name == engine)?;
        self.rows.iter().find(|row| row.group == group && row.name == name)?.answers.get(column)
    }

    /// Where an engine answered otherwise than its column says, as sentences.
    pub fn differences(&self, engine: &str, probes: &[Probe], findings: &[Finding]) -> Vec<String> {
        let mut sentences = Vec::new();
        for (probe, finding) in probes.iter().zip(findings) {
            let Probe { group, name, .. } = probe;
            let found = &finding.answer;
            match self.answer(group, name, engine) {
                Some(told) if told == found => {}
                Some(told) => {
                    sentences.push(format!("{group} `{name}`: {found}, the table says {told} ({})", finding.detail));
                }
                None => sentences.push(format!("{group} `{name}`: {found}, and the table has no such row")),
            }
        }
        let asked = |row: &&Row| probes.iter().any(|probe| probe.group == row.group && probe.name == row.name);
        let gone = self.rows.iter().filter(|row| !asked(row));
        sentences
            .extend(gone.map(|row| format!("{} `{}`: in the table, and there is no such probe", row.group, row.name)));
        sentences
    }

    /// Reads what [`to_json`](Self::to_json) writes.
    pub fn from_json(text: &str) -> Self {
        #[derive(Deserialize)]
        struct Whole {
            engines: Vec<Column>,
            probes: Vec<Entry>,
        }
        #[derive(Deserialize)]
        struct Entry {
            group: String,
            name: String,
            answers: Map<String, Value>,
        }

        let whole: Whole = serde_json::from_str(text).expect("the table is JSON of its own form");
        let rows = whole.probes.into_iter().map(|Entry { group, name, answers }| {
            let answers = whole.engines.iter().map(|column| Answer::from_json(answers.get(&column.name))).collect();
            Row { group, name, answers }
        });
        let rows = rows.collect();
        Self { columns: whole.engines, rows }
    }

    /// One line for each engine and each probe, so that a change is a line in a diff.
    pub fn to_json(&self) -> String {
        let mut text = String::from("{\n  \"engines\": [\n");
        let lines = self.columns.iter().map(|column| {
            let [name, product, version] = [&column.name, &column.product, &column.version].map(|text| json!(text));
            format!(r#"    {{ "name": {name}, "product": {product}, "version": {version} }}"#)
        });
        text.push_str(&lines.collect::<Vec<_>>().join(",\n"));
        text.push_str("\n  ],\n  \"probes\": [\n");
        let lines = self.rows.iter().map(|row| {
            let mut line =
                format!(r#"    {{ "group": {}, "name": {}, "answers": {{"#, json!(row.group), json!(row.name));
            for (position, (column, answer)) in self.columns.iter().zip(&row.answers).enumerate() {
                let comma = if position == 0 { "" } else { "," };
                write!(line, "{comma} {}: {}", json!(column.name), answer.to_json()).expect("a string takes all");
            }
            line + " } }"
        });
        text.push_str(&lines.collect::<Vec<_>>().join(",\n"));
        text.push_str("\n  ]\n}\n");
        text
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yes => f.write_str("yes"),
            Self::No(refusal) => write!(f, "no ({refusal})"),
        }
    }
}

impl Answer {
    /// Whether the engine can.
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes)
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Yes => json!(true),
            Self::No(refusal) => json!(refusal),
        }
    }

    fn from_json(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Bool(true)) => Self::Yes,
            Some(Value::String(refusal)) => Self::No(refusal.clone()),
            other => panic!("an answer in the table is `true` or a refusal, not {other:?}"),
        }
    }
}
