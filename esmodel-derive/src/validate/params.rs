//! Parameters of kinds, and JSON values in general.

use darling::error::Accumulator;

use super::wrong;
use crate::{
    kinds::{KindSpec, Takes},
    model::{Param, ParamValue},
    nearest::did_you_mean,
    parse::{Entry, Given, Literal, Value},
};

/// The parameters of a kind.
pub(super) fn of_kind(kind: &KindSpec, entries: &[Entry], errors: &mut Accumulator) -> Vec<Param> {
    let mut params: Vec<Param> = Vec::new();
    for entry in entries {
        let Some(takes) = kind.param(&entry.key) else {
            errors.push(wrong(entry.span, unknown(kind, &entry.key)));
            continue;
        };
        if params.iter().any(|param| param.key == entry.key) {
            errors.push(wrong(entry.span, format!("`{}` is given twice; keep one", entry.key)));
            continue;
        }
        params.extend(one(takes, entry, errors));
    }
    params
}

fn unknown(kind: &KindSpec, key: &str) -> String {
    let name = kind.name;
    if key == "fields" {
        return format!("multi-fields stand beside the kind: `#[es({name}, fields(raw(keyword)))]`");
    }
    let nearest = did_you_mean(key, kind.params.iter().map(|(name, _)| *name));
    if nearest.is_empty() {
        return format!("`{name}` has no parameter `{key}`; it has {}", kind.params_listed());
    }
    format!("`{name}` has no parameter `{key}`{nearest}")
}

/// A parameter whose value must fit.
pub(super) fn one(takes: Takes, entry: &Entry, errors: &mut Accumulator) -> Option<Param> {
    let Entry { key, span, given } = entry;
    let value = match (takes, given) {
        (Takes::Names, Given::Many(names)) if names.iter().all(|name| matches!(name.value, Value::Str(_))) => {
            ParamValue::Many(names.clone())
        }
        (_, Given::One(literal)) if fits(takes, &literal.value) => ParamValue::One(literal.clone()),
        (_, Given::One(literal)) => {
            let noun = literal.value.noun();
            errors.push(wrong(literal.span, format!("`{key}` takes {}, not {noun}", expected(takes))));
            return None;
        }
        _ => {
            errors.push(wrong(*span, format!("`{key}` takes {}: write `{key} = {}`", expected(takes), sample(takes))));
            return None;
        }
    };
    Some(Param { key: key.clone(), span: *span, value })
}

const fn fits(takes: Takes, value: &Value) -> bool {
    match takes {
        Takes::Str | Takes::Names => matches!(value, Value::Str(_)),
        Takes::Int => matches!(value, Value::Int(_)),
        Takes::Number => matches!(value, Value::Int(_) | Value::Float(_)),
        Takes::Bool => matches!(value, Value::Bool(_)),
        Takes::Scalar => true,
    }
}

const fn expected(takes: Takes) -> &'static str {
    match takes {
        Takes::Str => "a string",
        Takes::Int => "a whole number",
        Takes::Number => "a number",
        Takes::Bool => "true or false",
        Takes::Scalar => "a literal",
        Takes::Names => "the name of a field, or several in parentheses",
    }
}

const fn sample(takes: Takes) -> &'static str {
    match takes {
        Takes::Str | Takes::Scalar | Takes::Names => "\"..\"",
        Takes::Int | Takes::Number => "1",
        Takes::Bool => "false",
    }
}

/// Any JSON: settings, and the parts of the analysis.
pub(super) fn json(entries: &[Entry], errors: &mut Accumulator) -> Vec<Param> {
    let mut params: Vec<Param> = Vec::new();
    for entry in entries {
        let Entry { key, span, given } = entry;
        if params.iter().any(|param| param.key == *key) {
            errors.push(wrong(*span, format!("`{key}` is given twice; keep one")));
            continue;
        }
        let value = match given {
            Given::Nothing => {
                errors.push(wrong(*span, format!("`{key}` has no value: write `{key} = ..`")));
                continue;
            }
            Given::One(literal) => ParamValue::One(literal.clone()),
            Given::Many(literals) => ParamValue::Many(literals.clone()),
            Given::Entries(entries) => ParamValue::Map(json(entries, errors)),
        };
        params.push(Param { key: key.clone(), span: *span, value });
    }
    params
}

/// The variant of `Dynamic` for the server's word.
pub(super) fn dynamic(literal: &Literal, errors: &mut Accumulator) -> Option<&'static str> {
    let variant = match &literal.value {
        Value::Bool(true) => Some("True"),
        Value::Bool(false) => Some("False"),
        Value::Str(word) => match word.as_str() {
            "strict" => Some("Strict"),
            "true" => Some("True"),
            "false" => Some("False"),
            "runtime" => Some("Runtime"),
            _ => None,
        },
        _ => None,
    };
    if variant.is_none() {
        errors.push(wrong(literal.span, "`dynamic` is one of \"strict\", \"true\", \"false\", \"runtime\""));
    }
    variant
}
