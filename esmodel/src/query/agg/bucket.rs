//! Buckets: their keys, their counts, the results inside them.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{
    AggScope, Aggs,
    set::{NameSeed, position},
};
use crate::{
    model::{Millis, Moment},
    schema::Kind,
};

/// Documents that share a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Bucket<K, S = ()> {
    /// The key.
    pub key: K,
    /// The key as text, where the server formats it: of dates, by the first format of the field, and of truth values.
    pub key_as_string: Option<Box<str>>,
    /// How many documents there are. On a field of a nested list: how many elements.
    pub doc_count: u64,
    /// The results of the aggregations inside.
    pub sub: S,
}

/// What bucket aggregations say besides their buckets: how sure the counts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BucketCount {
    /// Documents in buckets that were not returned.
    pub other_docs: u64,
    /// By how much a count may be too low, with several shards.
    pub error_bound: u64,
}

/// A scalar in an answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key<'de> {
    Text(Cow<'de, str>),
    Int(i64),
    UInt(u64),
    Float(f64),
    Bool(bool),
    Null,
}

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
        Ok(Key::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
        Ok(Key::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Key<'de>, E> {
        Ok(Key::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Key<'de>, E> {
        Ok(Key::UInt(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Key<'de>, E> {
        Ok(Key::Float(value))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Key<'de>, E> {
        Ok(Key::Bool(value))
    }

    fn visit_unit<E>(self) -> Result<Key<'de>, E> {
        Ok(Key::Null)
    }
}

impl Key<'_> {
    /// As a number. Servers write numbers that JSON does not have as text: `"Infinity"`, `"-Infinity"`, `"NaN"`. The
    /// infinite ones are numbers; null, NaN and text that is no number give `None`.
    #[expect(clippy::cast_precision_loss, reason = "the server calculates in doubles")]
    pub(super) fn as_f64(&self) -> Option<f64> {
        let number = match self {
            Self::Int(value) => *value as f64,
            Self::UInt(value) => *value as f64,
            Self::Float(value) => *value,
            Self::Text(text) => text.parse().ok()?,
            Self::Bool(_) | Self::Null => return None,
        };
        (!number.is_nan()).then_some(number)
    }

    /// As a point in time.
    pub(super) fn as_millis(&self) -> Option<Millis> {
        match self {
            Self::Int(value) => Some(Millis(*value)),
            Self::UInt(value) => i64::try_from(*value).ok().map(Millis),
            other => other.as_f64().and_then(Millis::from_f64),
        }
    }
}

impl Millis {
    /// The nearest millisecond; of an infinite number there is none.
    #[expect(clippy::cast_possible_truncation, reason = "saturates, 292 million years from now")]
    pub(super) fn from_f64(millis: f64) -> Option<Self> {
        millis.is_finite().then(|| Self(millis.round() as i64))
    }
}

/// A bucket's key as the server writes it: a value, often with a text beside it, by the format of the field.
#[derive(Debug, Clone)]
pub(super) struct ServerKey<'de> {
    pub(super) key: Key<'de>,
    pub(super) text: Option<Cow<'de, str>>,
    pub(super) format: Option<&'static str>,
}

/// A key as a field's value. Keys of dates and truth values are numbers, with a text beside them. A date is read from the
/// number: the text is in the first format of the field, which need not be one that the type reads, nor hold all of it.
#[derive(Debug, Clone)]
pub(super) struct KeyDeserializer<'de> {
    key: ServerKey<'de>,
    kind: Kind,
    /// What a type of dates reads.
    date: Option<String>,
}

impl<'de> KeyDeserializer<'de> {
    /// The key as a `V`.
    pub(super) fn read<V: DeserializeOwned>(key: ServerKey<'de>, kind: Kind) -> Result<V, KeyError> {
        let moment = key.key.as_millis().filter(|_| kind.is_date()).map(|millis| Moment::of_millis(millis.0));
        let Some(moment) = moment else { return V::deserialize(Self { key, kind, date: None }) };
        // Types of dates differ in what they read: with a zone, without, a day.
        let mut first = None;
        for text in moment.texts() {
            match V::deserialize(Self { key: key.clone(), kind, date: Some(text) }) {
                Ok(value) => return Ok(value),
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.unwrap_or_else(|| de::Error::custom("no date")))
    }

    fn as_text(&self) -> Cow<'_, str> {
        match (&self.key.text, &self.key.key) {
            (Some(text), _) | (None, Key::Text(text)) => Cow::Borrowed(text),
            (None, Key::Int(value)) => Cow::Owned(value.to_string()),
            (None, Key::UInt(value)) => Cow::Owned(value.to_string()),
            (None, Key::Float(value)) => Cow::Owned(value.to_string()),
            (None, Key::Bool(value)) => Cow::Owned(value.to_string()),
            (None, Key::Null) => Cow::Borrowed(""),
        }
    }
}

type KeyError = de::value::Error;

macro_rules! integers {
    ($($method:ident $visit:ident $int:ty),+) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
            match &self.key.key {
                Key::Text(text) => match text.parse::<$int>() {
                    Ok(value) => visitor.$visit(value),
                    Err(error) => Err(de::Error::custom(error)),
                },
                _ => self.number(visitor),
            }
        }
    )+ };
}

impl<'de> KeyDeserializer<'de> {
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
        // A number in a date field has the unit of the field's format, and the key is in milliseconds.
        if let (true, Some(millis)) = (self.kind.is_date(), self.key.key.as_millis())
            && let Some(number) = Moment::of_millis(millis.0).to_number(self.key.format)
        {
            return visitor.visit_i64(number);
        }
        match self.key.key {
            Key::Int(value) => visitor.visit_i64(value),
            Key::UInt(value) => visitor.visit_u64(value),
            Key::Float(value) => visitor.visit_f64(value),
            Key::Bool(value) => visitor.visit_bool(value),
            Key::Text(text) => visitor.visit_str(&text),
            Key::Null => visitor.visit_unit(),
        }
    }
}

