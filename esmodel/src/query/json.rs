//! The writer that every query, sort key and aggregation goes through: JSON for one dialect, straight into one buffer.
//!
//! It knows no clause. A value that JSON cannot hold is kept as an error and reported once, when the body is finished.

use std::fmt::Display;

use serde::Serialize;

use crate::{
    dialect::Dialect,
    error::{Error, Result},
};

/// Writes JSON for a server of one [`Dialect`].
///
/// Keys and values are written in order; commas come by themselves. The first mistake wins and is returned by
/// [`finish`](Self::finish), so that writing itself never fails.
#[derive(Debug)]
pub struct JsonWriter {
    out: Vec<u8>,
    dialect: Dialect,
    error: Option<Error>,
}

impl JsonWriter {
    /// An empty buffer with room for a usual body.
    pub fn new(dialect: Dialect) -> Self {
        Self { out: Vec::with_capacity(1024), dialect, error: None }
    }

    /// The server that is written for.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What was written.
    ///
    /// # Errors
    /// The first [`fail`](Self::fail).
    pub fn finish(self) -> Result<Vec<u8>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.out),
        }
    }

    /// Keeps the first error.
    pub fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// An object whose entries `entries` writes.
    pub fn object(&mut self, entries: impl FnOnce(&mut Self)) {
        self.separate();
        self.out.push(b'{');
        entries(self);
        self.out.push(b'}');
    }

    /// An array whose elements `elements` writes.
    pub fn array(&mut self, elements: impl FnOnce(&mut Self)) {
        self.separate();
        self.out.push(b'[');
        elements(self);
        self.out.push(b']');
    }

    /// A key; the next thing written is its value.
    pub fn key(&mut self, key: &str) {
        self.string(key);
        self.out.push(b':');
    }

    /// A key with an object.
    pub fn entry_object(&mut self, key: &str, entries: impl FnOnce(&mut Self)) {
        self.key(key);
        self.object(entries);
    }

    /// A key with an array.
    pub fn entry_array(&mut self, key: &str, elements: impl FnOnce(&mut Self)) {
        self.key(key);
        self.array(elements);
    }

    /// A key with a string.
    pub fn entry_str(&mut self, key: &str, value: &str) {
        self.key(key);
        self.string(value);
    }

    /// A key with a whole number.
    pub fn entry_uint(&mut self, key: &str, value: u64) {
        self.key(key);
        self.scalar(&value);
    }

    /// A key with a truth value.
    pub fn entry_bool(&mut self, key: &str, value: bool) {
        self.key(key);
        self.scalar(&value);
    }

    /// A key with a number, which must be finite.
    pub fn entry_float(&mut self, key: &str, value: f64) {
        self.key(key);
        self.float(value, key);
    }

    /// A string.
    pub fn string(&mut self, value: &str) {
        self.separate();
        let plain = value.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
        if plain {
            self.out.push(b'"');
            self.out.extend_from_slice(value.as_bytes());
            self.out.push(b'"');
        } else {
            self.write(&value, "a string");
        }
    }

    /// A number or a truth value.
    pub fn scalar(&mut self, value: &impl Serialize) {
        self.separate();
        self.write(value, "a number");
    }

    /// A number that must be finite; `what` names it in the error. JSON has no NaN, and null would match something
    /// else.
    pub fn float(&mut self, value: f64, what: &str) {
        self.separate();
        if value.is_finite() {
            self.write(&value, what);
        } else {
            self.out.extend_from_slice(b"null");
            self.fail(Error::encode(what.to_owned(), format!("{value} is not a finite number")));
        }
    }

    /// A decimal fraction of 32 bits, such as a boost, in its shortest form.
    pub fn entry_float32(&mut self, key: &str, value: f32) {
        self.key(key);
        if value.is_finite() {
            self.scalar(&value);
        } else {
            self.float(f64::from(value), key);
        }
    }

    /// JSON that is ready.
    pub fn raw(&mut self, json: &str) {
        self.separate();
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Any value, as serde writes it.
    pub fn value(&mut self, value: &impl Serialize, what: impl Display) {
        self.separate();
        self.write(value, what);
    }

    fn write(&mut self, value: &impl Serialize, what: impl Display) {
        if let Err(source) = serde_json::to_writer(&mut self.out, value) {
            self.fail(Error::encode(what.to_string(), source));
        }
    }

    /// A comma, unless this is the first element or the value of a key. Every value ends in another byte.
    fn separate(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(b',');
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::dialect::{Product, Version};

    pub(crate) const ES: Dialect = Dialect::new(Product::Elasticsearch, Version::new(8, 19, 0));

    /// What `write` writes, for comparison with `json!`.
    pub(crate) fn written(write: impl FnOnce(&mut JsonWriter)) -> serde_json::Value {
        let mut json = JsonWriter::new(ES);
        write(&mut json);
        serde_json::from_slice(&json.finish().unwrap()).unwrap()
    }

    #[test]
    fn commas_come_by_themselves_also_after_text_that_looks_like_json() {
        let value = written(|json| {
            json.object(|json| {
                json.entry_str("a", "{");
                json.entry_array("b", |json| {
                    json.string("[\"\\");
                    json.object(|_| {});
                    json.scalar(&1);
                    json.float(0.5, "x");
                });
                json.entry_bool("c:", true);
            });
        });
        assert_eq!(value, serde_json::json!({"a": "{", "b": ["[\"\\", {}, 1, 0.5], "c:": true}));
    }

    #[test]
    fn a_number_that_is_not_finite_is_an_error_that_names_it() {
        let mut json = JsonWriter::new(ES);
        json.object(|json| json.entry_float("gte", f64::NAN));
        let error = json.finish().unwrap_err();
        assert_eq!(error.to_string(), "cannot encode gte: NaN is not a finite number");
    }
}
