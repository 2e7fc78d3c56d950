//! One hit: metadata, value, and what the search says of it.

use std::{cell::RefCell, fmt, marker::PhantomData, sync::Arc};

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    error::Error,
    model::{
        Doc, DocVersion, FromDocument, LoadSeed, Meta, Misread, Objection, Seen, load_source, load_without_source,
    },
    query::agg::NameSeed,
    search::{
        SortValues,
        hit::{Extras, Hit},
        source::Leftovers,
    },
};

/// What the hits of one answer have together.
pub(super) struct Shared<'s> {
    /// What is taken out of each document before it is read.
    leftovers: Option<&'s Leftovers<'s>>,
    /// The index of the last hit: neighbours mostly share it.
    index: RefCell<Option<Arc<str>>>,
    /// The hit that cannot be read, and what there is against it.
    misread: RefCell<Option<MisreadHit>>,
    objection: Objection,
}

struct MisreadHit {
    position: usize,
    index: Option<Arc<str>>,
    id: Option<Box<str>>,
}

impl<'s> Shared<'s> {
    pub(super) fn new(leftovers: Option<&'s Leftovers<'s>>) -> Self {
        Self { leftovers, index: RefCell::default(), misread: RefCell::default(), objection: Objection::default() }
    }

    /// Why the answer `text` to a search of `model` cannot be read.
    pub(super) fn explain(&self, model: &str, text: &str, error: serde_json::Error) -> Error {
        let Some(MisreadHit { position, index, id }) = self.misread.take() else {
            return Error::decode(format!("a search of {model}"), error);
        };
        let (id, index) = (id.as_deref().unwrap_or("?"), index.as_deref().unwrap_or("?"));
        let what = format!("document `{id}` of index `{index}`, hit {position} of a search of {model}");
        Error::decode(what, self.objection.explain(text, &error))
    }
}

/// Reads hit number `position`.
pub(super) struct HitSeed<'s, T> {
    shared: &'s Shared<'s>,
    position: usize,
    model: PhantomData<fn() -> T>,
}

impl<'s, T> HitSeed<'s, T> {
    pub(super) const fn new(shared: &'s Shared<'s>, position: usize) -> Self {
        Self { shared, position, model: PhantomData }
    }
}

enum HitKey {
    Index,
    Id,
    Score,
    Routing,
    Revision,
    SeqNo,
    PrimaryTerm,
    Source,
    Sort,
    Highlight,
    Matched,
    /// What every hit of Elasticsearch 7 has, and no other.
    Type,
    Other(Box<str>),
}

impl HitKey {
    fn of(name: &str) -> Self {
        match name {
            "_index" => Self::Index,
            "_id" => Self::Id,
            "_score" => Self::Score,
            "_routing" => Self::Routing,
            "_version" => Self::Revision,
            "_seq_no" => Self::SeqNo,
            "_primary_term" => Self::PrimaryTerm,
            "_source" => Self::Source,
            "sort" => Self::Sort,
            "highlight" => Self::Highlight,
            "matched_queries" => Self::Matched,
            "_type" => Self::Type,
            other => Self::Other(other.into()),
        }
    }
}

/// A hit while its keys come in.
struct Parts<'de, T> {
    index: Option<Arc<str>>,
    id: Option<Box<str>>,
    score: Option<f64>,
    routing: Option<Box<str>>,
    revision: Option<u64>,
    seq_no: Option<i64>,
    primary_term: Option<u64>,
    value: Option<T>,
    /// A `_source` that came before its `_id`, which no server is known to do, or that has leftovers.
    early_source: Option<&'de RawValue>,
    sort: Option<SortValues>,
    extras: Option<Box<Extras>>,
}

impl<'de, T: FromDocument> DeserializeSeed<'de> for HitSeed<'_, T> {
    type Value = Hit<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Hit<T>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: FromDocument> Visitor<'de> for HitSeed<'_, T> {
    type Value = Hit<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a hit")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Hit<T>, M::Error> {
        let mut parts = Parts {
            index: None,
            id: None,
            score: None,
            routing: None,
            revision: None,
            seq_no: None,
            primary_term: None,
            value: None,
            early_source: None,
            sort: None,
            extras: None,
        };
        let Shared { leftovers, misread, objection, .. } = self.shared;
        let read = self.read(&mut parts, &mut map);
        let hit = read.and_then(|()| parts.take_hit(*leftovers).map_err(|problem| objection.raise(problem)));
        if hit.is_err() {
            let Parts { index, id, .. } = parts;
            misread.replace(Some(MisreadHit { position: self.position, index, id }));
        }
        hit
    }
}

