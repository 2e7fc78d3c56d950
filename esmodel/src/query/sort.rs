//! Sort keys: from tokens, from a place, or from text that comes from outside.

use std::{fmt, marker::PhantomData};

use super::{
    field::Field,
    gate::{Geo, Sortable},
    json::JsonWriter,
    literal::{IntoTerm, Literal},
    node::At,
    path::NestedAt,
    resolve::resolve,
};
use crate::{
    error::{Error, Result},
    model::{GeoPoint, ModelDefinition},
    schema::{Kind, ModelSchema},
};

/// The direction of a sort key or of buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The least first.
    Asc,
    /// The greatest first.
    Desc,
}

impl Order {
    /// The server's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asc => "asc",
            Self::Desc => "desc",
        }
    }
}

/// Where documents without a value come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Before all others.
    First,
    /// After all others. The server's default.
    Last,
}

/// Which of several values counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortMode {
    /// The least: the server's default for `asc`.
    Min,
    /// The greatest: the server's default for `desc`.
    Max,
    /// The mean; numbers only.
    Avg,
    /// The sum; numbers only.
    Sum,
    /// The middle one; numbers only.
    Median,
}

impl SortMode {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Avg => "avg",
            Self::Sum => "sum",
            Self::Median => "median",
        }
    }
}

/// One key of the order of a search's hits. A later key decides where the earlier ones are equal.
#[must_use = "a sort key does nothing until it is part of a search"]
pub struct Sort<M> {
    key: Key,
    order: Order,
    options: Vec<(&'static str, Literal)>,
    marker: PhantomData<fn() -> M>,
}

#[derive(Debug, Clone)]
enum Key {
    /// `_score`, `_doc`, `_id`, `_shard_doc`.
    Special(&'static str),
    Token(At),
    Named {
        path: Box<str>,
        nested: Vec<Box<str>>,
    },
    Distance {
        at: At,
        from: GeoPoint,
    },
}

impl<M> Clone for Sort<M> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), order: self.order, options: self.options.clone(), marker: PhantomData }
    }
}

impl<M> fmt::Debug for Sort<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sort").field("key", &self.key).field("order", &self.order).finish_non_exhaustive()
    }
}

/// # Sorting
impl<M, K, V: ?Sized> Field<M, K, V> {
    /// The least first. On a field of a nested list, the list is entered by itself.
    pub fn asc(self) -> Sort<M>
    where
        K: Sortable,
    {
        Sort::new(Key::Token(self.at_path()), Order::Asc)
    }

    /// The greatest first. On a field of a nested list, the list is entered by itself.
    pub fn desc(self) -> Sort<M>
    where
        K: Sortable,
    {
        Sort::new(Key::Token(self.at_path()), Order::Desc)
    }

    /// The nearest to `place` first. The hits' sort values are the distances in metres.
    pub fn distance_from(self, place: GeoPoint) -> Sort<M>
    where
        K: Geo,
    {
        Sort::new(Key::Distance { at: self.at_path(), from: place }, Order::Asc)
    }

    /// Documents without a value are sorted as if they had this one: `f.age().asc_or(0)`.
    pub fn asc_or(self, missing: impl IntoTerm<K, V>) -> Sort<M>
    where
        K: Sortable,
    {
        self.asc().set("missing", missing.into_literal())
    }

    /// Documents without a value are sorted as if they had this one.
    pub fn desc_or(self, missing: impl IntoTerm<K, V>) -> Sort<M>
    where
        K: Sortable,
    {
        self.desc().set("missing", missing.into_literal())
    }
}

impl<M> Sort<M> {
    const fn new(key: Key, order: Order) -> Self {
        Self { key, order, options: Vec::new(), marker: PhantomData }
    }

    /// The best score first.
    pub const fn score() -> Self {
        Self::new(Key::Special("_score"), Order::Desc)
    }

    /// The order of the index: the cheapest, and no order that means anything.
    pub const fn doc() -> Self {
        Self::new(Key::Special("_doc"), Order::Asc)
    }

    /// By the document's id. It needs memory for every id on the server, and `indices.id_field_data.enabled`, which
    /// Elasticsearch 8 and later may have off; keep the id in a keyword field instead where you can.
    pub const fn id() -> Self {
        Self::new(Key::Special("_id"), Order::Asc)
    }

    /// A special key of the server.
    pub(crate) const fn special(key: &'static str, order: Order) -> Self {
        Self::new(Key::Special(key), order)
    }

    /// In that direction.
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Where documents without a value come.
    pub fn missing(self, missing: Missing) -> Self {
        self.set("missing", Literal::fixed(if missing == Missing::First { "_first" } else { "_last" }))
    }

    /// Which of several values counts.
    pub fn mode(self, mode: SortMode) -> Self {
        self.set("mode", Literal::fixed(mode.as_str()))
    }

    /// Takes the field as one of that kind in indices that do not map it, instead of failing.
    pub fn unmapped(self, kind: Kind) -> Self {
        self.set("unmapped_type", Literal::fixed(kind.name()))
    }

