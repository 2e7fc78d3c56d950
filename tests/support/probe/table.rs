//! The table as a value, and as `docs/engines.json`.

use std::fmt::Write as _;

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
        Self::from_json(include_str!("../../../docs/engines.json"))
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
            let mut line = format!(r#"    {{ "group": {}, "name": {}, "answers": {{"#, json!(row.group), json!(row.name));
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
