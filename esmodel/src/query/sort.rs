//! Sort keys: from tokens, from a place, or from text that comes from outside.

mod missing;
mod parse;

use std::{fmt, marker::PhantomData};

use missing::Absent;
pub use missing::{Missing, StandIn};

use super::{
    field::Field,
    gate::{Geo, Sortable},
    json::JsonWriter,
    node::At,
    path::NestedAt,
};
use crate::{error::Error, model::GeoPoint, schema::Kind};

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
///
/// An index that does not map the field, under an alias or a pattern, is searched as well: its documents have no value.
/// This does not reach [`distance_from`](Field::distance_from) inside a nested list that an index does not have: that
/// index's shards fail.
#[must_use = "a sort key does nothing until it is part of a search"]
pub struct Sort<M> {
    key: Key,
    order: Order,
    absent: Absent,
    mode: Option<SortMode>,
    unmapped: Option<Kind>,
    marker: PhantomData<fn() -> M>,
}

#[derive(Debug, Clone)]
enum Key {
    /// `_score`, `_doc`, `_id`, `_shard_doc`.
    Special(&'static str),
    Token {
        at: At,
        kind: Kind,
    },
    Named {
        path: Box<str>,
        nested: Vec<Box<str>>,
        kind: Kind,
    },
    Distance {
        at: At,
        from: GeoPoint,
    },
}

/// The value of the key that [`Sort::write_lead`] writes.
pub(crate) const LEAD: &str = "0";

impl<M> Clone for Sort<M> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), absent: self.absent.clone(), marker: PhantomData, ..*self }
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
        Sort::new(Key::Token { at: self.at_path(), kind: K::KIND }, Order::Asc)
    }

    /// The greatest first. On a field of a nested list, the list is entered by itself.
    pub fn desc(self) -> Sort<M>
    where
        K: Sortable,
    {
        Sort::new(Key::Token { at: self.at_path(), kind: K::KIND }, Order::Desc)
    }

    /// The nearest to `place` first. The hits' sort values are the distances in metres.
    pub fn distance_from(self, place: GeoPoint) -> Sort<M>
    where
        K: Geo,
    {
        Sort::new(Key::Distance { at: self.at_path(), from: place }, Order::Asc)
    }

    /// Documents without a value are sorted as if they had this one: `f.age().asc_or(0)`. Dates take whatever becomes a
    /// [`Millis`](crate::model::Millis), so those of a `date_nanos` field are exact to the millisecond.
    pub fn asc_or(self, value: impl StandIn<K, V>) -> Sort<M>
    where
        K: Sortable,
    {
        self.asc().absent(value.stand_in().into())
    }

    /// Documents without a value are sorted as if they had this one; see [`asc_or`](Self::asc_or).
    pub fn desc_or(self, value: impl StandIn<K, V>) -> Sort<M>
    where
        K: Sortable,
    {
        self.desc().absent(value.stand_in().into())
    }
}

impl<M> Sort<M> {
    const fn new(key: Key, order: Order) -> Self {
        Self { key, order, absent: Absent::Default, mode: None, unmapped: None, marker: PhantomData }
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

    /// Where documents without a value come. Scores, ids and distances take no such choice: sending the search is then
    /// [`Error::Invalid`].
    pub fn missing(self, missing: Missing) -> Self {
        self.absent(Absent::Place(missing))
    }

    /// Which of several values counts.
    pub const fn mode(mut self, mode: SortMode) -> Self {
        self.mode = Some(mode);
        self
    }

    /// Takes the field as one of that kind in indices that do not map it, instead of one of its own kind.
    pub const fn unmapped(mut self, kind: Kind) -> Self {
        self.unmapped = Some(kind);
        self
    }

    fn absent(mut self, absent: Absent) -> Self {
        self.absent = absent;
        self
    }

    /// Whether OpenSearch would lose documents of an order that begins with this key: it compares the stand-ins of
    /// a `scaled_float` with the scaled numbers of its index, and skips what it takes for worse (2.19, 3.8). It does so
    /// for the first key alone.
    pub(crate) fn needs_lead(&self) -> bool {
        self.kind() == Some(Kind::ScaledFloat)
    }

    /// A key before all others under which every document is equal; its value is [`LEAD`].
    pub(crate) fn write_lead(json: &mut JsonWriter) {
        json.object(|json| {
            json.entry_object("_esmodel_lead", |json| {
                json.entry_str("unmapped_type", "long");
                json.entry_uint("missing", 0);
            });
        });
    }

    const fn kind(&self) -> Option<Kind> {
        match &self.key {
            Key::Token { kind, .. } | Key::Named { kind, .. } => Some(*kind),
            Key::Special(_) | Key::Distance { .. } => None,
        }
    }

    /// Writes the key as one element of `sort`.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        let name = match &self.key {
            Key::Special(name) => name,
            Key::Token { at, .. } => at.path,
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
                    json.entry_bool("ignore_unmapped", true);
                }
                json.entry_str("order", self.order.as_str());
                if let Some(mode) = self.mode {
                    json.entry_str("mode", mode.as_str());
                }
                match self.kind() {
                    Some(kind) => self.write_field(json, name, kind),
                    None if matches!(self.absent, Absent::Default) && self.unmapped.is_none() => {}
                    None => json.fail(Error::invalid(format!(
                        "`{name}` is no field: it takes neither `.missing(..)` nor `.unmapped(..)`"
                    ))),
                }
                self.write_nested(json);
            });
        });
    }

    /// What only fields have.
    fn write_field(&self, json: &mut JsonWriter, path: &str, kind: Kind) {
        if let Key::Token { at, .. } = self.key {
            at.check_columns(json);
        }
        self.absent.write(json, path, kind, self.order);
        // A collation comes in a plugin, which nodes of other indices may not need: an absent value is the same in both.
        let unmapped = match self.unmapped.unwrap_or(kind) {
            Kind::IcuCollationKeyword => Kind::Keyword,
            // Each needs a parameter, which `unmapped_type` cannot have.
            Kind::TokenCount => Kind::Integer,
            Kind::ScaledFloat => Kind::Double,
            kind => kind,
        };
        json.entry_str("unmapped_type", unmapped.name_in(json.dialect().product()));
        // Elasticsearch 8 answers the second page of an order by a `half_float` with 500 (8.19).
        if kind == Kind::HalfFloat {
            json.entry_str("numeric_type", "double");
        }
    }

    fn write_nested(&self, json: &mut JsonWriter) {
        match &self.key {
            Key::Token { at, .. } | Key::Distance { at, .. } => {
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
