//! Ways between the nested lists of aggregations: into one, and back out to fields around it.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};

use crate::query::{json::JsonWriter, node::At, path::NestedAt};

/// The nested list that an aggregation stands in; none for the document itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct AggScope(Option<&'static NestedAt>);

/// One step from a list to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Into(&'static str),
    OutTo(Option<&'static str>),
}

/// Key of the aggregation inside a step.
const INNER: &str = "n";

impl AggScope {
    /// The document itself.
    pub(crate) const ROOT: Self = Self(None);

    /// The list that a field stands in.
    pub(crate) const fn of(at: At) -> Self {
        Self(at.nested)
    }

    /// The lists around and including this one, innermost first.
    fn lists(self) -> impl Iterator<Item = &'static str> {
        std::iter::successors(self.0, |list| list.parent).map(|list| list.path)
    }

    /// The steps to `to`: none, one, or out and into another.
    fn way(self, to: Self) -> [Option<Step>; 2] {
        let (here, there) = (self.0.map(|list| list.path), to.0.map(|list| list.path));
        let common = self.lists().find(|list| to.lists().any(|other| other == *list));
        let out = (here != common).then_some(Step::OutTo(common));
        let into = there.filter(|_| there != common).map(Step::Into);
        [out, into]
    }

    /// How many aggregations stand around one in `to`.
    pub(super) fn levels(self, to: Self) -> usize {
        self.way(to).into_iter().flatten().count()
    }

    /// Writes the steps, and what stands in `to` by `entries`.
    pub(super) fn write_way(self, json: &mut JsonWriter, to: Self, entries: &mut dyn FnMut(&mut JsonWriter)) {
        let [out, into] = self.way(to);
        write_step(json, out, &mut |json| {
            write_step(json, into, &mut |json| json.object(|json| entries(json)));
        });
    }
}

fn write_step(json: &mut JsonWriter, step: Option<Step>, inner: &mut dyn FnMut(&mut JsonWriter)) {
    let Some(step) = step else { return inner(json) };
    json.object(|json| {
        match step {
            Step::Into(list) => json.entry_object("nested", |json| json.entry_str("path", list)),
            Step::OutTo(Some(list)) => json.entry_object("reverse_nested", |json| json.entry_str("path", list)),
            Step::OutTo(None) => json.entry_object("reverse_nested", |_| {}),
        }
        json.entry_object("aggs", |json| {
            json.key(INNER);
            inner(json);
        });
    });
}

/// Reads through the results of steps.
pub(super) struct Unwrap<S> {
    pub(super) levels: usize,
    pub(super) seed: S,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Unwrap<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        if self.levels == 0 { self.seed.deserialize(deserializer) } else { deserializer.deserialize_map(self) }
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Unwrap<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the result of a nested aggregation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Value, A::Error> {
        let mut inner = Some(Self { levels: self.levels.saturating_sub(1), seed: self.seed });
        let mut value = None;
        while let Some(is_inner) = map.next_key_seed(super::set::NameSeed(|name: &str| name == INNER))? {
            match inner.take_if(|_| is_inner) {
                Some(seed) => value = Some(map.next_value_seed(seed)?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        value.ok_or_else(|| A::Error::custom("a nested aggregation's result has no inner one"))
    }
}
