//! From the user's value to `_source`: the user's own `Serialize`, without what is not stored.
//!
//! The serializer in here passes everything on, but for three things: it leaves out the keys of the model's
//! [`Omit`] tree, it writes the timestamps of this write over the value's own, and it refuses numbers that JSON
//! cannot hold (`serde_json` would write null), naming the field.

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{
        self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

use super::{ModelDefinition, Omit, Stamps};
use crate::error::{Error, Result};

/// Appends the document's `_source` to `out`. On an error `out` is as it was.
pub(crate) fn write_source<T: ModelDefinition>(value: &T, stamps: Stamps, out: &mut Vec<u8>) -> Result<()> {
    write_filtered::<T, T>(value, stamps, out)
}

/// Appends a part of a document of `T`, to be merged into the stored one. On an error `out` is as it was.
pub(crate) fn write_partial<T: ModelDefinition>(
    partial: &impl Serialize,
    stamps: Stamps,
    out: &mut Vec<u8>,
) -> Result<()> {
    let start = out.len();
    write_filtered::<T, _>(partial, stamps, out)?;
    if out.get(start) == Some(&b'{') {
        return Ok(());
    }
    out.truncate(start);
    Err(Error::invalid(format!(
        "a part of a `{}` must be a struct or a map: its keys are the fields to change",
        T::SCHEMA.name
    )))
}

fn write_filtered<T: ModelDefinition, V: Serialize>(value: &V, stamps: Stamps, out: &mut Vec<u8>) -> Result<()> {
    let start = out.len();
    let mut serializer = serde_json::Serializer::new(&mut *out);
    let stored = Stored { inner: &mut serializer, omit: T::OMIT, at: At::ROOT, stamps };
    value.serialize(stored).map_err(|source| {
        out.truncate(start);
        Error::encode(format!("a `{}`", T::SCHEMA.name), source)
    })
}

/// A place in the document, for messages.
#[derive(Clone, Copy)]
struct At<'p> {
    parent: Option<&'p At<'p>>,
    key: &'p str,
}

impl At<'static> {
    const ROOT: Self = At { parent: None, key: "" };
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parent {
            Some(parent) if !parent.key.is_empty() => write!(f, "{parent}.{}", self.key),
            _ => f.write_str(self.key),
        }
    }
}

/// A value on its way through the filter.
struct Value<'p, 'v, T: ?Sized> {
    inner: &'v T,
    omit: &'static Omit,
    at: At<'p>,
}

impl<T: Serialize + ?Sized> Serialize for Value<'_, '_, T> {
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.inner.serialize(Stored { inner, omit: self.omit, at: self.at, stamps: Stamps::NONE })
    }
}

/// The filter around a serializer, a struct, a map, a list.
struct Stored<'p, S> {
    inner: S,
    omit: &'static Omit,
    at: At<'p>,
    stamps: Stamps,
}

impl<'p, S> Stored<'p, S> {
    const fn value<'v, T: ?Sized>(&self, value: &'v T) -> Value<'p, 'v, T> {
        Value { inner: value, omit: self.omit, at: self.at }
    }

    fn finite<E: ser::Error>(&self, number: f64) -> Result<(), E> {
        if number.is_finite() {
            return Ok(());
        }
        Err(E::custom(format_args!("`{}` is {number}, which JSON cannot hold; use an `Option` for no value", self.at)))
    }
}

macro_rules! pass {
    ($($method:ident($ty:ty);)+) => { $(
        fn $method(self, value: $ty) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        }
    )+ };
}

