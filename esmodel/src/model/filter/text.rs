//! A serializer that reads what a key or a value says, without writing it.

use std::fmt;

use serde::{Serialize, Serializer, ser};

use crate::model::lazy::MISSING;

/// Whether it is a lazy property that is not loaded.
pub(super) fn is_missing<T: Serialize + ?Sized>(value: &T) -> bool {
    matches!(value.serialize(Text(None)), Ok(Some(MISSING)))
}

/// Copies a text, such as a key's; of a unit struct it yields the name.
pub(super) struct Text<'k>(pub(super) Option<&'k mut String>);

/// It is no text.
#[derive(Debug)]
pub(super) struct NotText;

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is no text")
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
        fn $method(self, $(_: $argument),*) -> Result<Option<&'static str>, NotText> {
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

impl Serializer for Text<'_> {
    type Ok = Option<&'static str>;
    type Error = NotText;
    type SerializeSeq = ser::Impossible<Option<&'static str>, NotText>;
    type SerializeTuple = ser::Impossible<Option<&'static str>, NotText>;
    type SerializeTupleStruct = ser::Impossible<Option<&'static str>, NotText>;
    type SerializeTupleVariant = ser::Impossible<Option<&'static str>, NotText>;
    type SerializeMap = ser::Impossible<Option<&'static str>, NotText>;
    type SerializeStruct = ser::Impossible<Option<&'static str>, NotText>;
    type SerializeStructVariant = ser::Impossible<Option<&'static str>, NotText>;

    fn serialize_str(self, text: &str) -> Result<Option<&'static str>, NotText> {
        if let Some(out) = self.0 {
            out.push_str(text);
        }
        Ok(None)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Option<&'static str>, NotText> {
        if let Some(out) = self.0 {
            out.push_str(variant);
        }
        Ok(None)
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<Option<&'static str>, NotText> {
        Ok(Some(name))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Option<&'static str>, NotText> {
        value.serialize(self)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<Option<&'static str>, NotText> {
        match self.0 {
            Some(out) => fmt::write(out, format_args!("{value}")).map(|()| None).map_err(ser::Error::custom),
            None => Ok(None),
        }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<Option<&'static str>, NotText> {
        Err(NotText)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Option<&'static str>, NotText> {
        Err(NotText)
    }

    not_text! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64); serialize_f32(f32);
        serialize_f64(f64); serialize_char(char); serialize_bytes(&[u8]); serialize_none(); serialize_unit();
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
