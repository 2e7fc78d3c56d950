//! Formats of dates: which texts one reads, in a `const` too. Formats are Java's patterns, and the servers' names for some.
//!
//! The table of names has been compared with what Elasticsearch 7.17, 8.19, OpenSearch 2.19 and 3.8 read. It is narrower
//! than they are where they differ from each other, so that a text that is read here is read everywhere.
#![expect(clippy::indexing_slicing, reason = "every index is compared with the length first")]

use super::check::same;

/// The patterns behind the servers' names. Two letters are no letters of Java: `f` is a fraction of one to nine digits,
/// `i` a zone in any form of ISO 8601.
const NAMES: &[(&str, &str)] = &[
    ("date_optional_time", "uuuu[-MM[-dd['T'[HH[:mm[:ss[.f]]]][i]]]]"),
    ("strict_date_optional_time_nanos", "uuuu[-MM[-dd['T'HH:mm:ss[.f][i]]]]"),
    ("iso8601", "uuuu[-MM[-dd['T'[HH[:mm[:ss[.f]]]][i]]]]"),
    ("rfc3339_lenient", "uuuu[-MM[-dd['T'HH:mm[:ss[.f]]i]]]"),
    ("basic_date", "uuuuMMdd"),
    ("basic_date_time", "uuuuMMdd'T'HHmmss.fi"),
    ("basic_date_time_no_millis", "uuuuMMdd'T'HHmmssi"),
    ("basic_ordinal_date", "uuuuDDD"),
    ("basic_ordinal_date_time", "uuuuDDD'T'HHmmss.fi"),
    ("basic_ordinal_date_time_no_millis", "uuuuDDD'T'HHmmssi"),
    ("basic_t_time", "'T'HHmmss.fi"),
    ("basic_t_time_no_millis", "'T'HHmmssi"),
    ("basic_time", "HHmmss.fi"),
    ("basic_time_no_millis", "HHmmssi"),
    ("basic_week_date", "YYYY'W'wwe"),
    ("basic_week_date_time", "YYYY'W'wwe'T'HHmmss.fi"),
    ("basic_week_date_time_no_millis", "YYYY'W'wwe'T'HHmmssi"),
    ("date", "uuuu-MM-dd"),
    ("date_hour", "uuuu-MM-dd'T'HH"),
    ("date_hour_minute", "uuuu-MM-dd'T'HH:mm"),
    ("date_hour_minute_second", "uuuu-MM-dd'T'HH:mm:ss"),
    ("date_hour_minute_second_fraction", "uuuu-MM-dd'T'HH:mm:ss.f"),
    ("date_hour_minute_second_millis", "uuuu-MM-dd'T'HH:mm:ss.SSS"),
    ("date_time", "uuuu-MM-dd'T'HH:mm:ss.fi"),
    ("strict_date_time", "uuuu-MM-dd'T'HH:mm:ss[.f]i"),
    ("date_time_no_millis", "uuuu-MM-dd'T'HH:mm:ssi"),
    ("hour", "HH"),
    ("hour_minute", "HH:mm"),
    ("hour_minute_second", "HH:mm:ss"),
    ("hour_minute_second_fraction", "HH:mm:ss.f"),
    ("hour_minute_second_millis", "HH:mm:ss.SSS"),
    ("ordinal_date", "uuuu-DDD"),
    ("ordinal_date_time", "uuuu-DDD'T'HH:mm:ss.fi"),
    ("ordinal_date_time_no_millis", "uuuu-DDD'T'HH:mm:ssi"),
    ("t_time", "'T'HH:mm:ss.fi"),
    ("t_time_no_millis", "'T'HH:mm:ssi"),
    ("time", "HH:mm:ss.fi"),
    ("time_no_millis", "HH:mm:ssi"),
    ("week_date", "YYYY-'W'ww-e"),
    ("week_date_time", "YYYY-'W'ww-e'T'HH:mm:ss.fi"),
    ("week_date_time_no_millis", "YYYY-'W'ww-e'T'HH:mm:ssi"),
    ("weekyear", "YYYY"),
    ("week_year", "YYYY"),
    ("weekyear_week", "YYYY-'W'ww"),
    ("weekyear_week_day", "YYYY-'W'ww-e"),
    ("year", "uuuu"),
    ("year_month", "uuuu-MM"),
    ("year_month_day", "uuuu-MM-dd"),
];

