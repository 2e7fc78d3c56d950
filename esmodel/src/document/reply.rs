//! What servers answer to writes and reads of single documents.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::asked::ActionKind;
use crate::{
    error::{Cause, Error, ServerError},
    model::{Doc, DocVersion, FromDocument, LoadSeed, Meta, Misread, Objection, Seen, load_without_source},
    wire::{Response, Text},
};

/// The answer to one write, alone or as an item of a bulk.
#[derive(Debug, Deserialize)]
pub(crate) struct WriteReply<'a> {
    #[serde(rename = "_index", borrow)]
    pub(crate) index: Cow<'a, str>,
    #[serde(rename = "_id", borrow, default)]
    id: Option<Text<'a>>,
    /// Negative where a pipeline dropped the document.
    #[serde(rename = "_version", default)]
    revision: Option<i64>,
    /// Negative there too.
    #[serde(rename = "_seq_no", default)]
    seq_no: Option<i64>,
    #[serde(rename = "_primary_term", default)]
    primary_term: Option<u64>,
    /// `created`, `updated`, `deleted`, `noop`, `not_found`.
    #[serde(borrow, default)]
    result: Option<Text<'a>>,
    /// Only items of a bulk carry it.
    #[serde(default)]
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) error: Option<Box<Cause>>,
    /// Only updates that ask for it carry it.
    #[serde(borrow, default)]
    get: Option<Now<'a>>,
}

/// The document as an update left it.
#[derive(Debug, Deserialize)]
struct Now<'a> {
    #[serde(rename = "_source", borrow, default)]
    source: Option<&'a RawValue>,
}

impl WriteReply<'_> {
    /// The document's id.
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|Text(id)| &**id)
    }

    /// The `_source` that an update made.
    pub(crate) fn source(&self) -> Option<&RawValue> {
        self.get.as_ref()?.source
    }

    /// The version that the write made.
    pub(crate) fn version(&self) -> Option<DocVersion> {
        Some(DocVersion { seq_no: self.seq_no?.try_into().ok()?, primary_term: self.primary_term? })
    }

    /// The `_version` that the write made.
    pub(crate) fn revision(&self) -> Option<u64> {
        self.revision?.try_into().ok()
    }

    /// The server's word for what became of the write.
    pub(crate) fn result(&self) -> Option<&str> {
        self.result.as_ref().map(|Text(result)| &**result)
    }
}

/// Reads the answer to a bulk and hands its items out one by one, none of which is kept; gives their number. Where it
/// cannot be read at first, `each` begins once more at the first item.
pub(crate) fn read_items(
    response: &Response,
    mut each: impl FnMut(usize, ActionKind, WriteReply<'_>),
) -> Result<usize, Error> {
    response.read("the answer to a bulk", |json| {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let items = deserializer.deserialize_map(Items(&mut each))?;
        deserializer.end().map(|()| items)
    })
}

/// The answer to a bulk, and then the list in it.
struct Items<F>(F);

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum BulkKey {
    Items,
    #[serde(other)]
    Other,
}

impl<'de, F: FnMut(usize, ActionKind, WriteReply<'de>)> Visitor<'de> for Items<F> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `items`")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<usize, A::Error> {
        let mut items = None;
        while let Some(key) = map.next_key()? {
            match key {
                BulkKey::Items => items = Some(map.next_value_seed(Items(&mut self.0))?),
                BulkKey::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        items.ok_or_else(|| de::Error::missing_field("items"))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<usize, A::Error> {
        let mut items = 0;
        while let Some(item) = list.next_element::<BulkItem<'de>>()? {
            let (kind, reply) = item.into_parts();
            self.0(items, kind, reply);
            items += 1;
        }
        Ok(items)
    }
}

impl<'de, F: FnMut(usize, ActionKind, WriteReply<'de>)> DeserializeSeed<'de> for Items<F> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

