//! From `_source` and `_id` to the user's value: the user's own `Deserialize`, with the id handed in first.

mod misread;
mod part_of;
mod tolerant;

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{
        self, DeserializeSeed, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, StrDeserializer, StringDeserializer},
    },
    forward_to_deserialize_any,
};

use self::tolerant::Tolerant;
pub(crate) use self::{
    misread::{Misread, Objection},
    part_of::{Nothing, PartOf, Routed},
};
use super::{FromDocument, projection::SourceFilter};
use crate::error::reading;

/// Reads one document's `_source`; its id comes from `_id`.
pub(crate) struct LoadSeed<'a, T> {
    id: &'a str,
    objection: &'a Objection,
    model: PhantomData<fn() -> T>,
}

impl<'a, T> LoadSeed<'a, T> {
    /// For the document of that id.
    pub(crate) const fn new(id: &'a str, objection: &'a Objection) -> Self {
        Self { id, objection, model: PhantomData }
    }
}

/// Reads a document without what its model does to it afterwards.
fn read<'de, T: FromDocument, D: Deserializer<'de>>(id: &str, source: D) -> Result<T, D::Error> {
    // Few models have tolerant lists: the others are read without a look at their keys.
    if const { T::OMIT.has_tolerant() } {
        return with_id(id, Tolerant { source, omit: T::OMIT });
    }
    with_id(id, source)
}

fn with_id<'de, T: FromDocument, D: Deserializer<'de>>(id: &str, source: D) -> Result<T, D::Error> {
    match T::ID_KEY {
        Some(key) => T::deserialize(Inject { source, key, id }),
        None => T::deserialize(source),
    }
}

impl<'de, T: FromDocument> DeserializeSeed<'de> for LoadSeed<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T, D::Error> {
        let mut value: T = read(self.id, source)?;
        match value.after_read() {
            Ok(()) => Ok(value),
            Err(error) => Err(self.objection.raise(Misread::Refused(error))),
        }
    }
}

/// Reads one document's `_source` that was kept as text.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn load_source<T: FromDocument>(id: &str, source: &str) -> Result<T, Misread> {
    reading(source, |source| {
        let mut deserializer = serde_json::Deserializer::from_str(source);
        let objection = Objection::default();
        let read = LoadSeed::<T>::new(id, &objection).deserialize(&mut deserializer);
        read.map_err(|error| objection.explain(source, &error))
    })
}

/// Reads the JSON of a document as `T`, or says what keeps it from that; hooks do not run.
pub(crate) fn read_plain<T: FromDocument>(id: &str, source: &str) -> Result<T, String> {
    let read = read::<T, _>(id, &mut serde_json::Deserializer::from_str(source));
    read.map_err(|error| misread::explain(source, &error))
}

/// Reads a document whose `_source` did not come: `None` where `T` asks for any field of it.
pub(crate) fn load_without_source<T: FromDocument>(id: &str) -> Option<Result<T, Misread>> {
    T::FILTER.is_some_and(SourceFilter::is_nothing).then(|| load_source(id, "{}"))
}

/// A map that begins with one more entry.
struct Inject<'a, D> {
    source: D,
    key: &'static str,
    id: &'a str,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Inject<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.source.deserialize_map(InjectVisitor { visitor, key: self.key, id: self.id })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.source.deserialize_struct(name, fields, InjectVisitor { visitor, key: self.key, id: self.id })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct enum identifier ignored_any
    }
}

struct InjectVisitor<'a, V> {
    visitor: V,
    key: &'static str,
    id: &'a str,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for InjectVisitor<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(InjectMap { map, key: self.key, id: self.id, next: Next::IdKey })
    }
}

/// What the map yields next.
enum Next {
    IdKey,
    IdValue,
    Source,
}

struct InjectMap<'a, A> {
    map: A,
    key: &'static str,
    id: &'a str,
    next: Next,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for InjectMap<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        if matches!(self.next, Next::IdKey) {
            self.next = Next::IdValue;
            return seed.deserialize(BorrowedStrDeserializer::new(self.key)).map(Some);
        }
        // Documents that others wrote may hold the id once more: serde would call that a duplicate field.
        while let Some(key) = self.map.next_key_seed(KeySeed)? {
            if key == self.key {
                self.map.next_value::<de::IgnoredAny>()?;
                continue;
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
        if matches!(self.next, Next::IdValue) {
            self.next = Next::Source;
            return seed.deserialize(IdDeserializer { id: self.id, error: PhantomData });
        }
        self.map.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint().map(|entries| entries.saturating_add(1))
    }
}

/// A key, borrowed from the answer where it has no escapes.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// An `_id`, which is text, for an id field of any scalar type.
struct IdDeserializer<'a, E> {
    id: &'a str,
    error: PhantomData<fn() -> E>,
}

macro_rules! parse {
    ($($method:ident, $visit:ident;)+) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            match self.id.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(E::invalid_value(de::Unexpected::Str(self.id), &"a numeric id")),
            }
        }
    )+ };
}

impl<'de, E: de::Error> Deserializer<'de> for IdDeserializer<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        StrDeserializer::new(self.id).deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    parse! {
        deserialize_i8, visit_i8; deserialize_i16, visit_i16; deserialize_i32, visit_i32; deserialize_i64, visit_i64;
        deserialize_u8, visit_u8; deserialize_u16, visit_u16; deserialize_u32, visit_u32; deserialize_u64, visit_u64;
    }

    forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct enum
        identifier ignored_any
    }
}