impl<'p, S: Serializer> Serializer for Stored<'p, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Stored<'p, S::SerializeSeq>;
    type SerializeTuple = Stored<'p, S::SerializeTuple>;
    type SerializeTupleStruct = Stored<'p, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Stored<'p, S::SerializeTupleVariant>;
    type SerializeMap = StoredMap<'p, S::SerializeMap>;
    type SerializeStruct = Stored<'p, S::SerializeStruct>;
    type SerializeStructVariant = Stored<'p, S::SerializeStructVariant>;

    pass! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_i128(i128); serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64);
        serialize_u128(u128); serialize_char(char); serialize_str(&str); serialize_bytes(&[u8]);
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
        let value = self.value(value);
        self.inner.serialize_newtype_struct(name, &value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let value = self.value(value);
        self.inner.serialize_newtype_variant(name, at, variant, &value)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Ok(Stored { inner: self.inner.serialize_seq(len)?, omit: self.omit, at: self.at, stamps: self.stamps })
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        Ok(Stored { inner: self.inner.serialize_tuple(len)?, omit: self.omit, at: self.at, stamps: self.stamps })
    }

    fn serialize_tuple_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeTupleStruct, S::Error> {
        let inner = self.inner.serialize_tuple_struct(name, len)?;
        Ok(Stored { inner, omit: self.omit, at: self.at, stamps: self.stamps })
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let inner = self.inner.serialize_tuple_variant(name, at, variant, len)?;
        Ok(Stored { inner, omit: self.omit, at: self.at, stamps: self.stamps })
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let inner = self.inner.serialize_map(len)?;
        Ok(StoredMap {
            entries: Stored { inner, omit: self.omit, at: self.at, stamps: self.stamps },
            key: String::new(),
            skips: false,
        })
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        let inner = self.inner.serialize_struct(name, len)?;
        Ok(Stored { inner, omit: self.omit, at: self.at, stamps: self.stamps })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let inner = self.inner.serialize_struct_variant(name, at, variant, len)?;
        Ok(Stored { inner, omit: self.omit, at: self.at, stamps: self.stamps })
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! elements {
    ($($compound:ident::$method:ident;)+) => { $(
        impl<S: $compound> $compound for Stored<'_, S> {
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

impl<S: SerializeStruct> SerializeStruct for Stored<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        if self.omit.omits(key) {
            return Ok(());
        }
        if let Some(text) = self.stamps.take_text(key) {
            return self.inner.serialize_field(key, &text);
        }
        let at = At { parent: Some(&self.at), key };
        self.inner.serialize_field(key, &Value { inner: value, omit: self.omit.below(key), at })
    }

    fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
        self.inner.skip_field(key)
    }

    fn end(mut self) -> Result<S::Ok, S::Error> {
        // `skip_serializing_if` leaves an empty timestamp out: it is written all the same.
        while let Some((key, text)) = self.stamps.take_any() {
            self.inner.serialize_field(key, &text)?;
        }
        self.inner.end()
    }
}

impl<S: SerializeStructVariant> SerializeStructVariant for Stored<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        let at = At { parent: Some(&self.at), key };
        self.inner.serialize_field(key, &Value { inner: value, omit: Omit::NONE, at })
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

/// A struct with flattened parts is a map, and so is a map.
struct StoredMap<'p, S> {
    entries: Stored<'p, S>,
    /// The key of the entry being written.
    key: String,
    skips: bool,
}

impl<S: SerializeMap> SerializeMap for StoredMap<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.key.clear();
        // A key that is no text is the inner serializer's to judge; it is in no `Omit`.
        let _ = key.serialize(KeyText(&mut self.key));
        self.skips = self.entries.omit.omits(&self.key);
        if self.skips {
            return Ok(());
        }
        self.entries.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        if self.skips {
            return Ok(());
        }
        if let Some(text) = self.entries.stamps.take_text(&self.key) {
            return self.entries.inner.serialize_value(&text);
        }
        let at = At { parent: Some(&self.entries.at), key: &self.key };
        self.entries.inner.serialize_value(&Value { inner: value, omit: self.entries.omit.below(&self.key), at })
    }

    fn end(mut self) -> Result<S::Ok, S::Error> {
        while let Some((key, text)) = self.entries.stamps.take_any() {
            self.entries.inner.serialize_entry(key, &text)?;
        }
        self.entries.inner.end()
    }
}

/// Copies a key's text.
struct KeyText<'k>(&'k mut String);

/// The key is no text.
#[derive(Debug)]
struct NotText;

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key is no text")
    }
}

impl std::error::Error for NotText {}

impl ser::Error for NotText {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! not_text {
    ($($method:ident($($argument:ty),*);)+) => { $(
        fn $method(self, $(_: $argument),*) -> Result<(), NotText> {
            Err(NotText)
        }
    )+ };
}

macro_rules! no_compound {
    ($($method:ident($($argument:ty),*) -> $compound:ident;)+) => { $(
        fn $method(self, $(_: $argument),*) -> Result<Self::$compound, NotText> {
            Err(NotText)
        }
    )+ };
}

impl Serializer for KeyText<'_> {
    type Ok = ();
    type Error = NotText;
    type SerializeSeq = ser::Impossible<(), NotText>;
    type SerializeTuple = ser::Impossible<(), NotText>;
    type SerializeTupleStruct = ser::Impossible<(), NotText>;
    type SerializeTupleVariant = ser::Impossible<(), NotText>;
    type SerializeMap = ser::Impossible<(), NotText>;
    type SerializeStruct = ser::Impossible<(), NotText>;
    type SerializeStructVariant = ser::Impossible<(), NotText>;

    fn serialize_str(self, text: &str) -> Result<(), NotText> {
        self.0.push_str(text);
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotText> {
        self.0.push_str(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotText> {
        value.serialize(self)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), NotText> {
        fmt::write(self.0, format_args!("{value}")).map_err(ser::Error::custom)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), NotText> {
        Err(NotText)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NotText> {
        Err(NotText)
    }

    not_text! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64); serialize_f32(f32);
        serialize_f64(f64); serialize_char(char); serialize_bytes(&[u8]); serialize_none(); serialize_unit();
        serialize_unit_struct(&'static str);
    }

    no_compound! {
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_map(Option<usize>) -> SerializeMap;
        serialize_struct(&'static str, usize) -> SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }
}
