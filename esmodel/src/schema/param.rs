//! Parameters of fields, settings of indices: JSON as const data.

/// A key and its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Param {
    /// The server's own word.
    pub key: &'static str,
    /// Its value.
    pub value: ParamValue,
}

/// A JSON value that can stand in a `const`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ParamValue {
    /// A string.
    Str(&'static str),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A list.
    List(&'static [ParamValue]),
    /// An object.
    Map(&'static [Param]),
}

impl Param {
    /// A key and its value.
    pub const fn new(key: &'static str, value: ParamValue) -> Self {
        Self { key, value }
    }
}
