//! A date, a time of day or both, as a value has them; and as a field's format writes them.

mod calendar;
mod pattern;

use std::fmt::{self, Write as _};

use self::calendar::{DAY, civil, days, first_week};
use crate::schema::date_format::{self, Alternative, Scanned};

const SECOND: u32 = 1_000_000_000;

/// Which parts of a date and its time there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    Day,
    Time,
    Both,
}

/// A date, a time of day or both, which a query writes in the format of the field that it asks.
///
/// It is made by [`Scalar::to_date_term`](super::Scalar::to_date_term) of types that are dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Since 1970-01-01T00:00:00, as a clock on the wall shows it.
    seconds: i64,
    nanos: u32,
    /// East of Greenwich, in seconds; none where the value has no zone.
    offset: Option<i32>,
    parts: Parts,
    is_exact: bool,
}

impl Moment {
    /// A day.
    pub fn day(year: i32, month: u32, day: u32) -> Self {
        let seconds = days(year.into(), month.into(), day.into()) * DAY;
        Self { seconds, nanos: 0, offset: None, parts: Parts::Day, is_exact: false }
    }

    /// A time of day. A leap second has more than 999,999,999 `nanos`.
    pub fn time(seconds: u32, nanos: u32) -> Self {
        Self { seconds: seconds.into(), nanos, offset: None, parts: Parts::Time, is_exact: false }
    }

    /// A day and a time of day, without a zone; `seconds` count from 1970-01-01T00:00:00 on the same clock.
    pub fn local(seconds: i64, nanos: u32) -> Self {
        Self { seconds, nanos, offset: None, parts: Parts::Both, is_exact: false }
    }

    /// A point in time: `seconds` since 1970 in UTC, in a zone that is `offset` seconds east of Greenwich.
    pub fn zoned(seconds: i64, nanos: u32, offset: i32) -> Self {
        Self { offset: Some(offset), ..Self::local(seconds.saturating_add(offset.into()), nanos) }
    }

    /// To the nanosecond, for a field that keeps it. Otherwise a moment is cut to the millisecond.
    #[must_use]
    pub fn exact(self) -> Self {
        Self { is_exact: true, ..self }
    }

    /// The point in time of a server's number.
    pub(crate) fn of_millis(millis: i64) -> Self {
        let nanos = u32::try_from(millis.rem_euclid(1000)).unwrap_or(0) * 1_000_000;
        Self::zoned(millis.div_euclid(1000), nanos, 0)
    }

    /// Milliseconds since 1970; of a time of day, since midnight.
    pub(crate) fn millis(self) -> i64 {
        self.utc().saturating_mul(1000).saturating_add(i64::from(self.nanos / 1_000_000))
    }

    fn utc(self) -> i64 {
        self.seconds.saturating_sub(self.offset.unwrap_or(0).into())
    }

    /// Nanoseconds behind the second, as exact as the field keeps them.
    fn kept_nanos(self) -> u32 {
        if self.is_exact { self.nanos } else { self.nanos / 1_000_000 * 1_000_000 }
    }