impl<'de> Deserializer<'de> for KeyDeserializer<'de> {
    type Error = KeyError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
        match self.kind {
            Kind::Boolean => self.deserialize_bool(visitor),
            _ if self.date.is_some() => self.deserialize_str(visitor),
            _ => self.number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
        match &self.key.key {
            Key::Bool(value) => visitor.visit_bool(*value),
            Key::Text(text) => visitor.visit_bool(&**text == "true"),
            other => visitor.visit_bool(other.as_f64().is_some_and(|number| number != 0.0)),
        }
    }

    integers!(
        deserialize_i8 visit_i64 i64, deserialize_i16 visit_i64 i64, deserialize_i32 visit_i64 i64,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u64 u64, deserialize_u16 visit_u64 u64,
        deserialize_u32 visit_u64 u64, deserialize_u64 visit_u64 u64, deserialize_f32 visit_f64 f64,
        deserialize_f64 visit_f64 f64
    );

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
        match &self.date {
            Some(date) => visitor.visit_str(date),
            None => visitor.visit_str(&self.as_text()),
        }
    }

    /// Who asks for a text of its own is no date but text, such as `String`, and gets the server's.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
        visitor.visit_str(&self.as_text())
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, KeyError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, KeyError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, KeyError> {
        let text = self.as_text();
        let variant: de::value::StrDeserializer<'_, KeyError> = (*text).into_deserializer();
        variant.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// How a key becomes a value.
pub(super) type ReadKey<K> = fn(ServerKey<'_>) -> Result<K, String>;

/// Reads a list of buckets.
pub(super) struct BucketsSeed<'a, M, K, S> {
    pub(super) subs: &'a S,
    pub(super) inside: AggScope,
    pub(super) read_key: ReadKey<K>,
    pub(super) format: Option<&'static str>,
    pub(super) model: PhantomData<fn() -> M>,
}

impl<M, K, S> Clone for BucketsSeed<'_, M, K, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, K, S> Copy for BucketsSeed<'_, M, K, S> {}

impl<'de, M, K, S: Aggs<M>> DeserializeSeed<'de> for BucketsSeed<'_, M, K, S> {
    type Value = Vec<Bucket<K, S::Output>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, M, K, S: Aggs<M>> Visitor<'de> for BucketsSeed<'_, M, K, S> {
    type Value = Vec<Bucket<K, S::Output>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of buckets")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut buckets = Vec::with_capacity(16);
        while let Some(bucket) = list.next_element_seed(BucketSeed(self))? {
            buckets.push(bucket);
        }
        Ok(buckets)
    }
}

struct BucketSeed<'a, M, K, S>(BucketsSeed<'a, M, K, S>);

impl<'de, M, K, S: Aggs<M>> DeserializeSeed<'de> for BucketSeed<'_, M, K, S> {
    type Value = Bucket<K, S::Output>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

enum Entry {
    Key,
    KeyText,
    Count,
    Sub(usize),
    Other,
}

impl<'de, M, K, S: Aggs<M>> Visitor<'de> for BucketSeed<'_, M, K, S> {
    type Value = Bucket<K, S::Output>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bucket")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let BucketsSeed { subs, inside, read_key, format, .. } = self.0;
        let (mut key, mut text, mut doc_count, mut slots) = (None, None, 0, S::Slots::default());
        while let Some(entry) = map.next_key_seed(NameSeed(|name: &str| match name {
            "key" => Entry::Key,
            "key_as_string" => Entry::KeyText,
            "doc_count" => Entry::Count,
            other => position(other).map_or(Entry::Other, Entry::Sub),
        }))? {
            match entry {
                Entry::Key => key = Some(map.next_value::<Key<'de>>()?),
                Entry::KeyText => {
                    if let Key::Text(label) = map.next_value()? {
                        text = Some(label);
                    }
                }
                Entry::Count => doc_count = map.next_value()?,
                Entry::Sub(position) if subs.read_entry(inside, position, &mut slots, &mut map)? => {}
                Entry::Sub(_) | Entry::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let key = key.ok_or_else(|| de::Error::missing_field("key"))?;
        let key_as_string = text.as_deref().map(Into::into);
        let key = read_key(ServerKey { key, text, format }).map_err(de::Error::custom)?;
        Ok(Bucket { key, key_as_string, doc_count, sub: subs.finish(slots)? })
    }
}

/// Reads the result of a bucket aggregation.
pub(super) struct ResultSeed<'a, M, K, S>(pub(super) BucketsSeed<'a, M, K, S>);

impl<'de, M, K, S: Aggs<M>> Visitor<'de> for ResultSeed<'_, M, K, S> {
    type Value = (Vec<Bucket<K, S::Output>>, BucketCount);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the result of a bucket aggregation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut buckets, mut count) = (None, BucketCount::default());
        while let Some(entry) = map.next_key_seed(NameSeed(|name: &str| match name {
            "buckets" => 0,
            "sum_other_doc_count" => 1,
            "doc_count_error_upper_bound" => 2,
            _ => 3,
        }))? {
            match entry {
                0 => buckets = Some(map.next_value_seed(self.0)?),
                1 => count.other_docs = map.next_value()?,
                // -1 where the server cannot tell, as with an order by a metric.
                2 => count.error_bound = u64::try_from(map.next_value::<i64>()?).unwrap_or(0),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok((buckets.ok_or_else(|| de::Error::missing_field("buckets"))?, count))
    }
}
