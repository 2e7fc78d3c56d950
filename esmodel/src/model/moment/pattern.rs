//! A moment as a pattern of Java's letters writes it.

use std::fmt::Write as _;

use super::{
    Moment, Parts,
    calendar::{DAY, civil, days, weekday},
    write_offset,
};
use crate::schema::date_format::{self, MONTHS, WEEKDAYS};

impl Moment {
    /// By a pattern, and whether that is as exact as the field is. `None` where a part would be lost.
    pub(super) fn by_pattern(self, pattern: &str) -> Option<(String, bool)> {
        let mut writer = Writer::of(self, pattern);
        writer.section(pattern).then_some(())?;
        Some((writer.holds_all()?, writer.out)).map(|(is_full, text)| (text, is_full))
    }
}

/// A moment on its way into a pattern.
struct Writer {
    moment: Moment,
    out: String,
    seen: Seen,
}

/// Which parts are written.
#[expect(clippy::struct_excessive_bools, reason = "the parts of a date and of a time of day, each seen or not")]
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    has_year: bool,
    has_month: bool,
    has_day: bool,
    has_hour: bool,
    has_minute: bool,
    has_second: bool,
    digits: u32,
}

impl Writer {
    /// A zone that the pattern does not have is UTC to a server.
    fn of(moment: Moment, pattern: &str) -> Self {
        let has_zone = outside_of_quotes(pattern).any(|letter| "XxZi".contains(letter));
        let moment = if has_zone { moment } else { Moment { seconds: moment.utc(), offset: None, ..moment } };
        Self { moment, out: String::with_capacity(pattern.len() + 8), seen: Seen::default() }
    }