    /// Why no field can hold the moment; `None` where one can. `date` fields hold years from -9999 to 9999, since not all
    /// servers read longer ones; `date_nanos` fields what fits 63 bits of nanoseconds.
    pub(crate) fn problem(self) -> Option<&'static str> {
        let (year, ..) = civil(self.seconds.div_euclid(DAY));
        if self.nanos >= SECOND {
            return Some("servers have no leap seconds");
        }
        if self.is_exact && self.parts != Parts::Time {
            let last = (9_223_372_036, 854_775_807);
            let this = (self.utc(), self.nanos);
            return (this.0 < 0 || this > last).then_some("a `date_nanos` field holds times from 1970 to 2262-04-11");
        }
        (!(-9999..=9999).contains(&year)).then_some("a date field holds years from -9999 to 9999")
    }

    /// The moment as a field of that format reads it; without a format, as ISO 8601.
    ///
    /// # Errors
    /// Why there is no such text.
    pub(crate) fn written(self, format: Option<&str>) -> Result<String, String> {
        if let Some(problem) = self.problem() {
            return Err(problem.to_owned());
        }
        let Some(format) = format else { return Ok(self.to_string()) };
        let texts = date_format::alternatives(format).filter_map(|alternative| self.by(alternative));
        fullest(texts).ok_or_else(|| {
            format!("the field's format `{format}` does not hold all of it; round it, or compare with what that format holds")
        })
    }

    /// The moment as a document holds it in that format: in the first alternative that holds all of it, or else without what
    /// none of them holds.
    ///
    /// # Errors
    /// Why there is no such text.
    pub(crate) fn stored(self, format: &str) -> Result<String, String> {
        const CUTS: [i64; 4] = [1, 60, 3600, DAY];
        let whole = Self { is_exact: false, ..self };
        if let Some(problem) = whole.problem() {
            return Err(problem.to_owned());
        }
        let in_full = Self { is_exact: !self.nanos.is_multiple_of(1_000_000), ..self };
        let cut = |seconds: &i64| Self { seconds: self.seconds - self.seconds.rem_euclid(*seconds), nanos: 0, ..whole };
        let cuts = [in_full, whole].into_iter().chain(CUTS.iter().map(cut));
        for moment in cuts {
            let whole_number = |alternative, text: &str| {
                matches!(Alternative::of(alternative), Alternative::Pattern(_)) || !text.contains('.')
            };
            let texts = date_format::alternatives(format)
                .filter_map(|alternative| moment.by(alternative).filter(|(text, _)| whole_number(alternative, text)));
            if let Some(text) = fullest(texts) {
                return Ok(text);
            }
        }
        Err(format!("the format `{format}` does not hold such a value"))
    }

    /// Whether a format has numbers.
    pub(crate) fn is_number(format: &str) -> bool {
        date_format::alternatives(format).any(|one| matches!(Alternative::of(one), Alternative::Epoch { .. }))
    }

    /// By one alternative, and whether that is as exact as the field is. `None` where a part would be lost.
    fn by(self, alternative: &str) -> Option<(String, bool)> {
        match Alternative::of(alternative) {
            Alternative::Epoch { per_second } => self.since_1970(per_second).map(|text| (text, true)),
            Alternative::Pattern(pattern) => self.by_pattern(pattern),
        }
    }

    fn since_1970(self, per_second: i64) -> Option<String> {
        let unit = SECOND / u32::try_from(per_second).ok()?;
        let whole = self.utc().checked_mul(per_second)?.checked_add((self.kept_nanos() / unit).into())?;
        let rest = self.kept_nanos() % unit;
        if rest == 0 {
            return Some(whole.to_string());
        }
        let digits = if per_second == 1 { 9 } else { 6 };
        // A fraction goes on from the whole number towards the future, which before 1970 is not what its digits say.
        (whole >= 0 && per_second <= 1000).then(|| {
            let text = format!("{whole}.{rest:0digits$}");
            text.trim_end_matches('0').to_owned()
        })
    }

    /// What a text says by a format.
    pub(crate) fn read(format: &str, text: &str) -> Option<Self> {
        date_format::alternatives(format).find_map(|alternative| match Alternative::of(alternative) {
            Alternative::Epoch { per_second } => {
                let number: i64 = text.parse().ok()?;
                let unit = i64::from(SECOND).checked_div(per_second)?;
                let nanos = u32::try_from(number.rem_euclid(per_second) * unit).ok()?;
                Some(Self::zoned(number.div_euclid(per_second), nanos, 0))
            }
            Alternative::Pattern(pattern) => date_format::scan(pattern, text).map(Self::scanned),
        })
    }

    /// A number by the first alternative of a format; `None` where that is no number.
    pub(crate) fn number(format: Option<&str>, number: i64) -> Option<Self> {
        let (first, _) = date_format::split(format?);
        matches!(Alternative::of(first), Alternative::Epoch { .. })
            .then(|| Self::read(first, &number.to_string()))
            .flatten()
    }

    /// As a number by the first alternative of a format, the other way round.
    pub(crate) fn to_number(self, format: Option<&str>) -> Option<i64> {
        match Alternative::of(date_format::split(format?).0) {
            Alternative::Epoch { per_second } => self
                .utc()
                .checked_mul(per_second)?
                .checked_add(i64::from(self.nanos).checked_mul(per_second)?.checked_div(i64::from(SECOND))?),
            Alternative::Pattern(_) => None,
        }
    }

    fn scanned(found: Scanned) -> Self {
        let day = match (found.day_of_year, found.week) {
            (Some(day), _) => days(found.year, 1, 1) + day - 1,
            (None, Some(week)) => first_week(found.year) + (week - 1) * 7 + found.day_of_week - 1,
            (None, None) => days(found.year, found.month, found.day),
        };
        let hour = match found.is_afternoon {
            Some(is_afternoon) => found.hour % 12 + if is_afternoon { 12 } else { 0 },
            None => found.hour,
        };
        let seconds = day * DAY + hour * 3600 + found.minute * 60 + found.second;
        let offset = found.offset.and_then(|offset| i32::try_from(offset).ok());
        Self { offset, ..Self::local(seconds, u32::try_from(found.nanos).unwrap_or(0)) }
    }

    /// The texts that types of dates read it from, those of most types first.
    pub(crate) fn texts(self) -> impl Iterator<Item = String> {
        let utc = Self { seconds: self.utc(), offset: Some(0), ..self };
        let forms = [
            Self { parts: Parts::Day, offset: None, ..utc },
            Self { offset: None, ..utc },
            Self { parts: Parts::Time, offset: None, ..utc },
        ];
        let apart = |moment: Self, zone: &str| moment.to_string().replacen('T', " ", 1) + zone;
        let local = forms[1];
        let spaced = [" +00:00:00", ""].into_iter().map(move |zone| apart(local, zone));
        std::iter::once(utc.to_string()).chain(forms.into_iter().map(|form| form.to_string())).chain(spaced)
    }
}

