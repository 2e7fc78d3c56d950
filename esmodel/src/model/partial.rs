//! A part of a document, before it is sent: whether the model has its keys, and reads what the document becomes.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Doc, ModelDefinition, Overlay, load::read_plain, store::write_filtered, write_source};
use crate::{
    error::{Error, Result},
    schema::{Dynamic, Kind, Property, check},
};

/// Refuses a part that the document would not survive. A server stores whatever its mapping takes, and then nothing reads
/// the document any more; so what can be known is asked here, before it is sent.
pub(crate) fn check_partial<T: ModelDefinition>(doc: &Doc<T>, partial: &impl Serialize) -> Result<Option<T>> {
    let mut text = Vec::new();
    write_filtered::<T, _>(partial, None, &mut text)?;
    // What is no object is refused when it is written.
    let Ok(part) = serde_json::from_slice::<Map<String, Value>>(&text) else { return Ok(None) };
    if let Some(key) = T::FILLED.iter().find(|key| part.contains_key(**key)) {
        return Err(Error::invalid(format!(
            "`{key}` of `{}` is filled by each write, and cannot stand in a part of one; leave it out, or `save` the \
             whole document",
            T::SCHEMA.name
        )));
    }
    let schema = T::SCHEMA;
    let root = Level {
        model: schema.name,
        path: String::new(),
        properties: schema.properties,
        dynamic: schema.dynamic,
        is_replaced: false,
    };
    root.check(&part)?;
    check_readable(doc, part)
}

/// The fields of one object.
struct Level {
    model: &'static str,
    /// The way to it.
    path: String,
    properties: &'static [Property],
    dynamic: Dynamic,
    /// Whether it is written as a whole, as all that is in lists: servers merge objects only.
    is_replaced: bool,
}

impl Level {
    fn check(&self, object: &Map<String, Value>) -> Result<()> {
        if self.is_replaced {
            self.keeps_hidden(self.properties, object)?;
        }
        object.iter().try_for_each(|(key, value)| match find(self.properties, key) {
            Some(property) => self.check_inside(property, value),
            None => self.check_unknown(key),
        })
    }

    fn check_inside(&self, property: &Property, value: &Value) -> Result<()> {
        let field_type = property.field_type;
        // In some objects names with dots are names; others have keys of their own.
        let is_plain = matches!(property.of_kind(), Kind::Object | Kind::Nested) && !check::keeps_dots(property.params);
        if !is_plain || field_type.properties.is_empty() || property.unstored.is_some() {
            return Ok(());
        }
        let below = Self {
            model: self.model,
            path: self.path_to(property.name),
            properties: field_type.properties,
            dynamic: property.dynamic.unwrap_or(self.dynamic),
            is_replaced: self.is_replaced || field_type.is_list || value.is_array(),
        };
        below.check_each(value)
    }

    fn check_each(&self, value: &Value) -> Result<()> {
        match value {
            Value::Object(object) => self.check(object),
            Value::Array(list) => list.iter().try_for_each(|element| self.check_each(element)),
            _ => Ok(()),
        }
    }

    /// A key with a dot would stand beside the field that it means.
    fn check_unknown(&self, key: &str) -> Result<()> {
        let (path, model) = (self.path_to(key), self.model);
        if let Some((first, rest)) = key.split_once('.')
            && let Some(field) = find(self.properties, first)
        {
            let instead = if field.fields.iter().any(|sub| sub.name == rest) {
                format!("write `{first}`, of which it is another view")
            } else {
                let nested = key.rsplit('.').fold("..".to_owned(), |inside, name| format!("{{\"{name}\": {inside}}}"));
                format!("write `{nested}`")
            };
            let problem = "is no key of a part: it would be stored under that name, dot and all";
            return Err(Error::invalid(format!("`{path}` of `{model}` {problem}; {instead}")));
        }
        if self.dynamic != Dynamic::Strict || has_map(self.properties) {
            return Ok(());
        }
        let near = check::nearest_field(self.properties, key);
        let near = near.map_or_else(
            || "; the keys of a part are fields under their names in the index".to_owned(),
            |near| format!("; did you mean `{}`?", self.path_to(&near)),
        );
        Err(Error::invalid(format!("`{model}` has no field `{path}`{near}")))
    }

    /// Serde hides some fields of what is stored, so that a list of structs has not got them.
    fn keeps_hidden(&self, properties: &[Property], object: &Map<String, Value>) -> Result<()> {
        for property in properties {
            if property.is_flatten {
                self.keeps_hidden(property.field_type.properties, object)?;
            } else if property.is_hidden && !object.contains_key(property.name) {
                return Err(Error::invalid(format!(
                    "a part of `{}` replaces all of `{}`, and would lose `{}`, which is `#[es(stored)]` and hidden by \
                     serde: `save` the whole document",
                    self.model,
                    self.path,
                    self.path_to(property.name)
                )));
            }
        }
        Ok(())
    }

    fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

fn find(properties: &'static [Property], key: &str) -> Option<&'static Property> {
    properties.iter().find_map(|property| {
        if property.is_flatten {
            return find(property.field_type.properties, key);
        }
        (property.name == key).then_some(property)
    })
}

/// Whether serde flattens a map into this object, which then has any keys.
fn has_map(properties: &[Property]) -> bool {
    let mut flattened = properties.iter().filter(|property| property.is_flatten);
    flattened.any(|property| property.field_type.is_map || has_map(property.field_type.properties))
}

/// Reads what the document becomes. What is stored is the document as it was loaded, or else the guard refuses the part.
fn check_readable<T: ModelDefinition>(doc: &Doc<T>, part: Map<String, Value>) -> Result<Option<T>> {
    let mut stored = Vec::new();
    // A value that cannot be written, or not be read back, tells nothing of the part.
    let Ok(()) = write_source(&doc.value, &Overlay::NONE, &mut stored) else { return Ok(None) };
    let Ok(mut merged) = serde_json::from_slice::<Map<String, Value>>(&stored) else { return Ok(None) };
    merge(&mut merged, part);
    let problem = match read_plain::<T>(&doc.meta.id, &Value::Object(merged).to_string()) {
        Ok(merged) => return Ok(Some(merged)),
        Err(problem) => problem,
    };
    if std::str::from_utf8(&stored).is_ok_and(|stored| read_plain::<T>(&doc.meta.id, stored).is_err()) {
        return Ok(None);
    }
    Err(Error::invalid(format!(
        "with this part document `{}` could not be read as a `{}` any more: {problem}",
        doc.meta.id,
        T::SCHEMA.name
    )))
}

/// As servers do: objects key by key, all else as a whole.
fn merge(stored: &mut Map<String, Value>, part: Map<String, Value>) {
    for (key, value) in part {
        match (stored.get_mut(&key), value) {
            (Some(Value::Object(stored)), Value::Object(part)) => merge(stored, part),
            (_, value) => {
                stored.insert(key, value);
            }
        }
    }
}
