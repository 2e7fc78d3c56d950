//! A serializer around another one that leaves out what a model's [`Omit`] tree names.
//!
//! It passes everything on, but for three things. It leaves keys out: when storing, those that are not stored; when
//! showing, those of lazy properties that are not loaded. And when storing, it writes what this write adds (timestamps and
//! authors over the value's own, fields that serde hides), and refuses numbers that JSON cannot hold (`serde_json` would
//! write null) and what is nested so deep that it could not be read back, naming the field.

mod dates;
mod text;

pub(super) use self::dates::dated;

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{
        self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

use serde_json::value::{RawValue, to_raw_value};

use self::text::{Text, is_missing};
use super::{
    Omit,
    addition::{Additions, Queue},
    overlay::Overlaid,
    unknown_variant::AS_IT_IS,
};
use crate::schema::Property;

/// What is stored of the value, in an index with those [`dated`] fields.
pub(super) fn store<T, S>(
    value: &T,
    (omit, fields): (&'static Omit, &'static [Property]),
    additions: Option<&Additions<'_>>,
    inner: S,
) -> Result<S::Ok, S::Error>
where
    T: Serialize + ?Sized,
    S: Serializer,
{
    let queue = additions.map(Additions::alone);
    value.serialize(Filter::<S, true> { inner, omit, at: At::root(fields), queue: queue.as_ref() })
}

/// What an API shows of the value.
pub(super) fn show<T, S>(value: &T, omit: &'static Omit, inner: S) -> Result<S::Ok, S::Error>
where
    T: Serialize + ?Sized,
    S: Serializer,
{
    value.serialize(Filter::<S, false> { inner, omit, at: At::root(&[]), queue: None })
}

/// How deep objects and lists may stand inside of one another in what is stored, the document itself included.
///
/// `serde_json` reads no more than 127 levels, of which a page has four around each document, and inner hits five. So what
/// is stored can be read wherever it comes back.
pub(crate) const MAX_DEPTH: u16 = 120;

/// A place in the document: for messages, to look up the field, and to know how deep it is.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    parent: Option<&'p At<'p>>,
    key: &'p str,
    /// The variant of an enum, where its name is a key; else empty.
    variant: &'static str,
    /// How many objects and lists stand around it.
    depth: u16,
    /// The fields of the index, where one of them is a date.
    fields: &'static [Property],
}

impl<'p> At<'p> {
    const fn root(fields: &'static [Property]) -> Self {
        At { parent: None, key: "", variant: "", depth: 0, fields }
    }

    /// What stands under `key` in the object that this is.
    const fn below(parent: &'p At<'p>, key: &'p str) -> Self {
        At { parent: Some(parent), key, variant: "", depth: parent.depth, fields: parent.fields }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parent {
            Some(parent) if !parent.key.is_empty() => write!(f, "{parent}.{}", self.key),
            _ => f.write_str(self.key),
        }?;
        if self.variant.is_empty() { Ok(()) } else { write!(f, ".{}", self.variant) }
    }
}

/// A value on its way through the filter.
struct Value<'p, 'v, T: ?Sized, const STORES: bool> {
    inner: &'v T,
    omit: &'static Omit,
    at: At<'p>,
    queue: Option<&'p Queue<'p>>,
}

impl<T: Serialize + ?Sized, const STORES: bool> Serialize for Value<'_, '_, T, STORES> {
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.inner.serialize(Filter::<S, STORES> { inner, omit: self.omit, at: self.at, queue: self.queue })
    }
}

/// A value that is stored under a key which the struct's own `Serialize` does not write, or over what it writes.
pub(super) enum Put<'v> {
    Overlaid(Overlaid),
    Hidden(&'v dyn Storable),
}

/// A value of a field that serde hides: it is written apart, since its type is lost.
pub(super) trait Storable {
    fn stored(&self, omit: &'static Omit, at: At<'_>, queue: Option<&Queue<'_>>) -> serde_json::Result<Box<RawValue>>;
}

impl<T: Serialize> Storable for T {
    fn stored(&self, omit: &'static Omit, at: At<'_>, queue: Option<&Queue<'_>>) -> serde_json::Result<Box<RawValue>> {
        to_raw_value(&Value::<T, true> { inner: self, omit, at, queue })
    }
}

/// Such a value at its place.
struct PutAt<'p> {
    put: Put<'p>,
    omit: &'static Omit,
    at: At<'p>,
    queue: Option<&'p Queue<'p>>,
}

