//! Searches by fields that are named at run time.

use serde_json::Value;

use super::Search;
use crate::{
    dialect::Dialect,
    model::ModelDefinition,
    query::{
        JsonWriter,
        node::{Node, Part},
        resolve::resolve,
    },
};

impl<T: ModelDefinition> Search<T> {
    /// Documents in which each named field matches its value: every word of it where the field is text, exactly
    /// otherwise. Fields of nested lists are entered. Hits come in the model's `default_sort`.
    ///
    /// Names are checked against the model when this runs; a name that the model does not have or does not index, and a
    /// value that is no scalar, is [`Error::Invalid`](crate::Error::Invalid) when the search is sent. Where the fields
    /// are known to the program, typed filters are checked by the compiler.
    pub fn by_fields<N, V>(fields: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<str>,
        V: Into<Value>,
    {
        fields.into_iter().fold(Self::new(), |search, (name, value)| search.and_matches(name.as_ref(), &value.into()))
    }

    fn and_matches(mut self, name: &str, value: &Value) -> Self {
        let model = T::SCHEMA.name;
        if matches!(value, Value::Null | Value::Array(_) | Value::Object(_)) {
            return self.mistaken(format!("`{name}` cannot be matched with {value}: it takes a scalar"));
        }
        let is_id = Some(name) == T::ID_KEY;
        let Some(found) = resolve(T::SCHEMA.properties, name).filter(|_| !is_id) else {
            if is_id || name == "_id" {
                self.spec.query.must.push(matching("_id", value, &[]));
                return self;
            }
            return self.mistaken(format!("{model} has no field `{name}` to search by"));
        };
        if found.lacks.all() {
            return self.mistaken(format!(
                "{model} has no index of `{name}`, so nothing is found by it; drop `index = false`, `doc_values = false` \
                 or `enabled = false`, or search by another field"
            ));
        }
        self.spec.query.must.push(matching(name, value, &found.nested));
        self
    }
}

/// `match` with every word, inside nested lists, outermost first.
fn matching(path: &str, value: &Value, nested: &[&str]) -> Part {
    // No part of this depends on the server.
    const ANY: Dialect = Dialect::new(crate::dialect::Product::Elasticsearch, crate::dialect::Version::new(0, 0, 0));
    let mut json = JsonWriter::new(ANY);
    write(&mut json, path, value, nested);
    let text = json.finish().ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match text {
        Some(text) => Node::Raw(text.into_boxed_str()).into(),
        None => Node::Unwritable("a value of `by_fields`".into()).into(),
    }
}

fn write(json: &mut JsonWriter, path: &str, value: &Value, nested: &[&str]) {
    json.object(|json| match nested.split_first() {
        Some((list, inner)) => json.entry_object("nested", |json| {
            json.entry_str("path", list);
            json.entry_bool("ignore_unmapped", true);
            json.key("query");
            write(json, path, value, inner);
        }),
        None => json.entry_object("match", |json| {
            json.entry_object(path, |json| {
                json.key("query");
                json.value(value, path);
                json.entry_str("operator", "and");
            });
        }),
    });
}
