//! Text that servers send: read where it holds half characters, and shown in messages.

use std::fmt::{self, Display, Write as _};

/// Reads JSON that a server sent; where that fails, once more with U+FFFD for escapes that are half a character.
///
/// Servers store such escapes, `\ud83c` without its other half, and give them back in documents, keys, highlights and
/// reasons of errors; no Rust string holds them. Text without them is read once, as it is.
pub(crate) fn reading<R, E>(json: &str, mut read: impl FnMut(&str) -> Result<R, E>) -> Result<R, E> {
    read(json).or_else(|error| match mended(json) {
        Some(mended) => read(&mended),
        None => Err(error),
    })
}

/// The JSON with U+FFFD for escapes that are half a character, each byte at its place as before; `None` where there is no
/// such escape.
pub(crate) fn mended(json: &str) -> Option<String> {
    let mut mended = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(distance) = json.get(at..).and_then(|rest| rest.find('\\')) {
        let escape = at + distance;
        at = match code_unit(json, escape) {
            Some(0xd800..=0xdbff) if matches!(code_unit(json, escape + 6), Some(0xdc00..=0xdfff)) => escape + 12,
            Some(0xd800..=0xdfff) => {
                mended.push_str(json.get(copied..escape)?);
                mended.push_str("\\ufffd");
                copied = escape + 6;
                copied
            }
            Some(_) => escape + 6,
            None => escape + 2,
        };
    }
    if copied == 0 {
        return None;
    }
    mended.push_str(json.get(copied..)?);
    Some(mended)
}

/// The unit of UTF-16 that the escape at that byte stands for.
fn code_unit(json: &str, at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

/// The most characters that one piece of text takes in a message.
const LONGEST: usize = 1000;

/// Something that others wrote, for a message: on one line, without control characters, and cut where it is long.
pub(crate) struct Clean<T>(pub(crate) T);

impl<T: Display> Display for Clean<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cleaner = Cleaner { out: f, left: LONGEST, is_cut: false };
        write!(cleaner, "{}", self.0)?;
        if cleaner.is_cut { f.write_str(" (cut)") } else { Ok(()) }
    }
}

struct Cleaner<'a, 'f> {
    out: &'a mut fmt::Formatter<'f>,
    left: usize,
    is_cut: bool,
}

impl fmt::Write for Cleaner<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if self.left == 0 {
                self.is_cut = true;
                return Ok(());
            }
            self.left -= 1;
            self.out.write_char(match character {
                '\n' | '\r' | '\t' => ' ',
                control if control.is_control() => char::REPLACEMENT_CHARACTER,
                other => other,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn half_characters_are_mended_and_nothing_else_is() {
        for (json, expected) in [
            (r#""\ud83c""#, Some(r#""\ufffd""#)),
            (
                r#"{"a\uDC00":"x\uD83C\u0041","b":"\ud83c\ud83c\udf08"}"#,
                Some(r#"{"a\ufffd":"x\ufffd\u0041","b":"\ufffd\ud83c\udf08"}"#),
            ),
            (r#""\ud83c\n\\ud83c""#, Some(r#""\ufffd\n\\ud83c""#)),
            (r#""\\ud83c""#, None),
            (r#""\ud83c\udf08 ü \u00fc \"""#, None),
            ("", None),
            (r#""\"#, None),
            (r#""\ud8"#, None),
        ] {
            assert_eq!(mended(json).as_deref(), expected, "{json}");
            assert!(mended(json).is_none_or(|mended| mended.len() == json.len()));
        }
    }

    #[test]
    fn what_is_whole_is_read_once_and_what_is_not_twice() {
        for (json, times) in [(r#""\ud83c\udf08""#, 1), (r#""\ud83c""#, 2), ("nonsense", 1)] {
            let mut read = 0;
            let outcome = reading(json, |json| {
                read += 1;
                serde_json::from_str::<Value>(json)
            });
            assert_eq!((read, outcome.is_ok()), (times, json.starts_with('"')), "{json}");
        }
    }

    #[test]
    fn what_others_wrote_is_shown_on_one_line_and_cut() {
        assert_eq!(Clean("a\r\nb\u{1b}[31m\u{7f}").to_string(), "a  b\u{fffd}[31m\u{fffd}");
        let shown = Clean("ü".repeat(40_000)).to_string();
        assert_eq!(shown.chars().count(), LONGEST + " (cut)".len());
        assert_eq!(Clean("ü".repeat(LONGEST)).to_string(), "ü".repeat(LONGEST));
    }
}
