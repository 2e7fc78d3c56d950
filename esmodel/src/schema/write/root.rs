//! What belongs to no field, and fields that documents do not hold.

use serde_json::{Value, json};

use super::{Object, field, join, params};
use crate::{
    dialect::{Dialect, Since},
    error::{Error, Result, Unsupported},
    schema::{DynamicTemplate, Kind, Property, RootOptions, Unstored, kind::since},
};

/// `_source`, `_meta`, detection and dynamic templates.
pub(super) fn options(root: &RootOptions, dialect: Dialect, mapping: &mut Object) -> Result<()> {
    let mut source = Object::new();
    for (key, paths) in [("includes", root.source_includes), ("excludes", root.source_excludes)] {
        if !paths.is_empty() {
            source.insert(key.to_owned(), json!(paths));
        }
    }
    if !source.is_empty() {
        mapping.insert("_source".to_owned(), Value::Object(source));
    }
    if !root.meta.is_empty() {
        mapping.insert("_meta".to_owned(), Value::Object(params(root.meta)));
    }
    mapping.extend(params(root.detection));
    if !root.dynamic_templates.is_empty() {
        let templates: Result<Vec<Value>> =
            root.dynamic_templates.iter().map(|template| dynamic(template, dialect)).collect();
        mapping.insert("dynamic_templates".to_owned(), Value::Array(templates?));
    }
    Ok(())
}

fn dynamic(template: &DynamicTemplate, dialect: Dialect) -> Result<Value> {
    let mut rule = params(template.conditions);
    for (key, value) in &mut rule {
        condition(key, value, template.name, dialect)?;
    }
    let mapped = field(&template.mapping, template.name, dialect)?;
    if template.is_runtime {
        supported(since(7, 11), None, "dynamic template for runtime fields", template.name, dialect)?;
    }
    let key = if template.is_runtime { "runtime" } else { "mapping" };
    rule.insert(key.to_owned(), Value::Object(mapped));
    Ok(json!({ template.name: rule }))
}

/// Where a server knows no lists it takes one for a pattern that nothing matches, or refuses it.
fn condition(key: &str, value: &mut Value, name: &str, dialect: Dialect) -> Result<()> {
    let lists = if key.ends_with("mapping_type") { since(8, 13) } else { since(8, 9) };
    if key == "unmatch_mapping_type" {
        supported(since(8, 13), None, "`unmatch_mapping_type`", name, dialect)?;
    }
    match value {
        Value::Array(list) if list.len() == 1 => *value = list.remove(0),
        Value::Array(_) => supported(lists, None, &format!("a list as `{key}`"), name, dialect)?,
        _ => {}
    }
    Ok(())
}

/// Fields that the server works out while it searches, by their full paths.
pub(super) fn runtime(list: &[Property], parent: &str, dialect: Dialect, out: &mut Object) -> Result<()> {
    for property in list {
        let path = if property.is_flatten { parent.to_owned() } else { join(parent, property.name) };
        let Some(Unstored::Runtime(given)) = property.unstored else {
            runtime(property.field_type.properties, &path, dialect, out)?;
            continue;
        };
        supported(since(7, 11), since(2, 15), "runtime fields", &path, dialect)?;
        let mut entry = Object::new();
        entry.insert("type".to_owned(), word(property.of_kind(), dialect).into());
        for (key, value) in params(given) {
            if key == "script" {
                entry.insert(key, json!({ "source": value, "lang": "painless" }));
            } else {
                entry.insert(key, value);
            }
        }
        if entry.contains_key("on_script_error") {
            supported(since(8, 6), None, "`on_script_error`", &path, dialect)?;
        }
        if dialect.is_opensearch() && !entry.contains_key("script") {
            let what = format!("runtime field without a script, which `{path}` is");
            return Err(Error::from(Unsupported::new(what, dialect)));
        }
        out.insert(path, Value::Object(entry));
    }
    Ok(())
}

/// Runtime fields come in few sizes.
const fn word(kind: Kind, dialect: Dialect) -> &'static str {
    match kind {
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::UnsignedLong => "long",
        Kind::HalfFloat | Kind::Float | Kind::Double | Kind::ScaledFloat => "double",
        kind => kind.name_in(dialect.product()),
    }
}

fn supported(
    elasticsearch: Option<crate::dialect::Version>,
    opensearch: Option<crate::dialect::Version>,
    what: &str,
    path: &str,
    dialect: Dialect,
) -> Result<()> {
    if Since::of(elasticsearch, opensearch).within(dialect) {
        return Ok(());
    }
    Err(Error::from(Unsupported::new(format!("{what}, which `{path}` needs"), dialect)))
}
