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

    /// Whether the one is the other in a field that keeps `bits` bits of a number.
    #[expect(clippy::cast_precision_loss, reason = "numbers of an attribute")]
    pub(crate) const fn rounds_to(self, deployed: Self, bits: u32) -> bool {
        let (left, right) = match (self, deployed) {
            (Self::Float(left), Self::Float(right)) => (left, right),
            (Self::Float(left), Self::Int(right)) => (left, right as f64),
            (Self::Int(left), Self::Float(right)) => (left as f64, right),
            (Self::Int(left), Self::Int(right)) => (left as f64, right as f64),
            _ => return false,
        };
        (left - right).abs() * (1_u64 << bits) as f64 <= left.abs()
    }

    /// Whether a server may have meant this by `deployed`, in a `const`: what `canonical::is_same` is to JSON.
    #[expect(clippy::cast_precision_loss, reason = "numbers of an attribute")]
    pub(crate) const fn fits(self, deployed: Self) -> bool {
        match (self, deployed) {
            (Self::List(left), Self::List(right)) => each_fits(left, right),
            (Self::Map(left), Self::Map(right)) => all_fit(left, right),
            (Self::Str(place), Self::Map(map)) | (Self::Map(map), Self::Str(place)) => is_place(place, map),
            (Self::Int(number), Self::Str(text)) | (Self::Str(text), Self::Int(number)) => {
                is_number(text.as_bytes(), number as f64)
            }
            (Self::Float(number), Self::Str(text)) | (Self::Str(text), Self::Float(number)) => {
                is_number(text.as_bytes(), number)
            }
            (Self::Bool(truth), Self::Str(text)) | (Self::Str(text), Self::Bool(truth)) => {
                same(text, if truth { "true" } else { "false" })
            }
            (Self::List([one]), other) | (other, Self::List([one])) => one.fits(other),
            (left, right) => left.is(right),
        }
    }
}

const fn each_fits(left: &[ParamValue], right: &[ParamValue]) -> bool {
    let (Some((left, left_rest)), Some((right, right_rest))) = (left.split_first(), right.split_first()) else {
        return left.is_empty() && right.is_empty();
    };
    left.fits(*right) && each_fits(left_rest, right_rest)
}

/// Whether each of the left stands on the right, which may have more.
const fn all_fit(left: &[Param], right: &[Param]) -> bool {
    let Some((first, rest)) = left.split_first() else { return true };
    let fits = match value_of(right, first.key) {
        Some(value) => first.value.fits(value),
        None => false,
    };
    fits && all_fit(rest, right)
}

/// The value of a parameter.
pub(super) const fn value_of(params: &[Param], key: &str) -> Option<ParamValue> {
    let mut rest = params;
    while let Some((first, behind)) = rest.split_first() {
        if same(first.key, key) {
            return Some(first.value);
        }
        rest = behind;
    }
    None
}

/// Whether `lat,lon` is the place of an object, or `x,y` its point.
const fn is_place(place: &str, map: &[Param]) -> bool {
    let (lat, lon) = match (value_of(map, "lat"), value_of(map, "lon"), value_of(map, "x"), value_of(map, "y")) {
        (Some(lat), Some(lon), ..) => (lat, lon),
        (.., Some(x), Some(y)) => (x, y),
        _ => return false,
    };
    let place = place.as_bytes();
    let (mut lat_text, mut rest) = place.split_at(0);
    while let Some((byte, after)) = rest.split_first() {
        if *byte == b',' {
            return is_number_of(lat_text, lat) && is_number_of(after, lon);
        }
        (lat_text, rest) = place.split_at(lat_text.len() + 1);
    }
    false
}

#[expect(clippy::cast_precision_loss, reason = "numbers of an attribute")]
const fn is_number_of(text: &[u8], value: ParamValue) -> bool {
    match value {
        ParamValue::Int(number) => is_number(text, number as f64),
        ParamValue::Float(number) => is_number(text, number),
        _ => false,
    }
}

/// Whether the text is that number, as people write numbers: with a sign and a fraction, and without an exponent.
#[expect(clippy::cast_precision_loss, reason = "numbers of an attribute")]
const fn is_number(text: &[u8], number: f64) -> bool {
    let text = text.trim_ascii();
    let (is_negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (mut whole, mut scale, mut has_point, mut has_digits) = (0_u64, 1_u64, false, false);
    while let Some((byte, after)) = rest.split_first() {
        match *byte {
            b'.' if !has_point => has_point = true,
            digit @ b'0'..=b'9' if whole < 1 << 52 && scale < 1 << 52 => {
                has_digits = true;
                whole = whole * 10 + (digit - b'0') as u64;
                scale = if has_point { scale * 10 } else { scale };
            }
            _ => return false,
        }
        rest = after;
    }
    let value = whole as f64 / scale as f64;
    has_digits && is_near(if is_negative { -value } else { value }, number)
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

#[cfg(test)]
mod tests {
    use super::{
        super::{canonical::is_same, write::value},
        ParamValue::{Bool, Float, Int, List, Map, Str, Words},
        *,
    };

    #[test]
    fn a_value_fits_in_a_const_where_json_is_the_same() {
        const PLACE: &[Param] = &[Param::new("lat", Float(-1.5)), Param::new("lon", Int(2))];
        const MORE: &[Param] =
            &[Param::new("lat", Float(-1.5)), Param::new("lon", Float(2.0)), Param::new("z", Int(1))];
        let values = [
            Str("a"),
            Str("7"),
            Str("-7.50"),
            Str("true"),
            Str("-1.50, 2"),
            Str("-1.5"),
            Str("."),
            Int(7),
            Int(-1),
            Float(7.0),
            Float(-7.5),
            Float(-1.5),
            Bool(true),
            Bool(false),
            List(&[]),
            List(&[Str("a")]),
            List(&[Str("a"), Str("7")]),
            List(&[Map(PLACE)]),
            Words(&["a"]),
            Words(&["a", "7"]),
            Map(&[]),
            Map(PLACE),
            Map(MORE),
        ];
        for (left, right) in values.iter().flat_map(|left| values.iter().map(move |right| (*left, *right))) {
            assert_eq!(left.fits(right), is_same(&value(left), &value(right)), "{left:?} {right:?}");
        }
    }
}