    fn set(mut self, key: &'static str, value: Literal) -> Self {
        self.options.retain(|(name, _)| *name != key);
        self.options.push((key, value));
        self
    }

    /// Writes the key as one element of `sort`.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        let name = match &self.key {
            Key::Special(name) => name,
            Key::Token(at) => at.path,
            Key::Named { path, .. } => path,
            Key::Distance { .. } => "_geo_distance",
        };
        json.object(|json| {
            json.entry_object(name, |json| {
                if let Key::Distance { at, from } = &self.key {
                    json.entry_object(at.path, |json| {
                        json.entry_float("lat", from.lat);
                        json.entry_float("lon", from.lon);
                    });
                    json.entry_str("unit", "m");
                }
                json.entry_str("order", self.order.as_str());
                for (key, value) in &self.options {
                    json.key(key);
                    value.write(json, name);
                }
                self.write_nested(json);
            });
        });
    }

    fn write_nested(&self, json: &mut JsonWriter) {
        match &self.key {
            Key::Token(at) | Key::Distance { at, .. } => {
                let mut lists = Vec::new();
                let mut next: Option<&NestedAt> = at.nested;
                while let Some(list) = next {
                    lists.push(list.path);
                    next = list.parent;
                }
                lists.reverse();
                nested(json, &lists);
            }
            Key::Named { nested: lists, .. } => nested(json, lists),
            Key::Special(_) => {}
        }
    }
}

/// `nested: {path, nested: {path}}`, outermost first.
fn nested(json: &mut JsonWriter, lists: &[impl AsRef<str>]) {
    if let Some((first, rest)) = lists.split_first() {
        json.entry_object("nested", |json| {
            json.entry_str("path", first.as_ref());
            nested(json, rest);
        });
    }
}

impl<M: ModelDefinition> Sort<M> {
    /// Sort keys from text that may come from outside: `-joined,name.raw` is `joined` descending, then `name.raw`
    /// ascending; `joined desc` is understood too, and `_score`, `_doc`, `_id` besides the model's fields. Empty
    /// text gives no keys.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names a field which the model does not have, or which cannot be sorted by.
    pub fn parse(text: &str) -> Result<Vec<Self>> {
        text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(Self::parse_key).collect()
    }

    fn parse_key(text: &str) -> Result<Self> {
        let (name, order) = match (text.strip_prefix('-'), text.rsplit_once(char::is_whitespace)) {
            (Some(name), _) => (name, Order::Desc),
            (None, Some((name, "desc"))) => (name.trim_end(), Order::Desc),
            (None, Some((name, "asc"))) => (name.trim_end(), Order::Asc),
            _ => (text.strip_prefix('+').unwrap_or(text), Order::Asc),
        };
        Self::named(&M::SCHEMA, M::ID_KEY, name, order)
    }

    /// The model's own order.
    pub(crate) fn default_keys() -> Result<Vec<Self>> {
        let order = |descending| if descending { Order::Desc } else { Order::Asc };
        let keys = M::SCHEMA.default_sort.iter();
        keys.map(|key| Self::named(&M::SCHEMA, M::ID_KEY, key.path, order(key.descending))).collect()
    }

    fn named(schema: &ModelSchema, id_key: Option<&str>, path: &str, order: Order) -> Result<Self> {
        match path {
            "_score" => return Ok(Self::special("_score", order)),
            "_doc" => return Ok(Self::special("_doc", order)),
            _ if path == "_id" || Some(path) == id_key => return Ok(Self::special("_id", order)),
            _ => {}
        }
        let Some(found) = resolve(schema.properties, path) else {
            return Err(Error::invalid(format!("cannot sort by `{path}`: {} has no such field", schema.name)));
        };
        if !found.kind.is_sortable() {
            let kind = found.kind.name();
            let instead = match found.fields.first() {
                Some(field) => format!("sort by `{path}.{field}`"),
                None => "sort by a keyword, number or date field".to_owned(),
            };
            return Err(Error::invalid(format!("cannot sort by `{path}`, which is {kind}; {instead}")));
        }
        let nested = found.nested.into_iter().map(Into::into).collect();
        Ok(Self::new(Key::Named { path: path.into(), nested }, order))
    }
}

/// What may be given as a sort order: one key, or several.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sort order of `{M}`",
    note = "write `.sort(f.joined().desc())`, or `.sort(Sort::parse(text)?)` for text that comes from outside"
)]
pub trait IntoSort<M> {
    /// Adds the keys.
    #[doc(hidden)]
    fn add_to(self, keys: &mut Vec<Sort<M>>);
}

impl<M> IntoSort<M> for Sort<M> {
    fn add_to(self, keys: &mut Vec<Sort<M>>) {
        keys.push(self);
    }
}

impl<M> IntoSort<M> for Vec<Sort<M>> {
    fn add_to(self, keys: &mut Vec<Sort<M>>) {
        keys.extend(self);
    }
}

impl<M, const N: usize> IntoSort<M> for [Sort<M>; N] {
    fn add_to(self, keys: &mut Vec<Sort<M>>) {
        keys.extend(self);
    }
}
