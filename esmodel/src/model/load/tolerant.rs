//! A deserializer that reads chosen lists also from a single value, or from null where they must be there.
//!
//! Fields of an index hold any number of values, and other writers may leave the brackets away. Which lists are chosen,
//! a model's [`Omit`] tree says.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{
        self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
        value::{BorrowedStrDeserializer, MapAccessDeserializer, StringDeserializer, UnitDeserializer},
    },
    forward_to_deserialize_any,
};

use super::KeySeed;
use crate::model::Omit;

/// A source, or what visits or seeds it, whose keys are looked up.
pub(super) struct Tolerant<S> {
    pub(super) source: S,
    pub(super) omit: &'static Omit,
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $ty:ty),*);)+) => { $(
        fn $method<V: Visitor<'de>>(self, $($argument: $ty,)* visitor: V) -> Result<V::Value, Self::Error> {
            self.source.$method($($argument,)* Tolerant { source: visitor, omit: self.omit })
        }
    )+ };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Tolerant<D> {
    type Error = D::Error;

    forward! {
        deserialize_any(); deserialize_option(); deserialize_seq(); deserialize_map(); deserialize_ignored_any();
        deserialize_bool(); deserialize_i8(); deserialize_i16(); deserialize_i32(); deserialize_i64();
        deserialize_u8(); deserialize_u16(); deserialize_u32(); deserialize_u64(); deserialize_i128();
        deserialize_u128(); deserialize_f32(); deserialize_f64(); deserialize_char(); deserialize_str();
        deserialize_string(); deserialize_bytes(); deserialize_byte_buf(); deserialize_unit();
        deserialize_identifier();
        deserialize_tuple(len: usize);
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
    }
}

macro_rules! visit {
    ($($method:ident($ty:ty);)+) => { $(
        fn $method<E: de::Error>(self, value: $ty) -> Result<V::Value, E> {
            self.source.$method(value)
        }
    )+ };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Tolerant<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.expecting(f)
    }

    visit! {
        visit_bool(bool); visit_i64(i64); visit_i128(i128); visit_u64(u64); visit_u128(u128); visit_f64(f64);
        visit_str(&str); visit_borrowed_str(&'de str); visit_string(String); visit_bytes(&[u8]);
        visit_borrowed_bytes(&'de [u8]); visit_byte_buf(Vec<u8>);
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.source.visit_none()
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.source.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<V::Value, D::Error> {
        self.source.visit_some(Tolerant { source, omit: self.omit })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, source: D) -> Result<V::Value, D::Error> {
        self.source.visit_newtype_struct(Tolerant { source, omit: self.omit })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, source: A) -> Result<V::Value, A::Error> {
        self.source.visit_seq(Tolerant { source, omit: self.omit })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.source.visit_map(TolerantMap { map, omit: self.omit, takes_one: false, below: Omit::NONE })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<V::Value, A::Error> {
        self.source.visit_enum(Tolerant { source: value, omit: self.omit })
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Tolerant<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.source.next_element_seed(Tolerant { source: seed, omit: self.omit })
    }

    fn size_hint(&self) -> Option<usize> {
        self.source.size_hint()
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Tolerant<T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T::Value, D::Error> {
        self.source.deserialize(Tolerant { source, omit: self.omit })
    }
}

/// An enum's content stands under the variant's name.
impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Tolerant<A> {
    type Error = A::Error;
    type Variant = Tolerant<A::Variant>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self::Variant), A::Error> {
        let (key, content) = self.source.variant_seed(KeySeed)?;
        let omit = self.omit.tolerant_below(&key);
        let variant = match key {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(StringDeserializer::new(key)),
        }?;
        Ok((variant, Tolerant { source: content, omit }))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Tolerant<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.source.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.source.newtype_variant_seed(Tolerant { source: seed, omit: self.omit })
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.source.tuple_variant(len, Tolerant { source: visitor, omit: self.omit })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.source.struct_variant(fields, Tolerant { source: visitor, omit: self.omit })
    }
}

/// A map, and what holds for the value of the key that it gave last.
struct TolerantMap<A> {
    map: A,
    omit: &'static Omit,
    takes_one: bool,
    below: &'static Omit,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for TolerantMap<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some(key) = self.map.next_key_seed(KeySeed)? else { return Ok(None) };
        (self.takes_one, self.below) = (self.omit.takes_one(&key), self.omit.tolerant_below(&key));
        match key {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(StringDeserializer::new(key)),
        }
        .map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let (takes_one, omit) = (self.takes_one, self.below);
        self.map.next_value_seed(TolerantValue { seed, takes_one, omit })
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}

/// The value of a key.
struct TolerantValue<T> {
    seed: T,
    takes_one: bool,
    omit: &'static Omit,
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for TolerantValue<T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T::Value, D::Error> {
        let Self { seed, takes_one, omit } = self;
        if takes_one {
            return seed.deserialize(OneOrMany { source, omit });
        }
        seed.deserialize(Tolerant { source, omit })
    }
}

/// A source of a list, or what visits it: one value is a list too.
struct OneOrMany<S> {
    source: S,
    omit: &'static Omit,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for OneOrMany<D> {
    type Error = D::Error;

    /// The list, whatever stands there.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.source.deserialize_any(OneOrMany { source: visitor, omit: self.omit })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.source.deserialize_option(OptionalList { visitor, omit: self.omit })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

macro_rules! visit_one {
    ($($method:ident($ty:ty);)+) => { $(
        fn $method<E: de::Error>(self, value: $ty) -> Result<V::Value, E> {
            self.one(value.into_deserializer())
        }
    )+ };
}

impl<'de, V: Visitor<'de>> OneOrMany<V> {
    fn one<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        let value = Tolerant { source: value, omit: self.omit };
        self.source.visit_seq(AtMostOne { value: Some(value), error: PhantomData })
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OneOrMany<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.expecting(f)
    }

    visit_one! {
        visit_bool(bool); visit_i64(i64); visit_i128(i128); visit_u64(u64); visit_u128(u128); visit_f64(f64);
        visit_str(&str); visit_string(String);
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.one(BorrowedStrDeserializer::new(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.source.visit_seq(AtMostOne { value: None::<UnitDeserializer<E>>, error: PhantomData })
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.source.visit_seq(Tolerant { source: list, omit: self.omit })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.one(MapAccessDeserializer::new(map))
    }
}

/// What visits a list that may be absent: there null is no list, as it was stored.
struct OptionalList<V> {
    visitor: V,
    omit: &'static Omit,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OptionalList<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(OneOrMany { source, omit: self.omit })
    }
}

/// A list of one value, or of none.
struct AtMostOne<D, E> {
    value: Option<D>,
    error: PhantomData<fn() -> E>,
}

impl<'de, D: Deserializer<'de>> SeqAccess<'de> for AtMostOne<D, D::Error> {
    type Error = D::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, D::Error> {
        self.value.take().map(|value| seed.deserialize(value)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(usize::from(self.value.is_some()))
    }
}