/// What stands between the alternatives of a format.
const BAR: u8 = b'|';

/// One alternative of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alternative<'f> {
    /// Parts of a date, by Java's letters.
    Pattern(&'f str),
    /// A number of this unit since 1970. Each has so many in a second.
    Epoch {
        /// How many of them are a second.
        per_second: i64,
    },
}

impl<'f> Alternative<'f> {
    /// An alternative, by its name or its letters.
    pub(crate) const fn of(alternative: &'f str) -> Self {
        let name = match alternative.as_bytes() {
            [b's', b't', b'r', b'i', b'c', b't', b'_', ..] => alternative.split_at(7).1,
            _ => alternative,
        };
        let per_second = match name.as_bytes() {
            b"epoch_second" => 1,
            b"epoch_millis" => 1_000,
            b"epoch_micros" => 1_000_000,
            _ => 0,
        };
        if per_second > 0 {
            return Self::Epoch { per_second };
        }
        let mut at = 0;
        let mut lenient = None;
        while at < NAMES.len() {
            if same(NAMES[at].0, alternative) {
                return Self::Pattern(NAMES[at].1);
            }
            if same(NAMES[at].0, name) {
                lenient = Some(NAMES[at].1);
            }
            at += 1;
        }
        match lenient {
            Some(pattern) => Self::Pattern(pattern),
            None => Self::Pattern(alternative),
        }
    }
}

/// The first alternative of a format, and those behind it.
pub(crate) const fn split(format: &str) -> (&str, Option<&str>) {
    let bytes = format.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        if bytes[at] == BAR && bytes[at + 1] == BAR {
            return (format.split_at(at).0, Some(format.split_at(at + 2).1));
        }
        at += 1;
    }
    (format, None)
}

/// The alternatives of a format, in order: a server takes the first that reads a text.
pub(crate) fn alternatives(format: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(format);
    std::iter::from_fn(move || {
        let (first, behind) = split(rest?);
        rest = behind;
        Some(first)
    })
}

/// Whether a format reads the text.
pub(crate) const fn reads(format: &str, text: &str) -> bool {
    let (first, rest) = split(format);
    let is_read = match Alternative::of(first) {
        Alternative::Pattern(pattern) => scan(pattern, text).is_some(),
        Alternative::Epoch { .. } => is_number(text.as_bytes()),
    };
    match rest {
        _ if is_read => true,
        Some(rest) => reads(rest, text),
        None => false,
    }
}

/// Whether a format takes a number for a time since 1970: the first alternative that reads it does.
pub(crate) const fn counts_from_1970(format: &str, number: &str) -> bool {
    let (first, rest) = split(format);
    match (Alternative::of(first), rest) {
        (Alternative::Epoch { .. }, _) => true,
        (Alternative::Pattern(pattern), _) if scan(pattern, number).is_some() => false,
        (Alternative::Pattern(_), Some(rest)) => counts_from_1970(rest, number),
        (Alternative::Pattern(_), None) => false,
    }
}

const fn is_number(text: &[u8]) -> bool {
    let mut at = if matches!(text, [b'-', ..]) { 1 } else { 0 };
    let mut is_number = at < text.len();
    while at < text.len() {
        is_number = is_number && text[at].is_ascii_digit();
        at += 1;
    }
    is_number
}

/// Where a letter of a pattern begins: the letter, and how often it stands there.
pub(crate) const fn run(pattern: &[u8], at: usize) -> (u8, usize) {
    let letter = pattern[at];
    let mut count = 1;
    while at + count < pattern.len() && pattern[at + count] == letter {
        count += 1;
    }
    (letter, count)
}