impl Serialize for PutAt<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.put {
            Put::Overlaid(overlaid) => overlaid.serialize(serializer),
            Put::Hidden(value) => {
                value.stored(self.omit, self.at, self.queue).map_err(ser::Error::custom)?.serialize(serializer)
            }
        }
    }
}

/// The filter around a serializer, or around a list.
struct Filter<'p, S, const STORES: bool> {
    inner: S,
    omit: &'static Omit,
    at: At<'p>,
    queue: Option<&'p Queue<'p>>,
}

impl<'p, S, const STORES: bool> Filter<'p, S, STORES> {
    const fn value<'v, T: ?Sized>(&self, value: &'v T) -> Value<'p, 'v, T, STORES> {
        Value { inner: value, omit: self.omit, at: self.at, queue: self.queue }
    }

    fn finite<E: ser::Error>(&self, number: f64) -> Result<(), E> {
        if !STORES || number.is_finite() {
            return Ok(());
        }
        Err(E::custom(format_args!("`{}` is {number}, which JSON cannot hold; use an `Option` for no value", self.at)))
    }
}

impl<S: Serializer, const STORES: bool> Filter<'_, S, STORES> {
    /// Goes into as many objects or lists, which stand one in another.
    fn enter(&mut self, levels: u16) -> Result<(), S::Error> {
        self.at.depth += levels;
        if !STORES || self.at.depth <= MAX_DEPTH {
            return Ok(());
        }
        let path = self.at.to_string();
        let begin: String = path.chars().take(80).collect();
        let rest = if begin.len() < path.len() { ".." } else { "" };
        Err(ser::Error::custom(format_args!(
            "`{begin}{rest}` is nested more than {MAX_DEPTH} levels deep, and JSON deeper than that cannot be read back"
        )))
    }
}

/// The filter around a struct or a map.
struct FilterFields<'p, S, const STORES: bool> {
    inner: S,
    omit: &'static Omit,
    at: At<'p>,
    additions: Option<&'p Additions<'p>>,
}

impl<S, const STORES: bool> FilterFields<'_, S, STORES> {
    /// Whether the key stays out: of what is stored by its name, of what is shown where its value is missing.
    fn leaves_out<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> bool {
        if STORES { self.omit.omits(key) } else { self.omit.is_lazy(key) && is_missing(value) }
    }

    fn below(&self, key: &str) -> &'static Omit {
        if STORES { self.omit.below(key) } else { self.omit.hidden_below(key) }
    }
}

macro_rules! pass {
    ($($method:ident($ty:ty);)+) => { $(
        fn $method(self, value: $ty) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        }
    )+ };
}

