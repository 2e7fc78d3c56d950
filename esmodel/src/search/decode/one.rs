//! One hit: metadata, value, and what the search says of it.

use std::{cell::RefCell, fmt, marker::PhantomData, sync::Arc};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    model::{Doc, DocVersion, FromDocument, LoadSeed, Meta, Seen, load_source, load_without_source},
    query::agg::NameSeed,
    search::hit::{Extras, Hit, SortValues},
};

/// Reads hit number `position`; hits share the name of their index.
pub(super) struct HitSeed<'s, T> {
    index: &'s RefCell<Option<Arc<str>>>,
    position: usize,
    model: PhantomData<fn() -> T>,
}

impl<'s, T> HitSeed<'s, T> {
    pub(super) const fn new(index: &'s RefCell<Option<Arc<str>>>, position: usize) -> Self {
        Self { index, position, model: PhantomData }
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
    InnerHits,
    Fields,
    Other,
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
            "inner_hits" => Self::InnerHits,
            "fields" => Self::Fields,
            _ => Self::Other,
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
    /// A `_source` that came before its `_id`, which no server is known to do.
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
        match self.read(&mut parts, &mut map) {
            Ok(()) => parts.into_hit().map_err(|(id, problem)| self.misread(id.as_deref(), &problem)),
            Err(error) => Err(self.misread(parts.id.as_deref(), &error)),
        }
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
                    Some(id) => parts.value = Some(map.next_value_seed(LoadSeed::<T>::new(id))?),
                    None => parts.early_source = Some(map.next_value()?),
                },
                HitKey::Sort => parts.sort = Some(SortValues::from_raw(map.next_value()?)),
                HitKey::Highlight => {
                    parts.extras().highlights = map.next_value_seed(HighlightSeed)?;
                }
                HitKey::Matched => {
                    parts.extras().matched = map.next_value()?;
                }
                HitKey::InnerHits => {
                    parts.extras().inner_hits = Some(map.next_value::<&RawValue>()?.get().into());
                }
                HitKey::Fields => {
                    parts.extras().fields = Some(map.next_value::<&RawValue>()?.get().into());
                }
                HitKey::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    /// An error that says which hit it is about.
    fn misread<E: de::Error>(&self, id: Option<&str>, problem: &dyn fmt::Display) -> E {
        E::custom(format_args!("hit {} (`{}`): {problem}", self.position, id.unwrap_or("?")))
    }

    /// The name of the index, shared with the hits before.
    fn shared(&self, name: &str) -> Arc<str> {
        let mut last = self.index.borrow_mut();
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

    /// The hit, or the id and what is wrong.
    fn into_hit(self) -> Result<Hit<T>, (Option<Box<str>>, String)> {
        let Some(id) = self.id else { return Err((None, "it has no `_id`".to_owned())) };
        let Some(index) = self.index else { return Err((Some(id), "it has no `_index`".to_owned())) };
        let value = match (self.value, self.early_source) {
            (Some(value), _) => Ok(value),
            (None, Some(source)) => load_source(&id, source),
            (None, None) => load_without_source(&id)
                .unwrap_or_else(|| Err("it has no `_source`: the search or the mapping leaves it out".to_owned())),
        };
        let value = match value {
            Ok(value) => value,
            Err(problem) => return Err((Some(id), problem)),
        };
        let seen = match (self.seq_no.map(u64::try_from), self.primary_term) {
            (Some(Ok(seq_no)), Some(primary_term)) => Seen::At(DocVersion { seq_no, primary_term }),
            _ => Seen::Unversioned,
        };
        let meta = Meta { index, id, routing: self.routing, seen, revision: self.revision };
        Ok(Hit::new(Doc::from_parts(value, meta), self.score, self.sort, self.extras))
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
