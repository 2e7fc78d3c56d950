//! A part of a document, and with it whether the document is deleted softly: one request answers both.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, MapAccessDeserializer, StringDeserializer},
    },
};
use serde_json::value::RawValue;

use super::KeySeed;
use crate::{
    error::Result as EsResult,
    model::{Doc, FromDocument, ModelDefinition, Omit, Seen, projection::SourceFilter},
};

/// `P`, read from a document of `T`.
pub(crate) struct PartOf<T, P> {
    part: P,
    /// Whether the document is deleted softly; never for a model without such deletes.
    pub(crate) is_deleted: bool,
    model: PhantomData<fn() -> T>,
}

impl<T: ModelDefinition, P: FromDocument> PartOf<T, P> {
    /// The part, unless its document is deleted and not to be seen. What was read in part cannot be written back, and
    /// has no version.
    pub(crate) fn visible(doc: Doc<Self>, with_deleted: bool) -> Option<Doc<P>> {
        let (Self { part, is_deleted, .. }, mut meta) = Doc::into_parts(doc);
        meta.seen = Seen::Unversioned;
        (with_deleted || !is_deleted).then(|| Doc::from_parts(part, meta))
    }

    /// The key to ask for besides the fields of `P`, where that does not read it itself.
    fn extra_key() -> Option<&'static str> {
        let reads = |key: &str| P::FILTER.is_none_or(|filter| filter.url.split(',').any(|path| path == key));
        T::DELETED_AT.filter(|key| !reads(key))
    }
}

impl<T: ModelDefinition, P: FromDocument> FromDocument for PartOf<T, P> {
    const ID_KEY: Option<&'static str> = P::ID_KEY;
    const OMIT: &'static Omit = P::OMIT;
    const FILTER: Option<&'static SourceFilter> = P::FILTER;

    fn source_param() -> Option<(&'static str, Cow<'static, str>)> {
        match (P::FILTER?, Self::extra_key()) {
            (filter, Some(key)) if filter.is_nothing() => Some(("_source_includes", key.into())),
            (filter, Some(key)) => Some(("_source_includes", format!("{},{key}", filter.url).into())),
            (_, None) => P::source_param(),
        }
    }

    fn after_read(&mut self) -> EsResult<()> {
        self.part.after_read()
    }
}

impl<'de, T: ModelDefinition, P: FromDocument> Deserialize<'de> for PartOf<T, P> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let (part, is_deleted) = match T::DELETED_AT {
            Some(key) => source.deserialize_map(PartVisitor { key, part: PhantomData, extra: Self::extra_key() })?,
            None => (P::deserialize(source)?, false),
        };
        Ok(Self { part, is_deleted, model: PhantomData })
    }
}

/// Reads a part, and one key besides.
struct PartVisitor<P> {
    key: &'static str,
    /// That key, where the part must not see it.
    extra: Option<&'static str>,
    part: PhantomData<fn() -> P>,
}

impl<'de, P: Deserialize<'de>> Visitor<'de> for PartVisitor<P> {
    type Value = (P, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(P, bool), A::Error> {
        let Self { key, extra, .. } = self;
        let mut is_deleted = false;
        let part = P::deserialize(MapAccessDeserializer::new(Watched {
            map,
            key,
            is_shown: extra.is_none(),
            is_deleted: &mut is_deleted,
            seen: None,
        }))?;
        Ok((part, is_deleted))
    }
}

/// A document's entries, of which one is looked at.
struct Watched<'a, 'de, A> {
    map: A,
    key: &'static str,
    is_shown: bool,
    is_deleted: &'a mut bool,
    /// The value of that entry, which is yielded next.
    seen: Option<&'de RawValue>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Watched<'_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key_seed(KeySeed)? {
            if key == self.key {
                let value: &RawValue = self.map.next_value()?;
                *self.is_deleted = value.get() != "null";
                if !self.is_shown {
                    continue;
                }
                self.seen = Some(value);
            }
            return match key {
                Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
                Cow::Owned(key) => seed.deserialize(StringDeserializer::new(key)),
            }
            .map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.seen.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.map.next_value_seed(seed),
        }
    }
}

/// No field of a document.
pub(crate) struct Nothing;

impl FromDocument for Nothing {
    const ID_KEY: Option<&'static str> = None;
    const OMIT: &'static Omit = Omit::NONE;
    const FILTER: Option<&'static SourceFilter> = Some(&SourceFilter { url: "", json: "false" });
}

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_ignored_any(IgnoredAny)?;
        Ok(Self)
    }
}

/// Nothing of a document but its metadata, the routing among them: servers leave `_routing` out of the answer to
/// `_source=false` (Elasticsearch 8.19, OpenSearch 3.8), so a key is asked for that no document has.
#[derive(Debug)]
pub(crate) struct Routed;

impl FromDocument for Routed {
    const ID_KEY: Option<&'static str> = None;
    const OMIT: &'static Omit = Omit::NONE;
    const FILTER: Option<&'static SourceFilter> = Some(&SourceFilter { url: "_", json: r#"["_"]"# });
}

impl<'de> Deserialize<'de> for Routed {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_ignored_any(IgnoredAny)?;
        Ok(Self)
    }
}