impl<'p, S: Serializer, const STORES: bool> Serializer for Filter<'p, S, STORES> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Filter<'p, S::SerializeSeq, STORES>;
    type SerializeTuple = Filter<'p, S::SerializeTuple, STORES>;
    type SerializeTupleStruct = Filter<'p, S::SerializeTupleStruct, STORES>;
    type SerializeTupleVariant = Filter<'p, S::SerializeTupleVariant, STORES>;
    type SerializeMap = FilterMap<'p, S::SerializeMap, STORES>;
    type SerializeStruct = FilterFields<'p, S::SerializeStruct, STORES>;
    type SerializeStructVariant = FilterFields<'p, S::SerializeStructVariant, STORES>;

    pass! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32);
        serialize_i128(i128); serialize_u8(u8); serialize_u16(u16); serialize_u32(u32);
        serialize_u128(u128); serialize_char(char); serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    fn serialize_f32(self, number: f32) -> Result<S::Ok, S::Error> {
        self.finite(f64::from(number))?;
        self.inner.serialize_f32(number)
    }

    fn serialize_f64(self, number: f64) -> Result<S::Ok, S::Error> {
        self.finite(number)?;
        self.inner.serialize_f64(number)
    }

    fn serialize_i64(self, number: i64) -> Result<S::Ok, S::Error> {
        if STORES && dates::is_suspect_number(number) {
            dates::check_number(&self.at, number)?;
        }
        self.inner.serialize_i64(number)
    }

    fn serialize_u64(self, number: u64) -> Result<S::Ok, S::Error> {
        if STORES && let Some(number) = i64::try_from(number).ok().filter(|number| dates::is_suspect_number(*number)) {
            dates::check_number(&self.at, number)?;
        }
        self.inner.serialize_u64(number)
    }

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        if STORES && dates::is_suspect(text.as_bytes()) {
            dates::check(&self.at, text)?;
        }
        self.inner.serialize_str(text)
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_unit_variant(self, name: &'static str, at: u32, variant: &'static str) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, at, variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        let value = self.value(value);
        self.inner.serialize_some(&value)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        if name == AS_IT_IS {
            // It is one of the structs that the queue counts.
            let _ = self.queue.and_then(Queue::next);
            return self.inner.serialize_newtype_struct(name, value);
        }
        let value = self.value(value);
        self.inner.serialize_newtype_struct(name, &value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.enter(1)?;
        let Self { inner, omit, at: place, queue } = self;
        let omit = if STORES { omit.below(variant) } else { omit.hidden_below(variant) };
        let queue = queue.and_then(Queue::next).and_then(|additions| additions.below(variant));
        let value = Value::<T, STORES> { inner: value, omit, at: At { variant, ..place }, queue: queue.as_ref() };
        inner.serialize_newtype_variant(name, at, variant, &value)
    }

    fn serialize_seq(mut self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.enter(1)?;
        Ok(Filter { inner: self.inner.serialize_seq(len)?, omit: self.omit, at: self.at, queue: self.queue })
    }

    fn serialize_tuple(mut self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.enter(1)?;
        Ok(Filter { inner: self.inner.serialize_tuple(len)?, omit: self.omit, at: self.at, queue: self.queue })
    }

    fn serialize_tuple_struct(
        mut self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.enter(1)?;
        let inner = self.inner.serialize_tuple_struct(name, len)?;
        Ok(Filter { inner, omit: self.omit, at: self.at, queue: self.queue })
    }

    fn serialize_tuple_variant(
        mut self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.enter(2)?;
        let inner = self.inner.serialize_tuple_variant(name, at, variant, len)?;
        Ok(Filter { inner, omit: self.omit, at: self.at, queue: self.queue })
    }

    fn serialize_map(mut self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.enter(1)?;
        let Self { inner, omit, at, queue } = self;
        let additions = queue.and_then(Queue::next);
        if let Some(key) = additions.and_then(Additions::taken_key) {
            let at = At::below(&at, key);
            return Err(ser::Error::custom(format_args!(
                "`{at}` is a key of a map that `serde(flatten)` puts beside a field of that name, so it would be written \
                 twice or be lost; take it out of the map"
            )));
        }
        let inner = inner.serialize_map(len)?;
        let entries = FilterFields { inner, omit, at, additions };
        Ok(FilterMap { entries, key: String::new(), is_held_back: false })
    }

    fn serialize_struct(mut self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.enter(1)?;
        let Self { inner, omit, at, queue } = self;
        let additions = queue.and_then(Queue::next);
        // `serde_json` closes a struct of no fields at once.
        let inner = inner.serialize_struct(name, len + usize::from(additions.is_some()))?;
        Ok(FilterFields { inner, omit, at, additions })
    }

    fn serialize_struct_variant(
        mut self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.enter(2)?;
        let Self { inner, omit, at: place, queue } = self;
        let inner = inner.serialize_struct_variant(name, at, variant, len)?;
        let omit = if STORES { omit.below(variant) } else { omit.hidden_below(variant) };
        let additions = queue.and_then(Queue::next).and_then(|additions| additions.only_below(variant));
        Ok(FilterFields { inner, omit, at: At { variant, ..place }, additions })
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        if !STORES {
            return self.inner.collect_str(value);
        }
        // Types of dates are written so.
        let watched = dates::Watched::new(value);
        let written = self.inner.collect_str(&watched)?;
        watched.check(&self.at)?;
        Ok(written)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! elements {
    ($($compound:ident::$method:ident;)+) => { $(
        impl<S: $compound, const STORES: bool> $compound for Filter<'_, S, STORES> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                let value = self.value(value);
                self.inner.$method(&value)
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        }
    )+ };
}
elements! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

