//! Parameters of kinds, and JSON values in general.

#[cfg(test)]
mod samples;

use darling::error::Accumulator;
use proc_macro2::Span;

use super::wrong;
use crate::{
    kinds::{
        ALGORITHMS, CONTEXT, KindSpec, Takes, check_format, distance, geohash_length, listed, locale, orientation,
        place, point,
    },
    model::{Param, ParamValue},
    nearest::did_you_mean,
    parse::{Entry, Given, Literal, Value},
};

/// The parameters of a kind.
pub(super) fn of_kind(kind: &KindSpec, at: Span, entries: &[Entry], errors: &mut Accumulator) -> Vec<Param> {
    let params = typed(kind.name, kind.params, entries, errors);
    for (key, sample) in kind.required {
        if !entries.iter().any(|entry| entry.key == *key) {
            errors.push(wrong(at, format!("`{0}` needs its `{key}`: write `{0}({sample})`", kind.name)));
        }
    }
    params
}

/// Parameters of which a table says what each takes; `owner` has them.
pub(super) fn typed(
    owner: &str,
    table: &'static [(&'static str, Takes)],
    entries: &[Entry],
    errors: &mut Accumulator,
) -> Vec<Param> {
    let mut params: Vec<Param> = Vec::new();
    for entry in entries {
        let Some((_, takes)) = table.iter().find(|(name, _)| *name == entry.key) else {
            errors.push(wrong(entry.span, unknown(owner, table, &entry.key)));
            continue;
        };
        if params.iter().any(|param| param.key == entry.key) {
            errors.push(wrong(entry.span, format!("`{}` is given twice; keep one", entry.key)));
            continue;
        }
        params.extend(one(*takes, entry, errors));
    }
    params
}

