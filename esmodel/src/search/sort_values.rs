//! Where a page ends and the next begins: the values that a hit was sorted by.

use std::{fmt, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, SeqAccess, Visitor},
    ser::Error as _,
};
use serde_json::{Value, value::RawValue};

use crate::{
    error::{Error, Result, reading},
    query::LEAD,
};

/// The values that a hit was sorted by, exactly as the server wrote them, nulls and long numbers included: where the
/// next page begins ([`Search::after`](super::Search::after)).
///
/// In an API they are a JSON array. They are read from such an array and from text that holds one, so a parameter of
/// a query string may be of this type; there write [`as_json`](Self::as_json), or print them, and encode that as any text.
/// Dates are numbers: milliseconds since 1970, in a `date_nanos` field nanoseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortValues(Box<str>);

impl SortValues {
    pub(in crate::search) fn from_raw(json: &RawValue) -> Self {
        Self(json.get().into())
    }

    /// Reads values back from [`as_json`](Self::as_json), which may have been outside in between.
    ///
    /// # Errors
    /// [`Error::Invalid`] unless it is a JSON array of scalars, at least one.
    pub fn parse(json: &str) -> Result<Self> {
        match reading(json, |json| serde_json::from_str::<Vec<Value>>(json)) {
            Ok(values) if is_cursor(&values) => Ok(Self(json.trim().into())),
            _ => {
                Err(Error::invalid("a search continues after a JSON array of scalars, such as `[1700000000000,\"x\"]`"))
            }
        }
    }

    /// The values as a JSON array.
    pub const fn as_json(&self) -> &str {
        &self.0
    }

    /// The values one by one.
    pub fn values(&self) -> Vec<Value> {
        reading(&self.0, |json| serde_json::from_str(json)).unwrap_or_default()
    }

    /// With the value of a key that stands before those that were asked for.
    pub(in crate::search) fn with_lead(&self) -> Self {
        let rest = self.0.strip_prefix('[').unwrap_or(&self.0);
        Self(format!("[{LEAD},{rest}").into())
    }

    /// Takes that value off.
    pub(in crate::search) fn drop_lead(&mut self) {
        if let Some((_, rest)) = self.0.split_once(',') {
            self.0 = format!("[{}", rest.trim_start()).into();
        }
    }
}

fn is_cursor(values: &[Value]) -> bool {
    !values.is_empty() && !values.iter().any(|value| value.is_array() || value.is_object())
}

/// As [`as_json`](SortValues::as_json).
impl fmt::Display for SortValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As [`parse`](SortValues::parse).
impl FromStr for SortValues {
    type Err = Error;

    fn from_str(json: &str) -> Result<Self> {
        Self::parse(json)
    }
}

impl Serialize for SortValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SortValues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ArrayOrText)
    }
}

struct ArrayOrText;

impl<'de> Visitor<'de> for ArrayOrText {
    type Value = SortValues;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of scalars, or text that holds one")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<SortValues, E> {
        SortValues::parse(text).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<SortValues, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element::<Value>()? {
            values.push(value);
        }
        let json = serde_json::to_string(&values).map_err(A::Error::custom)?;
        SortValues::parse(&json).map_err(A::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const EACH: &str = r#"[null,18446744073709551615,-9223372036854775808,9223372036854775806,0.1,1.7976931348623157e308,"-Infinity","Zürich & \"x\"",true,253402300799999]"#;

    #[test]
    fn values_are_the_same_after_json_after_text_and_inside_of_other_values() {
        let values = SortValues::parse(EACH).unwrap();
        assert_eq!(values.as_json(), EACH);
        let json = serde_json::to_string(&values).unwrap();
        assert_eq!(serde_json::from_str::<SortValues>(&json).unwrap().values(), values.values());
        assert_eq!(serde_json::from_value::<SortValues>(json!(EACH)).unwrap(), values);
        assert_eq!(EACH.parse::<SortValues>().unwrap().to_string(), EACH);
        assert_eq!(values.values(), serde_json::from_str::<Vec<Value>>(EACH).unwrap());
    }

    #[test]
    fn what_is_no_list_of_scalars_is_refused() {
        for text in ["", "[]", "{}", "[[1]]", "[{}]", "1", "[1", "null"] {
            SortValues::parse(text).unwrap_err();
            serde_json::from_value::<SortValues>(json!(text)).unwrap_err();
        }
        serde_json::from_str::<SortValues>("[]").unwrap_err();
    }

    #[test]
    fn a_value_before_the_others_is_put_and_taken_off() {
        let mut values = SortValues::parse(r#"["a,b",2]"#).unwrap().with_lead();
        assert_eq!(values.as_json(), r#"[0,"a,b",2]"#);
        values.drop_lead();
        assert_eq!(values.as_json(), r#"["a,b",2]"#);
    }
}
