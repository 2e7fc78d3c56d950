//! Variants that another version of the program wrote.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

/// How an enum with data is written; the derive implements it where a variant keeps what is unknown.
pub trait Variants: 'static {
    /// The key of the tag; `None` where the variant's name is the only key.
    const TAG: Option<&'static str>;
    /// The names under which variants are read.
    const KNOWN: &'static [&'static str];
}

/// The name by which the storing filter knows that what it meets is kept as it is.
pub(super) const AS_IT_IS: &str = "$esmodel::UnknownVariant";

/// A variant of `E` that this program does not know, as JSON: the last variant of an enum with data that keeps what others
/// wrote, `#[serde(untagged)] Unknown(UnknownVariant<Self>)`. Saved again, it is what it was.
///
/// A variant that is known and does not fit its type is none of these: reading it stays an error. Numbers beyond 64 bits
/// lose their last digits.
pub struct UnknownVariant<E> {
    json: Value,
    of: PhantomData<fn() -> E>,
}

impl<E> UnknownVariant<E> {
    /// The JSON, with the tag in it.
    pub const fn json(&self) -> &Value {
        &self.json
    }

    /// The JSON, with the tag in it.
    pub fn into_json(self) -> Value {
        self.json
    }
}

impl<E: Variants> UnknownVariant<E> {
    /// The variant's name in JSON.
    pub fn name(&self) -> &str {
        name::<E>(&self.json).unwrap_or_default()
    }
}

fn name<E: Variants>(json: &Value) -> Option<&str> {
    match (E::TAG, json) {
        (Some(tag), json) => json.get(tag)?.as_str(),
        (None, Value::Object(object)) if object.len() == 1 => object.keys().next().map(String::as_str),
        (None, json) => json.as_str(),
    }
}

impl<E> Clone for UnknownVariant<E> {
    fn clone(&self) -> Self {
        Self { json: self.json.clone(), of: PhantomData }
    }
}

impl<E> PartialEq for UnknownVariant<E> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl<E> Eq for UnknownVariant<E> {}

impl<E> fmt::Debug for UnknownVariant<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnknownVariant").field(&self.json).finish()
    }
}

impl<E> Serialize for UnknownVariant<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(AS_IT_IS, &self.json)
    }
}

impl<'de, E: Variants> Deserialize<'de> for UnknownVariant<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        match name::<E>(&json) {
            Some(name) if !E::KNOWN.contains(&name) => Ok(Self { json, of: PhantomData }),
            Some(name) => Err(de::Error::custom(format_args!("the variant `{name}` does not fit its type"))),
            None => Err(de::Error::custom("there is no name of a variant")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Tagged;

    impl Variants for Tagged {
        const TAG: Option<&'static str> = Some("type");
        const KNOWN: &'static [&'static str] = &["card"];
    }

    struct Plain;

    impl Variants for Plain {
        const TAG: Option<&'static str> = None;
        const KNOWN: &'static [&'static str] = &["card"];
    }

    #[test]
    fn only_a_variant_that_is_not_known_is_kept() {
        let kept: UnknownVariant<Tagged> = serde_json::from_value(json!({ "type": "cash", "n": 1.0 })).unwrap();
        assert_eq!((kept.name(), kept.json()), ("cash", &json!({ "type": "cash", "n": 1.0 })));
        assert_eq!(serde_json::to_value(&kept).unwrap(), json!({ "type": "cash", "n": 1.0 }));
        assert!(serde_json::from_value::<UnknownVariant<Tagged>>(json!({ "type": "card", "n": "x" })).is_err());
        assert!(serde_json::from_value::<UnknownVariant<Tagged>>(json!({ "n": 1 })).is_err());
        let kept: UnknownVariant<Plain> = serde_json::from_value(json!({ "cash": { "n": 1 } })).unwrap();
        assert_eq!(kept.name(), "cash");
        assert!(serde_json::from_value::<UnknownVariant<Plain>>(json!({ "card": 1 })).is_err());
        assert!(serde_json::from_value::<UnknownVariant<Plain>>(json!({ "cash": 1, "coin": 2 })).is_err());
    }
}