/// The first text that is as exact as the field is, or else the first.
fn fullest(texts: impl Iterator<Item = (String, bool)>) -> Option<String> {
    let mut coarser = None;
    for (text, is_full) in texts {
        if is_full {
            return Some(text);
        }
        coarser = coarser.or(Some(text));
    }
    coarser
}

/// As ISO 8601, with three decimals or, where it is exact, nine.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, second) = (self.seconds.div_euclid(DAY), self.seconds.rem_euclid(DAY));
        if self.parts != Parts::Time {
            let (year, month, day) = civil(day);
            match year {
                10_000.. => write!(f, "+{year}")?,
                0.. => write!(f, "{year:04}")?,
                _ => write!(f, "-{:04}", year.unsigned_abs())?,
            }
            write!(f, "-{month:02}-{day:02}")?;
        }
        if self.parts == Parts::Both {
            f.write_char('T')?;
        }
        if self.parts != Parts::Day {
            // A leap second is the sixtieth.
            let leap = i64::from(self.nanos / SECOND);
            write!(f, "{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60 + leap)?;
            let nanos = self.nanos % SECOND;
            if self.is_exact { write!(f, ".{nanos:09}")? } else { write!(f, ".{:03}", nanos / 1_000_000)? }
        }
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_char('Z'),
            Some(offset) => write_offset(f, offset, ":"),
        }
    }
}