impl<T: FromDocument> HitSeed<'_, T> {
    fn read<'de, M: MapAccess<'de>>(&self, parts: &mut Parts<'de, T>, map: &mut M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key_seed(NameSeed(HitKey::of))? {
            match key {
                HitKey::Index => parts.index = Some(map.next_value_seed(NameSeed(|name: &str| self.shared(name)))?),
                HitKey::Id => parts.id = Some(map.next_value_seed(NameSeed(|id: &str| Box::<str>::from(id)))?),
                HitKey::Score => parts.score = map.next_value()?,
                HitKey::Routing => parts.routing = map.next_value()?,
                HitKey::Revision => parts.revision = map.next_value()?,
                // -2 where an old document has none.
                HitKey::SeqNo => parts.seq_no = map.next_value()?,
                HitKey::PrimaryTerm => parts.primary_term = map.next_value()?,
                HitKey::Source => match &parts.id {
                    Some(id) if self.shared.leftovers.is_none() => {
                        parts.value = Some(map.next_value_seed(LoadSeed::<T>::new(id, &self.shared.objection))?);
                    }
                    _ => parts.early_source = Some(map.next_value()?),
                },
                HitKey::Sort => parts.sort = Some(SortValues::from_raw(map.next_value()?)),
                HitKey::Highlight => {
                    parts.extras().highlights = map.next_value_seed(HighlightSeed)?;
                }
                HitKey::Matched => {
                    parts.extras().matched = map.next_value()?;
                }
                HitKey::Type => {
                    map.next_value::<IgnoredAny>()?;
                }
                HitKey::Other(key) => parts.extras().rest.keep(key, map)?,
            }
        }
        Ok(())
    }

    /// The name of the index, shared with the hits before.
    fn shared(&self, name: &str) -> Arc<str> {
        let mut last = self.shared.index.borrow_mut();
        match &*last {
            Some(index) if **index == *name => Arc::clone(index),
            _ => Arc::clone(last.insert(name.into())),
        }
    }
}

impl<T: FromDocument> Parts<'_, T> {
    fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    /// The hit, or what is wrong with it; then its index and id are left here.
    fn take_hit(&mut self, leftovers: Option<&Leftovers<'_>>) -> Result<Hit<T>, Misread> {
        let Some(id) = &self.id else { return Err(Misread::because("it has no `_id`")) };
        let value = match (self.value.take(), self.early_source) {
            (Some(value), _) => value,
            (None, Some(source)) => match leftovers {
                Some(leftovers) => {
                    let wanted = leftovers.take_out_of(source.get());
                    load_source(id, &wanted.map_err(|error| Misread::because(&error.to_string()))?)?
                }
                None => load_source(id, source.get())?,
            },
            (None, None) => load_without_source(id).unwrap_or_else(|| {
                Err(Misread::because("it has no `_source`: the search or the mapping leaves it out"))
            })?,
        };
        let Some(index) = self.index.take() else { return Err(Misread::because("it has no `_index`")) };
        let id = self.id.take().unwrap_or_default();
        let seen = match (self.seq_no.map(u64::try_from), self.primary_term) {
            (Some(Ok(seq_no)), Some(primary_term)) => Seen::At(DocVersion { seq_no, primary_term }),
            _ => Seen::Unversioned,
        };
        let meta = Meta { index, id, routing: self.routing.take(), seen, revision: self.revision };
        Ok(Hit::new(Doc::from_parts(value, meta), self.score, self.sort.take(), self.extras.take()))
    }
}

/// Fragments by field.
struct HighlightSeed;

impl<'de> DeserializeSeed<'de> for HighlightSeed {
    type Value = Vec<(Box<str>, Vec<String>)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HighlightSeed {
    type Value = Vec<(Box<str>, Vec<String>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fragments by field")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(fields)
    }
}
