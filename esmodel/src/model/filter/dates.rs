//! Dates that no server takes, or that not all take: refused with field and value before anything is sent.
//!
//! The filter does not know which text is a date. So only a text or a number that looks like such a date is looked up in
//! the schema; all others cost a comparison or two.

use std::{
    cell::RefCell,
    fmt::{self, Write as _},
};

use serde::ser;

use super::At;
use crate::{
    model::Moment,
    query::resolve::property_at,
    schema::{Kind, Param, ParamValue, Property},
};

/// What `date_nanos` holds of milliseconds.
const MOST_MILLIS: i64 = 9_223_372_036_854;

/// Whether a number may be a time that a `date_nanos` field cannot hold.
pub(super) const fn is_suspect_number(number: i64) -> bool {
    number < 0 || number > MOST_MILLIS / 1000
}

/// Whether a text may be such a time: before 1971 or after 2261, with a sign before the year, or a leap second.
pub(super) fn is_suspect(text: &[u8]) -> bool {
    match text {
        [b'+' | b'-', digits @ ..] => {
            let count = digits.iter().take_while(|digit| digit.is_ascii_digit()).count();
            count >= 4 && digits.get(count) == Some(&b'-')
        }
        [a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', d @ b'0'..=b'9', b'-', ..] => {
            let year = [a, b, c, d].into_iter().fold(0_u32, |year, digit| year * 10 + u32::from(digit - b'0'));
            !(1971..=2261).contains(&year) || is_leap(text, 16)
        }
        [b'0'..=b'9', b'0'..=b'9', b':', ..] => is_leap(text, 5),
        _ => false,
    }
}

/// Whether the seconds behind that colon are sixty.
fn is_leap(text: &[u8], colon: usize) -> bool {
    text.get(colon..colon + 3) == Some(b":60")
}

/// Refuses a text in a field that cannot hold it.
pub(super) fn check<E: ser::Error>(at: &At<'_>, text: &str) -> Result<(), E> {
    let Some(field) = date_field(at) else { return Ok(()) };
    let problem = match text.as_bytes() {
        [b'+', ..] => Some("a date field holds years from -9999 to 9999"),
        [b'-', digits @ ..] if digits.iter().take_while(|digit| digit.is_ascii_digit()).count() > 4 => {
            Some("a date field holds years from -9999 to 9999")
        }
        [b'-', ..] if field.of_kind() == Kind::DateNanos => Some(OUT_OF_NANOS),
        bytes if is_leap(bytes, 16) || is_leap(bytes, 5) => Some("servers have no leap seconds"),
        _ if field.of_kind() == Kind::DateNanos => {
            let moment = Moment::read("strict_date_optional_time", &text.replacen(' ', "T", 1).replace(' ', ""));
            moment.and_then(|moment| moment.exact().problem())
        }
        _ => None,
    };
    refuse(at, text, problem)
}

const OUT_OF_NANOS: &str = "a `date_nanos` field holds times from 1970 to 2262-04-11";

/// Refuses a number in a field that cannot hold it.
pub(super) fn check_number<E: ser::Error>(at: &At<'_>, number: i64) -> Result<(), E> {
    let Some(field) = date_field(at).filter(|field| field.of_kind() == Kind::DateNanos) else { return Ok(()) };
    let moment = Moment::number(field.date_format().copied(), number);
    refuse(at, number, moment.and_then(|moment| moment.exact().problem()))
}

fn refuse<E: ser::Error>(at: &At<'_>, value: impl fmt::Display, problem: Option<&str>) -> Result<(), E> {
    match problem {
        Some(problem) => Err(E::custom(format_args!("`{at}` is {value}: {problem}"))),
        None => Ok(()),
    }
}

/// The fields of an index that has a date, else none: then nothing is looked up. For a `const` of each model.
pub(in crate::model) const fn dated(fields: &'static [Property]) -> &'static [Property] {
    if has_dates(fields) { fields } else { &[] }
}

const fn has_dates(fields: &[Property]) -> bool {
    let mut rest = fields;
    while let Some((first, behind)) = rest.split_first() {
        if first.of_kind().is_date() || has_dates(first.field_type.properties) {
            return true;
        }
        rest = behind;
    }
    false
}

/// The field, where it holds dates and does not pass over what it cannot read. Of a range, the ends stand below it.
fn date_field(at: &At<'_>) -> Option<&'static Property> {
    if at.fields.is_empty() {
        return None;
    }
    let path = at.to_string();
    let of_range = || path.rsplit_once('.').and_then(|(range, _)| property_at(at.fields, range));
    let field = property_at(at.fields, &path).or_else(of_range)?;
    let is_tolerant = |param: &Param| param.key == "ignore_malformed" && param.value == ParamValue::Bool(true);
    (field.of_kind().is_date() && !field.params.iter().any(is_tolerant)).then_some(field)
}

/// A value that is written as its text, of which the beginning is kept.
pub(super) struct Watched<'v, T: ?Sized> {
    value: &'v T,
    beginning: RefCell<Beginning>,
}

/// As much of a text as says which time it is.
#[derive(Debug, Default)]
struct Beginning {
    bytes: [u8; 32],
    len: usize,
}

impl<'v, T: fmt::Display + ?Sized> Watched<'v, T> {
    pub(super) fn new(value: &'v T) -> Self {
        Self { value, beginning: RefCell::default() }
    }

    /// Refuses what was written, where the field cannot hold it.
    pub(super) fn check<E: ser::Error>(&self, at: &At<'_>) -> Result<(), E> {
        let is_suspect = {
            let beginning = self.beginning.borrow();
            is_suspect(beginning.bytes.get(..beginning.len).unwrap_or_default())
        };
        if is_suspect { check(at, &self.value.to_string()) } else { Ok(()) }
    }
}

impl<T: fmt::Display + ?Sized> fmt::Display for Watched<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        *self.beginning.borrow_mut() = Beginning::default();
        write!(Tee { f, beginning: &self.beginning }, "{}", self.value)
    }
}

struct Tee<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    beginning: &'a RefCell<Beginning>,
}

impl fmt::Write for Tee<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut beginning = self.beginning.borrow_mut();
        let Beginning { bytes, len } = &mut *beginning;
        for (place, byte) in bytes.iter_mut().skip(*len).zip(text.bytes()) {
            *place = byte;
            *len += 1;
        }
        self.f.write_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::is_suspect;

    #[test]
    fn only_what_may_be_out_of_range_is_looked_up() {
        for text in
            ["+12023-01-01", "-0001-01-01T00:00:00Z", "1970-01-01", "2262-01-01", "2016-12-31T23:59:60Z", "23:59:60"]
        {
            assert!(is_suspect(text.as_bytes()), "{text}");
        }
        for text in ["", "Zürich", "+41 44 000", "-5", "2024-02-29T10:20:30Z", "2016", "20240229", "10:20:30", "a-b"] {
            assert!(!is_suspect(text.as_bytes()), "{text}");
        }
    }
}