fn write_offset(f: &mut impl fmt::Write, offset: i32, between: &str) -> fmt::Result {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    write!(f, "{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Moment {
        Moment::zoned(1_709_202_030, 123_456_789, 0)
    }

    #[test]
    fn a_moment_is_written_in_each_format_and_read_back() {
        for (format, text) in [
            ("strict_date_optional_time", "2024-02-29T10:20:30.123Z"),
            ("yyyy-MM-dd||strict_date_time", "2024-02-29T10:20:30.123Z"),
            ("date_time_no_millis||epoch_millis", "1709202030123"),
            ("epoch_second", "1709202030.123"),
            ("basic_date_time", "20240229T102030.123Z"),
            ("basic_week_date_time", "2024W094T102030.123Z"),
            ("strict_ordinal_date_time", "2024-060T10:20:30.123Z"),
            ("dd.MM.yyyy HH:mm:ss.SSS", "29.02.2024 10:20:30.123"),
            ("EEE, d MMM yyyy HH:mm:ss.SSS Z", "Thu, 29 Feb 2024 10:20:30.123 +0000"),
        ] {
            assert_eq!(noon().written(Some(format)).as_deref(), Ok(text), "{format}");
            if format != "epoch_second" {
                assert_eq!(Moment::read(format, text).unwrap().millis(), noon().millis(), "{format}");
            }
        }
        assert_eq!(noon().exact().written(None).unwrap(), "2024-02-29T10:20:30.123456789Z");
        assert_eq!(noon().exact().written(Some("epoch_millis")).unwrap(), "1709202030123.456789");
        let east = Moment::zoned(1_709_202_030, 0, 19_800);
        assert_eq!(east.written(None).unwrap(), "2024-02-29T15:50:30.000+05:30");
        assert_eq!(east.written(Some("yyyy-MM-dd HH:mm:ss.SSS")).unwrap(), "2024-02-29 10:20:30.000");
        let local = Moment::local(1_709_202_030, 0);
        assert_eq!(local.written(Some("strict_date_optional_time")).unwrap(), "2024-02-29T10:20:30.000");
        assert_eq!(local.written(Some("strict_date_time")).unwrap(), "2024-02-29T10:20:30.000Z");
    }

    #[test]
    fn a_day_is_written_as_a_day_where_the_format_has_one() {
        let day = Moment::day(2024, 2, 29);
        for (format, text) in [
            ("strict_date_optional_time", "2024-02-29"),
            ("strict_date_time||dd.MM.yyyy", "29.02.2024"),
            ("d/M/yy", "29/2/24"),
            ("yyyy-MM-dd'T'HH:mm:ss", "2024-02-29T00:00:00"),
            ("weekyear_week_day", "2024-W09-4"),
            ("epoch_millis", "1709164800000"),
        ] {
            assert_eq!(day.written(Some(format)).as_deref(), Ok(text), "{format}");
        }
        assert_eq!(Moment::day(2021, 1, 3).written(Some("YYYY-'W'ww-e")).as_deref(), Ok("2020-W53-7"));
        assert_eq!(Moment::time(37_230, 0).written(Some("HH:mm:ss")).as_deref(), Ok("10:20:30"));
    }

    #[test]
    fn what_a_format_would_lose_is_no_text() {
        for format in ["yyyy-MM-dd", "yyyy", "yyyy-MM-dd'T'HH:mm", "HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ssX", "VV yyyy"]
        {
            assert!(noon().written(Some(format)).is_err(), "{format}");
        }
        let minute = Moment::zoned(1_709_202_000, 0, 0);
        assert_eq!(minute.written(Some("yyyy-MM-dd'T'HH:mm")).as_deref(), Ok("2024-02-29T10:20"));
        assert!(Moment::day(1950, 1, 1).written(Some("dd.MM.yy")).is_err());
    }

    #[test]
    fn what_no_field_holds_is_no_text() {
        for moment in [
            Moment::day(12_023, 1, 1),
            Moment::day(-262_143, 1, 1),
            Moment::time(86_399, 1_000_000_000),
            Moment::zoned(-1, 0, 0).exact(),
            Moment::zoned(9_223_372_036, 854_775_808, 0).exact(),
            Moment::local(i64::MAX, 0),
        ] {
            assert!(moment.written(None).is_err(), "{moment}");
        }
        assert_eq!(Moment::day(-1, 1, 1).written(None).as_deref(), Ok("-0001-01-01"));
        assert_eq!(Moment::day(12_023, 1, 1).to_string(), "+12023-01-01");
        assert_eq!(Moment::time(86_399, 1_500_000_000).to_string(), "23:59:60.500");
    }
}