fn unknown(owner: &str, table: &[(&'static str, Takes)], key: &str) -> String {
    if key == "fields" {
        return format!("multi-fields stand beside the kind: `#[es({owner}, fields(raw(keyword)))]`");
    }
    let nearest = did_you_mean(key, table.iter().map(|(name, _)| *name));
    if nearest.is_empty() {
        return format!("`{owner}` has no parameter `{key}`; it has {}", listed(table));
    }
    format!("`{owner}` has no parameter `{key}`{nearest}")
}

/// A parameter whose value must fit.
pub(super) fn one(takes: Takes, entry: &Entry, errors: &mut Accumulator) -> Option<Param> {
    let Entry { key, span, given } = entry;
    let value = match (takes, given) {
        (Takes::Names | Takes::Strs | Takes::SomeOf(_), Given::Many(names))
            if names.iter().all(|name| fits(takes, &name.value)) =>
        {
            ParamValue::Many(names.clone())
        }
        (Takes::Words(known), Given::Many(words)) => {
            for word in words.iter().filter(|word| !is_one_of(known, &word.value)) {
                errors.push(wrong(word.span, format!("`{key}` takes {}", expected(takes))));
            }
            ParamValue::Many(words.clone())
        }
        (Takes::Keys(table) | Takes::BoolOr(table), Given::Entries(entries)) => {
            ParamValue::Map(typed(key, table, entries, errors))
        }
        (Takes::Chunking, Given::Entries(entries)) => ParamValue::Maps(algorithms(entries, errors)),
        (Takes::Texts, Given::Entries(entries)) => ParamValue::Map(texts(key, entries, errors)),
        (Takes::Contexts, Given::Entries(entries)) => ParamValue::Maps(contexts(entries, errors)),
        (_, Given::One(literal)) if fits(takes, &literal.value) => {
            if let (Takes::Format, Value::Str(format)) = (takes, &literal.value) {
                errors.handle(check_format(format).map_err(|message| wrong(literal.span, message)))?;
            }
            ParamValue::One(spelled(key, takes, literal))
        }
        (
            Takes::OneOf(_) | Takes::SomeOf(_) | Takes::Precision | Takes::Duration | Takes::Place | Takes::PlanePoint,
            Given::One(literal),
        ) => {
            errors.push(wrong(literal.span, format!("`{key}` is {}", expected(takes))));
            return None;
        }
        (Takes::Within(..), Given::One(Literal { value: Value::Int(_), span })) => {
            errors.push(wrong(*span, format!("`{key}` takes {}", expected(takes))));
            return None;
        }
        (_, Given::One(literal)) if !takes.is_group() => {
            let noun = literal.value.noun();
            errors.push(wrong(literal.span, format!("`{key}` takes {}, not {noun}", expected(takes))));
            return None;
        }
        _ => {
            let written = if takes.is_group() { "" } else { " = " };
            let sample = sample(takes);
            errors.push(wrong(*span, format!("`{key}` takes {}: write `{key}{written}{sample}`", expected(takes))));
            return None;
        }
    };
    Some(Param { key: key.clone(), span: *span, value })
}

/// Texts under names of the user's own.
fn texts(owner: &str, entries: &[Entry], errors: &mut Accumulator) -> Vec<Param> {
    let params = entries.iter().filter_map(|entry| match &entry.given {
        Given::One(literal) if matches!(literal.value, Value::Str(_)) => {
            Some(Param { key: entry.key.clone(), span: entry.span, value: ParamValue::One(literal.clone()) })
        }
        _ => {
            let key = &entry.key;
            errors.push(wrong(entry.span, format!("`{owner}` holds texts: write `{owner}({key} = \"..\")`")));
            None
        }
    });
    params.collect()
}

fn text(key: &str, value: &str, span: Span) -> Param {
    let literal = Literal { value: Value::Str(value.to_owned()), span };
    Param { key: key.to_owned(), span, value: ParamValue::One(literal) }
}

/// How a text is cut into chunks, one algorithm after the other.
fn algorithms(entries: &[Entry], errors: &mut Accumulator) -> Vec<Vec<Param>> {
    let mut algorithms: Vec<Vec<Param>> = Vec::new();
    for Entry { key, span, given } in entries {
        let Some((name, table)) = ALGORITHMS.iter().find(|(name, _)| name == key) else {
            let all: Vec<String> = ALGORITHMS.iter().map(|(name, _)| format!("`{name}`")).collect();
            errors.push(wrong(*span, format!("there is no algorithm `{key}`; write {}", all.join(", "))));
            continue;
        };
        let inside: &[Entry] = match given {
            Given::Entries(entries) => entries,
            Given::Nothing => &[],
            _ => {
                errors.push(wrong(*span, format!("write `{name}`, or `{name}(..)` with its parameters inside")));
                continue;
            }
        };
        let mut algorithm = vec![text("algorithm", name, *span)];
        if !inside.is_empty() {
            let parameters = ParamValue::Map(typed(name, table, inside, errors));
            algorithm.push(Param { key: "parameters".to_owned(), span: *span, value: parameters });
        }
        algorithms.push(algorithm);
    }
    algorithms
}

/// The contexts of a `completion`: each has a name and a type.
fn contexts(entries: &[Entry], errors: &mut Accumulator) -> Vec<Vec<Param>> {
    let mut contexts: Vec<Vec<Param>> = Vec::new();
    for Entry { key, span, given } in entries {
        let kind = match given {
            Given::Entries(kinds) if kinds.len() == 1 => kinds.first(),
            _ => None,
        };
        let found = kind.and_then(|kind| Some((kind, CONTEXT.iter().find(|(name, _)| *name == kind.key)?)));
        let Some((kind, (name, table))) = found else {
            let message = format!("a context is a category or a place: `{key}(category)`, `{key}(geo(precision = 4))`");
            errors.push(match kind {
                Some(kind) => {
                    let nearest = did_you_mean(&kind.key, CONTEXT.iter().map(|(name, _)| *name));
                    wrong(kind.span, format!("{message}{nearest}"))
                }
                None => wrong(*span, message),
            });
            continue;
        };
        let inside: &[Entry] = if let Given::Entries(entries) = &kind.given { entries } else { &[] };
        let mut params = vec![text("name", key, *span), text("type", name, kind.span)];
        params.extend(typed(name, table, inside, errors));
        contexts.push(params);
    }
    contexts
}

fn is_one_of(words: &[&str], value: &Value) -> bool {
    matches!(value, Value::Str(text) if words.contains(&text.as_str()))
}

pub(super) fn fits(takes: Takes, value: &Value) -> bool {
    match takes {
        Takes::Str | Takes::Names | Takes::Strs | Takes::Format | Takes::Locale => matches!(value, Value::Str(_)),
        Takes::Int => matches!(value, Value::Int(_)),
        Takes::Within(least, most) => matches!(value, Value::Int(int) if (least..=most).contains(int)),
        Takes::Duration => match value {
            Value::Int(number) => matches!(number, -1 | 0),
            Value::Str(time) => is_duration(time),
            Value::Float(_) | Value::Bool(_) => false,
        },
        Takes::Precision => match value {
            Value::Int(length) => (1..=12).contains(length),
            Value::Str(text) => distance(text).is_some(),
            Value::Float(_) | Value::Bool(_) => false,
        },
        Takes::Place => matches!(value, Value::Str(text) if place(text).is_some()),
        Takes::PlanePoint => matches!(value, Value::Str(text) if point(text).is_some()),
        Takes::Number => matches!(value, Value::Int(_) | Value::Float(_)),
        Takes::Bool | Takes::BoolOr(_) | Takes::Chunking => matches!(value, Value::Bool(_)),
        Takes::Scalar => true,
        Takes::OneOf(words) | Takes::SomeOf(words) => is_one_of(words, value),
        Takes::Words(_) | Takes::Keys(_) | Takes::Texts | Takes::Contexts => false,
    }
}

/// `30s`: a whole number and a unit.
fn is_duration(text: &str) -> bool {
    const UNITS: &[&str] = &["nanos", "micros", "ms", "s", "m", "h", "d"];
    let unit = text.trim_start_matches(|character: char| character.is_ascii_digit());
    let number = text.strip_suffix(unit).unwrap_or_default();
    !number.is_empty() && UNITS.contains(&&*unit.trim().to_lowercase())
}

/// The literal as servers keep it; see `kinds::spelling`.
fn spelled(key: &str, takes: Takes, literal: &Literal) -> Literal {
    let mut literal = literal.clone();
    if let Value::Str(text) = &literal.value {
        let kept = match takes {
            Takes::Precision => distance(text).map(|metres| Value::Int(geohash_length(metres))),
            Takes::Locale => Some(Value::Str(locale(text))),
            Takes::Place => place(text).map(Value::Str),
            Takes::PlanePoint => point(text).map(Value::Str),
            Takes::OneOf(_) if key == "orientation" => Some(Value::Str(orientation(text).to_owned())),
            _ => None,
        };
        literal.value = kept.unwrap_or(literal.value);
    }
    literal
}

fn expected(takes: Takes) -> String {
    let text = match takes {
        Takes::Str => "a string",
        Takes::Int => "a whole number",
        Takes::Within(least, most) => return format!("a whole number from {least} to {most}"),
        Takes::Number => "a number",
        Takes::Bool => "true or false",
        Takes::BoolOr(table) => return format!("true or false, or parameters of its own, {}", listed(table)),
        Takes::Chunking => "true or false, or the algorithms that cut a text",
        Takes::Scalar => "a literal",
        Takes::Names => "the name of a field, or several in parentheses",
        Takes::Strs => "a string, or several in parentheses",
        Takes::OneOf(words) => return format!("one of {}", quoted(words)),
        Takes::Words(words) => return format!("some of {}", quoted(words)),
        Takes::SomeOf(words) => return format!("one or several of {}", quoted(words)),
        Takes::Duration => "a time such as \"30s\", or -1 for never",
        Takes::Format => "a format of dates, as a string",
        Takes::Locale => "a language and a country, such as \"de-DE\"",
        Takes::Place => "a place on Earth, such as \"47.4,8.5\", \"POINT (8.5 47.4)\" or a geohash",
        Takes::PlanePoint => "a point, such as \"1.5,2.5\" or \"POINT (1.5 2.5)\"",
        Takes::Precision => "the length of a geohash, from 1 to 12, or a distance such as \"5km\"",
        Takes::Keys(table) => return format!("parameters of its own, {}", listed(table)),
        Takes::Texts => "texts under names of your own",
        Takes::Contexts => "contexts, each a category or a place",
    };
    text.to_owned()
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    words.join(", ")
}

fn sample(takes: Takes) -> String {
    let text = match takes {
        Takes::Str | Takes::Scalar | Takes::Names | Takes::Strs => "\"..\"",
        Takes::Int | Takes::Number => "1",
        Takes::Within(least, _) => return format!("{}", least.max(1)),
        Takes::Duration => "\"30s\"",
        Takes::Format => "\"yyyy-MM-dd\"",
        Takes::Precision => "4",
        Takes::Locale => "\"de-DE\"",
        Takes::Place => "\"47.4,8.5\"",
        Takes::PlanePoint => "\"1.5,2.5\"",
        Takes::Bool | Takes::BoolOr(_) | Takes::Chunking => "false",
        Takes::OneOf(words) | Takes::SomeOf(words) => return format!("\"{}\"", words.first().unwrap_or(&"..")),
        Takes::Words(words) => return format!("(\"{}\")", words.first().unwrap_or(&"..")),
        Takes::Keys(table) => return format!("({} = ..)", table.first().map_or("..", |(name, _)| *name)),
        Takes::Texts => "(name = \"..\")",
        Takes::Contexts => "(name(category))",
    };
    text.to_owned()
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
