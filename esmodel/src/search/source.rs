//! Which fields of the hits a search asks for, so that lists keep their length and places.
//!
//! Servers drop objects that become empty by `_source` filters, elements of lists too. Where that could happen, the whole
//! object is asked for, and what was not wanted of it is taken out when a hit is read.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::{
    model::ModelDefinition,
    query::JsonWriter,
    schema::{Property, check},
};

/// What `include` and `exclude` name.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceFields {
    includes: Vec<Cow<'static, str>>,
    excludes: Vec<Cow<'static, str>>,
}

impl SourceFields {
    pub(super) fn include(&mut self, path: Cow<'static, str>) {
        self.includes.push(path);
    }

    pub(super) fn exclude(&mut self, path: Cow<'static, str>) {
        self.excludes.push(path);
    }

    /// Whether whole documents are wanted.
    pub(super) const fn is_all(&self) -> bool {
        self.includes.is_empty() && self.excludes.is_empty()
    }

    /// Writes the filter that a server is sent.
    pub(super) fn write<T: ModelDefinition>(&self, json: &mut JsonWriter) {
        let mut includes: Vec<&str> =
            self.includes.iter().map(|path| askable(T::SCHEMA.properties, path).unwrap_or(path)).collect();
        includes.dedup();
        let (excludes, _) = self.split_excludes::<T>();
        if includes.is_empty() && excludes.is_empty() {
            return;
        }
        json.entry_object("_source", |json| {
            for (key, paths) in [("includes", &includes), ("excludes", &excludes)] {
                if !paths.is_empty() {
                    json.entry_array(key, |json| paths.iter().for_each(|path| json.string(path)));
                }
            }
        });
    }

    /// What the server leaves out, and what is taken out of its answer.
    fn split_excludes<T: ModelDefinition>(&self) -> (Vec<&str>, Vec<&str>) {
        let all: Vec<&str> = self.excludes.iter().map(|path| &**path).collect();
        all.iter().partition(|path| self.can_be_left_out::<T>(path, &all))
    }

    fn can_be_left_out<T: ModelDefinition>(&self, path: &str, all: &[&str]) -> bool {
        // A field that was asked for alone keeps nothing around it when it is left out.
        let is_inside = path.contains('.') && !is_pattern(path);
        !is_inside || (self.includes.is_empty() && check::emptied(T::SCHEMA.properties, path, all).is_none())
    }

    /// What to take out of the hits of such a search; `None` where the server does all of it.
    pub(super) fn leftovers<T: ModelDefinition>(&self) -> Option<Leftovers<'_>> {
        let is_wider = |path: &Cow<'_, str>| askable(T::SCHEMA.properties, path).is_some();
        // Of patterns nobody knows here what they keep.
        let keeps = self.includes.iter().any(is_wider) && !self.includes.iter().any(|path| is_pattern(path));
        let kept = if keeps { self.includes.iter().map(|path| &**path).collect() } else { Vec::new() };
        let (_, dropped) = self.split_excludes::<T>();
        (!kept.is_empty() || !dropped.is_empty()).then_some(Leftovers { kept, dropped })
    }
}

/// The beginning of a path that is asked for instead of it, where the path alone would lose what is around it.
fn askable<'p>(properties: &'static [Property], path: &'p str) -> Option<&'p str> {
    if is_pattern(path) {
        return None;
    }
    path.get(..check::askable(properties, path)).filter(|asked| asked.len() < path.len())
}

fn is_pattern(path: &str) -> bool {
    path.contains('*')
}

/// What a server was not asked to take out of `_source`.
#[derive(Debug)]
pub(super) struct Leftovers<'p> {
    /// The only paths that are wanted; all where there are none.
    kept: Vec<&'p str>,
    dropped: Vec<&'p str>,
}

impl Leftovers<'_> {
    /// The `_source` without them.
    ///
    /// # Errors
    /// That it is no object: then nothing of it is read, since a field that was left out could show.
    pub(super) fn take_out_of(&self, source: &str) -> serde_json::Result<String> {
        let mut object: Map<String, Value> = serde_json::from_str(source)?;
        if !self.kept.is_empty() {
            keep(&mut object, &self.kept);
        }
        drop_paths(&mut object, &self.dropped);
        Ok(Value::Object(object).to_string())
    }
}

/// The paths that lead on below `key`; `None` where one ends there.
fn below<'p>(paths: &[&'p str], key: &str) -> Option<Vec<&'p str>> {
    let mut rest = Vec::new();
    for path in paths {
        match path.strip_prefix(key) {
            Some("") => return None,
            Some(inside) => rest.extend(inside.strip_prefix('.')),
            None => {}
        }
    }
    Some(rest)
}

fn keep(object: &mut Map<String, Value>, paths: &[&str]) {
    object.retain(|key, value| match below(paths, key) {
        None => true,
        Some(rest) => {
            each_object(value, &|inside| keep(inside, &rest));
            !rest.is_empty()
        }
    });
}

fn drop_paths(object: &mut Map<String, Value>, paths: &[&str]) {
    object.retain(|key, value| match below(paths, key) {
        None => false,
        Some(rest) => {
            if !rest.is_empty() {
                each_object(value, &|inside| drop_paths(inside, &rest));
            }
            true
        }
    });
}

/// The object, or those in a list.
fn each_object(value: &mut Value, change: &dyn Fn(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => change(object),
        Value::Array(list) => list.iter_mut().for_each(|element| each_object(element, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Leftovers;

    #[test]
    fn lists_keep_their_length_and_places_when_fields_are_taken_out() {
        let source = r#"{"n":1,"lines":[{"p":1,"q":2},null,{"q":2},{}],"hall":{"street":"s"},"tags":[]}"#;
        let kept = Leftovers { kept: vec!["lines.p", "hall.note", "tags"], dropped: Vec::new() };
        let expected = r#"{"hall":{},"lines":[{"p":1},null,{},{}],"tags":[]}"#;
        assert_eq!(kept.take_out_of(source).unwrap(), expected);
        let dropped = Leftovers { kept: Vec::new(), dropped: vec!["lines.q", "hall.street", "n"] };
        assert_eq!(dropped.take_out_of(source).unwrap(), r#"{"hall":{},"lines":[{"p":1},null,{},{}],"tags":[]}"#);
    }

    #[test]
    fn a_field_whose_name_begins_as_another_is_none_of_its_own() {
        let dropped = Leftovers { kept: Vec::new(), dropped: vec!["hall"] };
        assert_eq!(dropped.take_out_of(r#"{"hall":{},"hallway":1}"#).unwrap(), r#"{"hallway":1}"#);
    }
}