/// Behind the end of the optional section that begins at `at`.
pub(crate) const fn section_end(pattern: &[u8], at: usize) -> usize {
    let (mut at, mut depth) = (at, 0_usize);
    while at < pattern.len() {
        match pattern[at] {
            b'[' => depth += 1,
            b']' if depth <= 1 => return at + 1,
            b']' => depth -= 1,
            b'\'' => at = quote_end(pattern, at) - 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Behind the quote that begins at `at`.
pub(crate) const fn quote_end(pattern: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while at < pattern.len() && pattern[at] != b'\'' {
        at += 1;
    }
    at + 1
}

/// What a text says, part by part. A part that the pattern lacks is as of 1970-01-01T00:00:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scanned {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) day_of_year: Option<i64>,
    pub(crate) week: Option<i64>,
    pub(crate) day_of_week: i64,
    pub(crate) hour: i64,
    pub(crate) is_afternoon: Option<bool>,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    pub(crate) nanos: i64,
    /// East of Greenwich, in seconds.
    pub(crate) offset: Option<i64>,
}

const NOTHING: Scanned = Scanned {
    year: 1970,
    month: 1,
    day: 1,
    day_of_year: None,
    week: None,
    day_of_week: 1,
    hour: 0,
    is_afternoon: None,
    minute: 0,
    second: 0,
    nanos: 0,
    offset: None,
};

/// Reads a text by a pattern; `None` where it does not fit, or has letters that are not known here.
pub(crate) const fn scan(pattern: &str, text: &str) -> Option<Scanned> {
    scan_on(pattern.as_bytes(), 0, text.as_bytes(), 0, NOTHING)
}

/// The rest of a text by the rest of a pattern.
const fn scan_on(pattern: &[u8], mut p: usize, text: &[u8], mut t: usize, mut found: Scanned) -> Option<Scanned> {
    while p < pattern.len() {
        match pattern[p] {
            b'[' => {
                // With the section, or else without.
                let with = scan_on(pattern, p + 1, text, t, found);
                if with.is_some() {
                    return with;
                }
                p = section_end(pattern, p);
            }
            b']' => p += 1,
            b'\'' => {
                let end = quote_end(pattern, p);
                // Two quotes are one.
                let (mut at, end_of_text) = if end == p + 2 { (p, p + 1) } else { (p + 1, end - 1) };
                while at < end_of_text && at < pattern.len() {
                    if t >= text.len() || text[t] != pattern[at] {
                        return None;
                    }
                    (at, t) = (at + 1, t + 1);
                }
                p = end;
            }
            letter if letter.is_ascii_alphabetic() => {
                let (letter, count) = run(pattern, p);
                match scan_part(letter, count, text, t, &mut found) {
                    Some(next) => t = next,
                    None => return None,
                }
                p += count;
            }
            other => {
                if t >= text.len() || text[t] != other {
                    return None;
                }
                (p, t) = (p + 1, t + 1);
            }
        }
    }
    if t == text.len() { Some(found) } else { None }
}

/// The first letter of a format that is not known here, such as that of a zone's name.
pub(crate) const fn unknown_letter(format: &'static str) -> Option<&'static str> {
    let (first, rest) = split(format);
    if let Alternative::Pattern(pattern) = Alternative::of(first) {
        let bytes = pattern.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'\'' => at = quote_end(bytes, at),
                letter if letter.is_ascii_alphabetic() => {
                    let (letter, count) = run(bytes, at);
                    if !is_known(letter, count) {
                        return Some(pattern.split_at(at).1.split_at(count).0);
                    }
                    at += count;
                }
                _ => at += 1,
            }
        }
    }
    match rest {
        Some(rest) => unknown_letter(rest),
        None => None,
    }
}

const fn is_known(letter: u8, count: usize) -> bool {
    matches!(
        (letter, count),
        (b'y' | b'u' | b'Y' | b'M' | b'L' | b'E', 1..=4)
            | (b'd' | b'H' | b'h' | b'm' | b's' | b'w', 1 | 2)
            | (b'D', 1 | 3)
            | (b'S', 1..=9)
            | (b'X' | b'x', 1..=5)
            | (b'Z', 1 | 2 | 3 | 5)
            | (b'e' | b'a' | b'f' | b'i', 1)
    )
}

/// One part; where the text goes on.
const fn scan_part(letter: u8, count: usize, text: &[u8], t: usize, found: &mut Scanned) -> Option<usize> {
    match letter {
        b'X' | b'x' | b'Z' | b'i' => return scan_zone(letter, count, text, t, found),
        b'a' | b'M' | b'L' | b'E' if letter == b'a' || letter == b'E' || count > 2 => {
            return scan_word(letter, count, text, t, found);
        }
        _ => {}
    }
    let (least, most) = match (letter, count) {
        (b'y' | b'u' | b'Y', 1 | 3 | 4) => (4, 4),
        (b'M' | b'L' | b'd' | b'H' | b'h' | b'm' | b's' | b'w', 1) => (1, 2),
        (b'y' | b'u' | b'Y' | b'M' | b'L' | b'd' | b'H' | b'h' | b'm' | b's' | b'w', 2) => (2, 2),
        (b'D', 1) => (1, 3),
        (b'D', 3) => (3, 3),
        (b'e', 1) => (1, 1),
        (b'f', 1) => (1, 9),
        (b'S', 1..=9) => (count, count),
        _ => return None,
    };
    let mut end = t;
    let mut number = 0;
    while end < text.len() && end - t < most && text[end].is_ascii_digit() {
        number = number * 10 + (text[end] - b'0') as i64;
        end += 1;
    }
    if end - t < least {
        return None;
    }
    match letter {
        b'y' | b'u' | b'Y' => found.year = if count == 2 { 2000 + number } else { number },
        b'M' | b'L' => found.month = number,
        b'd' => found.day = number,
        b'D' => found.day_of_year = Some(number),
        b'w' => found.week = Some(number),
        b'e' => found.day_of_week = number,
        b'H' | b'h' => found.hour = number,
        b'm' => found.minute = number,
        b's' => found.second = number,
        _ => {
            let mut digits = end - t;
            while digits < 9 {
                (number, digits) = (number * 10, digits + 1);
            }
            found.nanos = number;
        }
    }
    Some(end)
}

/// The English months, of which the first three letters are the short form.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English days of a week, of which the first three letters are the short form.
pub(crate) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The name of a month or a day of the week; where the text goes on.
#[expect(clippy::cast_possible_wrap, reason = "a place among twelve, in a const")]
const fn scan_word(letter: u8, count: usize, text: &[u8], t: usize, found: &mut Scanned) -> Option<usize> {
    if letter == b'a' {
        let has_two = count == 1 && t + 1 < text.len() && text[t + 1] == b'M';
        if has_two && (text[t] == b'A' || text[t] == b'P') {
            found.is_afternoon = Some(text[t] == b'P');
            return Some(t + 2);
        }
        return None;
    }
    let words: &[&str] = if letter == b'E' { &WEEKDAYS } else { &MONTHS };
    let mut at = 0;
    while at < words.len() {
        let word = words[at].as_bytes();
        let len = if count == 4 { word.len() } else { 3 };
        let mut same = 0;
        while same < len && t + same < text.len() && text[t + same] == word[same] {
            same += 1;
        }
        if same == len && count <= 4 {
            if letter != b'E' {
                found.month = at as i64 + 1;
            }
            return Some(t + len);
        }
        at += 1;
    }
    None
}

/// A zone: which forms a letter takes is how many letters there are.
const fn scan_zone(letter: u8, count: usize, text: &[u8], t: usize, found: &mut Scanned) -> Option<usize> {
    if t >= text.len() {
        return None;
    }
    if text[t] == b'Z' {
        let takes_z = matches!((letter, count), (b'X', 1..=5) | (b'i', 1) | (b'Z', 5));
        found.offset = Some(0);
        return if takes_z { Some(t + 1) } else { None };
    }
    let sign = match text[t] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let Some(hours) = two_digits(text, t + 1) else { return None };
    let has_colon = t + 3 < text.len() && text[t + 3] == b':';
    let minutes = two_digits(text, if has_colon { t + 4 } else { t + 3 });
    let (end, minutes) = match minutes {
        Some(minutes) if has_colon => (t + 6, minutes),
        Some(minutes) => (t + 5, minutes),
        None => (t + 3, 0),
    };
    let form = end - t;
    // Five letters take seconds too.
    let has_seconds = count == 5 && form == 6 && end < text.len() && text[end] == b':';
    let end = if has_seconds && two_digits(text, end + 1).is_some() { end + 3 } else { end };
    let is_taken = match (letter, count) {
        (b'i', 1) => true,
        (b'X' | b'x', 1) => form == 3 || form == 5,
        (b'X' | b'x', 2 | 4) | (b'Z', 1..=3) => form == 5,
        (b'X' | b'x', 3 | 5) | (b'Z', 5) => form == 6,
        _ => false,
    };
    found.offset = Some(sign * (hours * 3600 + minutes * 60));
    if is_taken { Some(end) } else { None }
}

const fn two_digits(text: &[u8], t: usize) -> Option<i64> {
    if t + 1 < text.len() && text[t].is_ascii_digit() && text[t + 1].is_ascii_digit() {
        return Some((text[t] - b'0') as i64 * 10 + (text[t + 1] - b'0') as i64);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns_read_their_texts() {
        for (format, text) in [
            ("strict_date_optional_time", "2024-02-29"),
            ("strict_date_optional_time", "2024-02-29T10:20:30.123456789+05:30"),
            ("strict_date_optional_time||epoch_millis", "1709202030123"),
            ("basic_date_time", "20240229T102030.5Z"),
            ("strict_date_time", "2024-02-29T10:20:30Z"),
            ("strict_week_date", "2024-W09-4"),
            ("dd.MM.yyyy", "29.02.2024"),
            ("d MMM yyyy, h:mm a", "9 Feb 2024, 1:05 PM"),
            ("yyyy-MM-dd'T'HH:mm:ss.SSSXX", "2024-02-29T10:20:30.123+0530"),
            ("EEEE, d MMMM yyyy", "Thursday, 29 February 2024"),
            ("yyyy-MM-dd['T'HH:mm]", "2024-02-29"),
        ] {
            assert!(reads(format, text), "{format} {text}");
        }
        const { assert!(reads("yyyy-MM-dd", "2024-02-29")) };
    }

    #[test]
    fn what_does_not_fit_is_not_read() {
        for (format, text) in [
            ("dd.MM.yyyy", "2024-02-29"),
            ("yyyy-MM-dd", "2024-02-29T10:20:30Z"),
            ("date_time", "2024-02-29T10:20:30Z"),
            ("strict_date_time_no_millis", "2024-02-29T10:20:30.5Z"),
            ("yyyy-MM-dd'T'HH:mm:ss.SSSX", "2024-02-29T10:20:30.123456Z"),
            ("yyyy-MM-dd'T'HH:mm:ss", "2024-02-29T10:20:30Z"),
            ("yyyy-MM-dd'T'HH:mm:ssX", "2024-02-29T10:20:30+05:30"),
            ("HH:mm", "10:20:30"),
            ("epoch_millis", "2024-02-29"),
            ("yyyy-MM-dd VV", "2024-02-29 Europe/Zurich"),
        ] {
            assert!(!reads(format, text), "{format} {text}");
        }
    }

    #[test]
    fn a_number_counts_from_1970_where_nothing_else_reads_it_first() {
        assert!(counts_from_1970("epoch_second||yyyy", "2024"));
        assert!(counts_from_1970("yyyy-MM-dd||epoch_millis", "2024"));
        assert!(!counts_from_1970("strict_date_optional_time||epoch_millis", "2024"));
        assert!(!counts_from_1970("basic_date||epoch_millis", "20240229"));
        assert!(!counts_from_1970("yyyy-MM-dd", "2024"));
    }
}
