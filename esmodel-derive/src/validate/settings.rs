//! Settings of the index, but for the analysis, which has attributes of its own.

use darling::error::Accumulator;

use super::{params, wrong};
use crate::{
    model::{Param, ParamValue},
    parse::{Entries, Entry, Given, Value},
    settings,
};

/// What the model declares. Names that no list has may be a plugin's.
pub(super) fn settings(entries: Option<&Entries>, errors: &mut Accumulator) -> Vec<Param> {
    let Some(entries) = entries else { return Vec::new() };
    for entry in &entries.entries {
        let key = entry.key.strip_prefix("index.").unwrap_or(&entry.key);
        if key == "analysis" || key.starts_with("analysis.") {
            errors.push(wrong(
                entry.span,
                "the analysis has attributes of its own beside `settings`: `#[es(analyzers(..), normalizers(..), tokenizers(..), filters(..), char_filters(..))]`",
            ));
        }
    }
    let params = params::json(&entries.entries, errors);
    let mut seen = Vec::new();
    for param in &params {
        each("", param, &mut seen, errors);
    }
    params
}

/// One setting, or those inside of it, by the full name.
fn each(path: &str, param: &Param, seen: &mut Vec<String>, errors: &mut Accumulator) {
    let name = format!("{path}{}", param.key);
    if let ParamValue::Map(inside) = &param.value {
        for param in inside {
            each(&format!("{name}."), param, seen, errors);
        }
        return;
    }
    let name = name.strip_prefix("index.").unwrap_or(&name).to_owned();
    if seen.contains(&name) {
        errors.push(wrong(param.span, format!("the setting `{name}` is written twice; keep one")));
        return;
    }
    value(&name, param, errors);
    seen.push(name);
}

/// What servers would refuse of a setting that is well known.
fn value(name: &str, param: &Param, errors: &mut Accumulator) {
    let Some(takes) = settings::named(name) else {
        if let Some(nearest) = settings::nearest(name) {
            errors.push(wrong(param.span, format!("no server has the setting `{name}`; did you mean `{nearest}`?")));
        }
        return;
    };
    let ParamValue::One(literal) = &param.value else { return };
    // Servers read numbers and truth values also from texts.
    let read = match &literal.value {
        Value::Str(text) => text.parse().map(Value::Int).or_else(|_| text.parse().map(Value::Bool)).ok(),
        _ => None,
    };
    if !read.is_some_and(|read| params::fits(takes, &read)) {
        let entry = Entry { key: param.key.clone(), span: param.span, given: Given::One(literal.clone()) };
        params::one(takes, &entry, errors);
    }
}
