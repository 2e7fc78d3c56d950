//! Parameters of fields, settings of indices: JSON as const data.

use super::check::same;

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
    /// A list of strings.
    Words(&'static [&'static str]),
    /// An object.
    Map(&'static [Param]),
}

impl Param {
    /// A key and its value.
    pub const fn new(key: &'static str, value: ParamValue) -> Self {
        Self { key, value }
    }
}

impl ParamValue {
    /// Equality in a `const`: a list of one is the one, and a number is the same with and without a fraction.
    #[expect(clippy::cast_precision_loss, reason = "numbers of an attribute")]
    pub(crate) const fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Str(left), Self::Str(right)) => same(left, right),
            (Self::Int(left), Self::Int(right)) => left == right,
            (Self::Float(left), Self::Float(right)) => is_near(left, right),
            (Self::Int(whole), Self::Float(number)) | (Self::Float(number), Self::Int(whole)) => {
                is_near(number, whole as f64)
            }
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::List(left), Self::List(right)) => are(left, right),
            (Self::Words(left), Self::Words(right)) => are_words(left, right),
            (Self::Words(words), Self::List(list)) | (Self::List(list), Self::Words(words)) => are_in(words, list),
            (Self::Words([one]), Self::Str(text)) | (Self::Str(text), Self::Words([one])) => same(one, text),
            (Self::Map(left), Self::Map(right)) => left.len() == right.len() && has_all(left, right),
            (Self::List([one]), other) | (other, Self::List([one])) => one.is(other),
            _ => false,
        }
    }

    /// Whether both are of one JSON type; servers may write a value in another one than they were given.
    pub(crate) const fn is_like(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Str(_) | Self::List(_) | Self::Words(_), Self::Str(_) | Self::List(_) | Self::Words(_))
                | (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_))
                | (Self::Bool(_), Self::Bool(_))
        )
    }
}

const fn is_near(left: f64, right: f64) -> bool {
    (left - right).abs() < f64::EPSILON
}

const fn are(left: &[ParamValue], right: &[ParamValue]) -> bool {
    let (Some((left, left_rest)), Some((right, right_rest))) = (left.split_first(), right.split_first()) else {
        return left.is_empty() && right.is_empty();
    };
    left.is(*right) && are(left_rest, right_rest)
}

const fn are_words(left: &[&str], right: &[&str]) -> bool {
    let (Some((left, left_rest)), Some((right, right_rest))) = (left.split_first(), right.split_first()) else {
        return left.is_empty() && right.is_empty();
    };
    same(left, right) && are_words(left_rest, right_rest)
}

const fn are_in(words: &[&str], list: &[ParamValue]) -> bool {
    let (Some((word, words)), Some((value, list))) = (words.split_first(), list.split_first()) else {
        return words.is_empty() && list.is_empty();
    };
    matches!(value, ParamValue::Str(text) if same(word, text)) && are_in(words, list)
}

/// Whether each of the left stands on the right, in any order.
const fn has_all(left: &[Param], right: &[Param]) -> bool {
    let Some((first, rest)) = left.split_first() else { return true };
    has(right, first) && has_all(rest, right)
}

const fn has(params: &[Param], param: &Param) -> bool {
    let Some((first, rest)) = params.split_first() else { return false };
    (same(first.key, param.key) && first.value.is(param.value)) || has(rest, param)
}