    /// Writes a pattern, or what stands in brackets; `false` where it has a part that cannot be written.
    fn section(&mut self, pattern: &str) -> bool {
        let bytes = pattern.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'[' => {
                    let end = date_format::section_end(bytes, at);
                    self.optional(pattern.get(at + 1..end.saturating_sub(1)).unwrap_or_default());
                    at = end;
                }
                b'\'' => {
                    let end = date_format::quote_end(bytes, at);
                    let quoted = pattern.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
                    self.out.push_str(if quoted.is_empty() { "'" } else { quoted });
                    at = end;
                }
                letter if letter.is_ascii_alphabetic() => {
                    let (letter, count) = date_format::run(bytes, at);
                    if self.part(letter, count).is_none() {
                        return false;
                    }
                    at += count;
                }
                _ => {
                    let Some(other) = pattern.get(at..).and_then(|rest| rest.chars().next()) else { return false };
                    self.out.push(other);
                    at += other.len_utf8();
                }
            }
        }
        true
    }

    /// Writes what stands in brackets, where the value has the first part in it.
    fn optional(&mut self, pattern: &str) {
        let first = outside_of_quotes(pattern).find(char::is_ascii_alphabetic);
        if first.is_some_and(|first| self.lacks(first)) {
            return;
        }
        let (len, seen) = (self.out.len(), self.seen);
        if !self.section(pattern) {
            self.out.truncate(len);
            self.seen = seen;
        }
    }

    /// Whether the value has no such part.
    fn lacks(&self, letter: char) -> bool {
        match letter {
            'H' | 'h' | 'm' | 's' | 'S' | 'f' | 'a' => self.moment.parts == Parts::Day,
            'X' | 'x' | 'Z' | 'i' => self.moment.offset.is_none(),
            _ => false,
        }
    }

    fn part(&mut self, letter: u8, count: usize) -> Option<()> {
        let Moment { seconds, offset, .. } = self.moment;
        let (day, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (year, month, day_of_month) = civil(day);
        match letter {
            b'y' | b'u' | b'Y' => {
                let year = if letter == b'Y' { civil(day - weekday(day) + 3).0 } else { year };
                self.seen.has_year = true;
                return self.year(letter, count, year);
            }
            b'M' | b'L' | b'w' => self.seen.has_month = true,
            b'd' | b'e' => self.seen.has_day = true,
            b'D' => (self.seen.has_month, self.seen.has_day) = (true, true),
            b'H' | b'h' => self.seen.has_hour = true,
            b'm' => self.seen.has_minute = true,
            b's' => self.seen.has_second = true,
            b'S' | b'f' => return self.fraction(letter, count),
            b'X' | b'x' | b'Z' | b'i' => return self.zone(letter, count, offset.unwrap_or(0)),
            _ => {}
        }
        let word = |words: &[&'static str], at: i64| {
            let word = usize::try_from(at).ok().and_then(|at| words.get(at).copied())?;
            if count == 4 { Some(word) } else { word.get(..3) }
        };
        let text = match (letter, count) {
            (b'M' | b'L', 3 | 4) => Some(word(&MONTHS, month - 1)?),
            (b'E', 1..=4) => Some(word(&WEEKDAYS, weekday(day))?),
            (b'a', 1) => Some(if second < DAY / 2 { "AM" } else { "PM" }),
            _ => None,
        };
        if let Some(text) = text {
            self.out.push_str(text);
            return Some(());
        }
        let number = match (letter, count) {
            (b'M' | b'L', 1 | 2) => month,
            (b'd', 1 | 2) => day_of_month,
            (b'D', 1 | 3) => day - days(year, 1, 1) + 1,
            (b'w', 1 | 2) => {
                let thursday = day - weekday(day) + 3;
                (thursday - days(civil(thursday).0, 1, 1)) / 7 + 1
            }
            (b'e', 1) => weekday(day) + 1,
            (b'H', 1 | 2) => second / 3600,
            (b'h', 1 | 2) => (second / 3600 + 11) % 12 + 1,
            (b'm', 1 | 2) => second / 60 % 60,
            (b's', 1 | 2) => second % 60,
            _ => return None,
        };
        write!(self.out, "{number:0count$}").ok()
    }

    /// Years before the first are of another era to `y`, and have a sign to `u`.
    fn year(&mut self, letter: u8, count: usize, year: i64) -> Option<()> {
        match (letter, count) {
            (_, 2) if (2000..2100).contains(&year) => write!(self.out, "{:02}", year - 2000).ok(),
            (b'u', 4) if year < 0 => write!(self.out, "-{:04}", year.unsigned_abs()).ok(),
            (b'u', 1 | 3 | 4) if (0..=9999).contains(&year) => write!(self.out, "{year:04}").ok(),
            (_, 1 | 3 | 4) if (1..=9999).contains(&year) => write!(self.out, "{year:04}").ok(),
            _ => None,
        }
    }

    fn fraction(&mut self, letter: u8, count: usize) -> Option<()> {
        let nanos = self.moment.kept_nanos();
        let own = if self.moment.is_exact { 9 } else { 3 };
        let digits = if letter == b'f' { own } else { u32::try_from(count).ok()? };
        let unit = 10_u32.checked_pow(9_u32.checked_sub(digits)?)?;
        self.seen.digits = digits;
        let width = usize::try_from(digits).ok()?;
        write!(self.out, "{:0width$}", nanos / unit).ok()
    }

    fn zone(&mut self, letter: u8, count: usize, offset: i32) -> Option<()> {
        let is_zulu = offset == 0 && (letter == b'X' || letter == b'i' || (letter == b'Z' && count == 5));
        if is_zulu {
            self.out.push('Z');
            return Some(());
        }
        let between = match (letter, count) {
            (b'X' | b'x', 3 | 5) | (b'i', _) | (b'Z', 5) => ":",
            (b'X' | b'x', 1 | 2 | 4) | (b'Z', 1..=3) => "",
            _ => return None,
        };
        write_offset(&mut self.out, offset, between).ok()
    }

    /// Whether the text is as exact as the field; `None` where it lost a part that is not zero.
    fn holds_all(&self) -> Option<bool> {
        let Seen { has_year, has_month, has_day, has_hour, has_minute, has_second, digits } = self.seen;
        let second = self.moment.seconds.rem_euclid(DAY);
        let has_date = has_year && has_month && has_day;
        let unit = 10_u32.pow(9_u32.saturating_sub(digits.min(9)));
        let nothing_is_lost = (has_date || self.moment.parts == Parts::Time)
            && (has_hour || second == 0)
            && (has_minute || second % 3600 == 0)
            && (has_second || second % 60 == 0)
            && self.moment.kept_nanos().is_multiple_of(unit);
        let is_full = match self.moment.parts {
            Parts::Day => !has_hour,
            Parts::Time | Parts::Both => {
                has_hour && has_minute && has_second && digits >= if self.moment.is_exact { 9 } else { 3 }
            }
        };
        nothing_is_lost.then_some(is_full)
    }
}

/// The letters of a pattern, without texts in quotes.
fn outside_of_quotes(pattern: &str) -> impl Iterator<Item = char> {
    pattern.split('\'').step_by(2).flat_map(str::chars)
}
