//! The lock file: the only file that the derive reads, and only when asked.

use std::{env, fs, io::ErrorKind, path::PathBuf};

use darling::error::Accumulator;
use proc_macro2::Span;
use serde_json::{Map, Value as Json};

use super::wrong;
use crate::{
    model::{Lock, Locked, Param, ParamValue},
    parse::{Literal, Text, Value},
};

/// The lock file that the model names, read from beside the package's `Cargo.toml`.
pub(super) fn lock(file: Option<&Text>, index: &str, errors: &mut Accumulator) -> Option<Lock> {
    let file = file?;
    let read = text(&file.value, index).and_then(|text| parse(&text, file, index));
    errors.handle(read.map_err(|message| wrong(file.span, message)))
}

fn text(path: &str, index: &str) -> Result<String, String> {
    let folder = env::var_os("CARGO_MANIFEST_DIR")
        .ok_or_else(|| format!("`{path}` is looked for beside `Cargo.toml`, and only cargo says where that is"))?;
    fs::read_to_string(PathBuf::from(folder).join(path)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!(
            "there is no lock file `{path}` beside `Cargo.toml`; write `{{}}` into it while nothing is deployed yet, or \
             let `esmodel schema lock {path} --index {index}` write it from a cluster"
        ),
        _ => format!("the lock file `{path}` cannot be read: {error}"),
    })
}

fn parse(text: &str, file: &Text, index: &str) -> Result<Lock, String> {
    let path = &file.value;
    let broken = |what: String| {
        format!(
            "`{path}` is no lock file: {what}; `esmodel schema lock {path} --index {index}` writes it from a cluster"
        )
    };
    let json: Map<String, Json> = serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
    if let Some(key) = json.keys().find(|key| !matches!(key.as_str(), "mappings" | "pending")) {
        return Err(broken(format!("it has `{key}` in it, and only `mappings` and `pending` belong there")));
    }
    let pending = match json.get("pending") {
        None => Some(Vec::new()),
        Some(list) => strings(list),
    };
    let pending = pending.ok_or_else(|| broken("`pending` is a list of the full paths of fields".to_owned()))?;
    let mapping = match json.get("mappings") {
        None => None,
        Some(Json::Object(mapping)) if mapping.get("properties").is_none_or(Json::is_object) => Some(mapping),
        Some(_) => {
            return Err(broken("`mappings` is an object with `properties` in it, which is an object too".to_owned()));
        }
    };
    let mut fields = mapping.map(|mapping| fields(mapping.get("properties"))).unwrap_or_default();
    let mut routing = mapping.map(|mapping| mapping.contains_key("_routing"));
    let mut source = mapping.map(|mapping| mapping.get("_source").map(params).unwrap_or_default());
    for path in &pending {
        let is_root = match path.as_str() {
            "_routing" => routing.take().is_some(),
            "_source" => source.take().is_some(),
            _ => false,
        };
        if !is_root && !remove(&mut fields, path) {
            return Err(format!(
                "`pending` in `{}` names `{path}`, which is no field of its mapping; write the full path of a deployed \
                 field, or take it out",
                file.value
            ));
        }
    }
    Ok(Lock { file: file.clone(), pending, routing, source, fields })
}

fn strings(list: &Json) -> Option<Vec<String>> {
    list.as_array()?.iter().map(|path| path.as_str().map(str::to_owned)).collect()
}

/// The fields of an object, sorted by name, whatever features `serde_json` was built with.
fn fields(list: Option<&Json>) -> Vec<Locked> {
    let list = list.and_then(Json::as_object).into_iter().flatten();
    let mut fields: Vec<Locked> = list.map(|(name, field)| locked(name, field)).collect();
    fields.sort_by(|left, right| left.name.cmp(&right.name));
    fields
}

fn locked(name: &str, field: &Json) -> Locked {
    let mut params = params(field);
    params.retain(|param| !matches!(param.key.as_str(), "type" | "properties" | "fields"));
    Locked {
        name: name.to_owned(),
        kind: field.get("type").and_then(Json::as_str).unwrap_or("object").to_owned(),
        params,
        fields: fields(field.get("fields")),
        properties: fields(field.get("properties")),
    }
}

pub(super) fn params(object: &Json) -> Vec<Param> {
    object.as_object().into_iter().flatten().filter_map(|(key, value)| param(key, value)).collect()
}

/// What cannot be written in an attribute is left out: no struct can differ in it.
fn param(key: &str, value: &Json) -> Option<Param> {
    let value = match value {
        Json::Array(list) if !list.is_empty() && list.iter().all(Json::is_object) => {
            ParamValue::Maps(list.iter().map(params).collect())
        }
        Json::Array(list) => ParamValue::Many(list.iter().map(literal).collect::<Option<_>>()?),
        map @ Json::Object(_) => ParamValue::Map(params(map)),
        one => ParamValue::One(literal(one)?),
    };
    Some(Param { key: key.to_owned(), span: Span::call_site(), value })
}

fn literal(value: &Json) -> Option<Literal> {
    let value = match value {
        Json::String(text) => Value::Str(text.clone()),
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => number.as_i64().map(Value::Int).or_else(|| number.as_f64().map(Value::Float))?,
        Json::Null | Json::Array(_) | Json::Object(_) => return None,
    };
    Some(Literal { value, span: Span::call_site() })
}

/// Takes out the field at a path, and says whether there was one.
fn remove(fields: &mut Vec<Locked>, path: &str) -> bool {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let Some(at) = fields.iter().position(|field| field.name == first) else { return false };
    if let (Some(rest), Some(field)) = (rest, fields.get_mut(at)) {
        return remove(&mut field.properties, rest) || remove(&mut field.fields, rest);
    }
    fields.remove(at);
    true
}
