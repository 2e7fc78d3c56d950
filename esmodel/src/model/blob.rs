//! Bytes, which an index holds as base64.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{EsField, Holds};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Kind, kind},
};

/// Bytes, for a `binary` field: stored as base64 with padding, kept and not searchable.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Blob(pub Vec<u8>);

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Blob {
    /// The base64 text.
    pub fn to_base64(&self) -> String {
        let mut text = String::with_capacity(self.0.len().div_ceil(3) * 4);
        for chunk in self.0.chunks(3) {
            let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for at in 0..4 {
                let letter = LETTERS.get((bits >> (18 - 6 * at) & 63) as usize).copied();
                text.push(if at <= chunk.len() { letter.map_or('=', char::from) } else { '=' });
            }
        }
        text
    }

    /// The bytes of a base64 text, with or without its padding; the alphabet for URLs is read too.
    pub fn from_base64(text: &str) -> Option<Self> {
        let text = text.trim_end_matches('=');
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
        for chunk in text.as_bytes().chunks(4) {
            if chunk.len() == 1 {
                return None;
            }
            let mut bits = 0_u32;
            for at in 0..4 {
                bits = bits << 6 | chunk.get(at).map_or(Some(0), |letter| value(*letter))?;
            }
            bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(chunk.len() - 1));
        }
        Some(Self(bytes))
    }
}

fn value(letter: u8) -> Option<u32> {
    Some(match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        b'a'..=b'z' => u32::from(letter - b'a') + 26,
        b'0'..=b'9' => u32::from(letter - b'0') + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

impl Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// How many bytes; they may be many, and secret.
impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_base64())
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Blob;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64 text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Blob, E> {
                Blob::from_base64(text).ok_or_else(|| E::custom("this is no base64 text"))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

impl EsField for Blob {
    const TYPE: FieldType = FieldType::scalar(Kind::Binary);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Binary, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl Holds<kind::Binary> for Blob {
    type Value = Self;
}

impl Holds<kind::Hll> for Blob {
    type Value = Self;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_4648_hold() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let blob = Blob(bytes.as_bytes().to_vec());
            assert_eq!(blob.to_base64(), text);
            assert_eq!(Blob::from_base64(text), Some(blob.clone()));
            assert_eq!(Blob::from_base64(text.trim_end_matches('=')), Some(blob));
        }
    }

    #[test]
    fn every_byte_at_every_place_reads_back() {
        for len in 0..=257_usize {
            let blob = Blob((0..len).map(|at| u8::try_from(at * 7 % 256).unwrap()).collect());
            assert_eq!(Blob::from_base64(&blob.to_base64()), Some(blob));
        }
        assert_eq!(Blob::from_base64("-_8"), Blob::from_base64("+/8="));
        for wrong in ["A", "AAAAA", "Zm 9", "Zm9v\n", "=Zg="] {
            assert_eq!(Blob::from_base64(wrong), None, "{wrong}");
        }
    }
}