impl<S: SerializeStruct, const STORES: bool> SerializeStruct for FilterFields<'_, S, STORES> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        if self.leaves_out(key, value) {
            return Ok(());
        }
        let (omit, at) = (self.below(key), At::below(&self.at, key));
        let Some(additions) = self.additions else {
            return self.inner.serialize_field(key, &Value::<T, STORES> { inner: value, omit, at, queue: None });
        };
        let queue = additions.below(key);
        let queue = queue.as_ref();
        match additions.take(key) {
            Some(put) => self.inner.serialize_field(key, &PutAt { put, omit, at, queue }),
            None => self.inner.serialize_field(key, &Value::<T, STORES> { inner: value, omit, at, queue }),
        }
    }

    fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
        self.inner.skip_field(key)
    }

    fn end(mut self) -> Result<S::Ok, S::Error> {
        // What serde hides; and `skip_serializing_if` leaves an empty timestamp out: it is written all the same.
        while let Some((key, put)) = self.additions.and_then(Additions::take_any) {
            let (omit, at) = (self.below(key), At::below(&self.at, key));
            let queue = self.additions.and_then(|additions| additions.below(key));
            self.inner.serialize_field(key, &PutAt { put, omit, at, queue: queue.as_ref() })?;
        }
        self.inner.end()
    }
}

impl<S: SerializeStructVariant, const STORES: bool> SerializeStructVariant for FilterFields<'_, S, STORES> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        let (omit, at) = (self.below(key), At::below(&self.at, key));
        // Nothing is hidden or stamped here: the derive asks for a struct where something is.
        let queue = self.additions.and_then(|additions| additions.below(key));
        self.inner.serialize_field(key, &Value::<T, STORES> { inner: value, omit, at, queue: queue.as_ref() })
    }

    fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
        self.inner.skip_field(key)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

/// A struct with flattened parts is a map, and so is a map.
struct FilterMap<'p, S, const STORES: bool> {
    entries: FilterFields<'p, S, STORES>,
    /// The key of the entry being written.
    key: String,
    /// Whether that key is not written yet.
    is_held_back: bool,
}

impl<S: SerializeMap, const STORES: bool> SerializeMap for FilterMap<'_, S, STORES> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.key.clear();
        // A key that is no text is the inner serializer's to judge; it is in no `Omit`.
        let _ = key.serialize(Text(Some(&mut self.key)));
        let omit = self.entries.omit;
        // Whether a lazy property is shown depends on its value, which comes next.
        self.is_held_back = if STORES { omit.omits(&self.key) } else { omit.is_lazy(&self.key) };
        if self.is_held_back { Ok(()) } else { self.entries.inner.serialize_key(key) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        let Self { entries, key, .. } = self;
        if self.is_held_back {
            if entries.leaves_out(key, value) {
                return Ok(());
            }
            entries.inner.serialize_key(key)?;
        }
        let (omit, at) = (entries.below(key), At::below(&entries.at, key));
        let queue = entries.additions.and_then(|additions| additions.below(key));
        let queue = queue.as_ref();
        match entries.additions.and_then(|additions| additions.take(key)) {
            Some(put) => entries.inner.serialize_value(&PutAt { put, omit, at, queue }),
            None => entries.inner.serialize_value(&Value::<T, STORES> { inner: value, omit, at, queue }),
        }
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        let mut entries = self.entries;
        while let Some((key, put)) = entries.additions.and_then(Additions::take_any) {
            let (omit, at) = (entries.below(key), At::below(&entries.at, key));
            let queue = entries.additions.and_then(|additions| additions.below(key));
            entries.inner.serialize_entry(key, &PutAt { put, omit, at, queue: queue.as_ref() })?;
        }
        entries.inner.end()
    }
}
