//! Messages that are put together while the program is compiled.

use crate::schema::{Param, ParamValue};

/// Room for a message: a name, paths, values and the advice.
const ROOM: usize = 4096;

/// A message in the making.
#[derive(Debug)]
pub struct Message {
    bytes: [u8; ROOM],
    len: usize,
}

impl Message {
    pub(in crate::schema) const fn new() -> Self {
        Self { bytes: [0; ROOM], len: 0 }
    }

    /// [`push`](Self::push), in a chain.
    pub(in crate::schema) const fn text(mut self, text: &str) -> Self {
        self.push(text);
        self
    }

    /// Adds text; what finds no room is cut off.
    pub(super) const fn push(&mut self, text: &str) {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.len < ROOM {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
    }

    /// Adds a number.
    pub(super) const fn number(mut self, number: usize) -> Self {
        self.push_number(number as u64);
        self
    }

    const fn push_number(&mut self, number: u64) {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        if number >= 10 {
            self.push_number(number / 10);
        }
        self.push(DIGITS[(number % 10) as usize]);
    }

    /// Adds a dotted path.
    pub(super) const fn path(mut self, trail: &Trail<'_>) -> Self {
        self.push_path(trail);
        self
    }

    /// [`path`](Self::path), not in a chain.
    pub(super) const fn push_path(&mut self, trail: &Trail<'_>) {
        if let Some(parent) = trail.parent {
            self.push_path(parent);
            if parent.len > 0 && !trail.name.is_empty() {
                self.push(".");
            }
        }
        self.push(trail.name);
    }

    /// Adds a value of a parameter.
    pub(super) const fn push_value(&mut self, value: Option<ParamValue>) {
        match value {
            None => self.push("none"),
            Some(ParamValue::Str(text)) => {
                self.push("`");
                self.push(text);
                self.push("`");
            }
            Some(ParamValue::Bool(truth)) => self.push(if truth { "true" } else { "false" }),
            Some(ParamValue::Int(number)) => {
                if number < 0 {
                    self.push("-");
                }
                self.push_number(number.unsigned_abs());
            }
            Some(ParamValue::Float(number)) => self.push_float(number),
            Some(ParamValue::List(list)) => self.push_list(list),
            Some(ParamValue::Words(words)) => self.push_words(words),
            Some(ParamValue::Map(map)) => self.push_map(map),
        }
    }

    /// Adds a number with up to ten digits behind the point.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "it is small, and no less than nothing"
    )]
    const fn push_float(&mut self, number: f64) {
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        const ALL: u64 = 10_000_000_000;
        if number.abs() >= LARGEST {
            self.push("a number beyond 2^53");
            return;
        }
        self.push(if number < 0.0 { "-" } else { "" });
        let number = number.abs();
        let whole = number as u64;
        let fraction = ((number - whole as f64) * ALL as f64 + 0.5) as u64;
        self.push_number(whole + fraction / ALL);
        self.push(".");
        let (mut rest, mut place) = (fraction % ALL, ALL / 10);
        loop {
            self.push_number(rest / place);
            (rest, place) = (rest % place, place / 10);
            if rest == 0 {
                return;
            }
        }
    }

    const fn push_list(&mut self, list: &[ParamValue]) {
        self.push("[");
        let mut at = 0;
        while at < list.len() {
            self.push(if at > 0 { ", " } else { "" });
            self.push_value(Some(list[at]));
            at += 1;
        }
        self.push("]");
    }

    const fn push_words(&mut self, words: &[&'static str]) {
        self.push("[");
        let mut at = 0;
        while at < words.len() {
            self.push(if at > 0 { ", " } else { "" });
            self.push_value(Some(ParamValue::Str(words[at])));
            at += 1;
        }
        self.push("]");
    }

    const fn push_map(&mut self, map: &[Param]) {
        self.push("{");
        let mut at = 0;
        while at < map.len() {
            self.push(if at > 0 { ", " } else { "" });
            self.push(map[at].key);
            self.push(": ");
            self.push_value(Some(map[at].value));
            at += 1;
        }
        self.push("}");
    }

    /// The text so far.
    pub const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "the schema is wrong, and the message about it has no room",
        }
    }
}

/// The way from the model to a field.
#[derive(Clone, Copy)]
pub(super) struct Trail<'a> {
    parent: Option<&'a Trail<'a>>,
    name: &'a str,
    /// The length of the path, in bytes.
    pub(super) len: usize,
    /// The number of names in it.
    pub(super) depth: usize,
}

impl<'a> Trail<'a> {
    pub(super) const ROOT: Self = Self { parent: None, name: "", len: 0, depth: 0 };

    /// One step down; a flattened struct has no name and makes no step.
    pub(super) const fn to(&'a self, name: &'a str) -> Self {
        if name.is_empty() {
            return Self { parent: Some(self), name, len: self.len, depth: self.depth };
        }
        let dot = if self.len == 0 { 0 } else { 1 };
        Self { parent: Some(self), name, len: self.len + dot + name.len(), depth: self.depth + 1 }
    }
}

/// Ends the evaluation: the only place where a schema's check panics.
#[expect(clippy::panic, reason = "in a const: the message becomes a compile error")]
#[track_caller]
pub(in crate::schema) const fn fail(message: &Message) -> ! {
    panic!("{}", message.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_with_its_fraction() {
        for (number, told) in [
            (0.0, "0.0"),
            (100.0, "100.0"),
            (-12.5, "-12.5"),
            (0.01, "0.01"),
            (0.3, "0.3"),
            (0.999_999_999_999, "1.0"),
            (10.050_000_000_1, "10.0500000001"),
            (1e300, "a number beyond 2^53"),
        ] {
            let mut message = Message::new();
            message.push_value(Some(ParamValue::Float(number)));
            assert_eq!(message.as_str(), told);
        }
    }
}