/// One item, under the name of its action.
#[derive(Debug, Deserialize)]
enum BulkItem<'a> {
    #[serde(rename = "index", borrow)]
    Index(WriteReply<'a>),
    #[serde(rename = "create", borrow)]
    Create(WriteReply<'a>),
    #[serde(rename = "update", borrow)]
    Update(WriteReply<'a>),
    #[serde(rename = "delete", borrow)]
    Delete(WriteReply<'a>),
}

impl<'a> BulkItem<'a> {
    /// The action, and the answer to it.
    fn into_parts(self) -> (ActionKind, WriteReply<'a>) {
        match self {
            Self::Index(reply) => (ActionKind::Index, reply),
            Self::Create(reply) => (ActionKind::Create, reply),
            Self::Update(reply) => (ActionKind::Update, reply),
            Self::Delete(reply) => (ActionKind::Delete, reply),
        }
    }
}

/// One document of a get or a multi-get: found, absent, or an error of its own.
#[derive(Debug)]
pub(super) enum Found<T> {
    Yes(Doc<T>),
    No,
    Failed(ServerError),
}

/// Reads the answer to a get in one pass.
pub(super) struct GetSeed<'a, T> {
    id: &'a str,
    objection: &'a Objection,
    model: PhantomData<fn() -> T>,
}

impl<'a, T> GetSeed<'a, T> {
    /// For the document that was asked for.
    pub(super) const fn new(id: &'a str, objection: &'a Objection) -> Self {
        Self { id, objection, model: PhantomData }
    }
}

impl<'de, T: FromDocument> DeserializeSeed<'de> for GetSeed<'_, T> {
    type Value = Found<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found<T>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier)]
enum Key {
    #[serde(rename = "_index")]
    Index,
    #[serde(rename = "_id")]
    Id,
    #[serde(rename = "_version")]
    Revision,
    #[serde(rename = "_seq_no")]
    SeqNo,
    #[serde(rename = "_primary_term")]
    PrimaryTerm,
    #[serde(rename = "_routing")]
    Routing,
    #[serde(rename = "found")]
    Found,
    #[serde(rename = "_source")]
    Source,
    #[serde(rename = "error")]
    Error,
    #[serde(other)]
    Other,
}

impl<'de, T: FromDocument> Visitor<'de> for GetSeed<'_, T> {
    type Value = Found<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document with its metadata")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<T>, A::Error> {
        let (mut index, mut id, mut revision, mut seq_no, mut primary_term, mut routing) =
            (None::<Arc<str>>, None::<Box<str>>, None, None, None, None);
        let (mut found, mut value, mut error) = (None, None, None::<Cause>);
        while let Some(key) = map.next_key()? {
            match key {
                Key::Index => index = Some(map.next_value::<Text<'de>>()?.0.as_ref().into()),
                Key::Id => {
                    let answered = map.next_value::<Text<'de>>()?.0;
                    if *answered != *self.id {
                        let problem = format!("the answer is about document `{answered}`");
                        return Err(self.objection.raise(Misread::because(&problem)));
                    }
                    id = Some(self.id.into());
                }
                Key::Revision => revision = map.next_value()?,
                Key::SeqNo => seq_no = map.next_value()?,
                Key::PrimaryTerm => primary_term = map.next_value()?,
                Key::Routing => routing = map.next_value()?,
                Key::Found => found = Some(map.next_value::<bool>()?),
                Key::Source => {
                    value = Some(map.next_value_seed(LoadSeed::<T>::new(self.id, self.objection))?);
                }
                Key::Error => error = map.next_value()?,
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if let Some(cause) = error {
            let status = if cause.kind.as_deref() == Some("index_not_found_exception") { 404 } else { 400 };
            return Ok(Found::Failed(cause.into_error(status)));
        }
        let id = id.ok_or_else(|| de::Error::missing_field("_id"))?;
        if found == Some(false) {
            return Ok(Found::No);
        }
        let seen = match (seq_no, primary_term) {
            (Some(seq_no), Some(primary_term)) => Seen::At(DocVersion { seq_no, primary_term }),
            _ => Seen::Unversioned,
        };
        let meta =
            Meta { index: index.ok_or_else(|| de::Error::missing_field("_index"))?, id, routing, seen, revision };
        let value = match value {
            Some(value) => value,
            None => match load_without_source(&meta.id) {
                Some(value) => value.map_err(|misread| self.objection.raise(misread))?,
                None => {
                    return Err(de::Error::custom(format_args!(
                        "document `{}` came without `_source`: is it disabled in the mapping?",
                        meta.id
                    )));
                }
            },
        };
        Ok(Found::Yes(Doc::from_parts(value, meta)))
    }
}

/// The answer to a multi-get, its documents not yet read.
#[derive(Debug, Deserialize)]
pub(super) struct ManyReply<'a> {
    #[serde(borrow)]
    pub(super) docs: Vec<&'a RawValue>,
}
