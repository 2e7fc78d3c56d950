//! Values in queries: one scalar, small strings without an allocation, and what may be passed as one.

use std::borrow::Cow;

use super::{date_math::DateMath, json::JsonWriter, node::At};
use crate::{
    error::Error,
    model::{Moment, Scalar, Term},
    schema::{Kind, kind},
};

/// One scalar in a query. Text of up to 22 bytes is kept in place.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal(Repr);

#[derive(Debug, Clone, PartialEq)]
enum Repr {
    Short { len: u8, bytes: [u8; SHORT] },
    Static(&'static str),
    Long(Box<str>),
    Int(i64),
    UInt(u64),
    Float(f64),
    Bool(bool),
    Date(Box<Moment>),
}

const SHORT: usize = 22;

impl Literal {
    /// Text.
    pub(crate) fn text(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(len)) => {
                place.copy_from_slice(text.as_bytes());
                Self(Repr::Short { len, bytes })
            }
            _ => Self(Repr::Long(text.into())),
        }
    }

    /// Text of the program.
    pub(crate) const fn fixed(text: &'static str) -> Self {
        Self(Repr::Static(text))
    }

    /// Text that is owned already.
    pub(crate) fn owned(text: String) -> Self {
        if text.len() <= SHORT { Self::text(&text) } else { Self(Repr::Long(text.into_boxed_str())) }
    }

    /// The text; `None` for other scalars.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Repr::Short { len, bytes } => std::str::from_utf8(bytes.get(..usize::from(*len))?).ok(),
            Repr::Static(text) => Some(text),
            Repr::Long(text) => Some(text),
            _ => None,
        }
    }

    /// Writes it as the field at `at` reads it.
    pub(crate) fn write_at(&self, json: &mut JsonWriter, at: At) {
        self.write_in(json, at.path, at.format());
    }

    /// Writes it; `path` names the field of a number that is not finite.
    pub(crate) fn write(&self, json: &mut JsonWriter, path: &str) {
        self.write_in(json, path, None);
    }

    /// Writes it, a date in that format; without one, as ISO 8601.
    pub(crate) fn write_in(&self, json: &mut JsonWriter, path: &str, format: Option<&str>) {
        match &self.0 {
            Repr::Date(moment) => match moment.written(format) {
                Ok(text) => json.string(&text),
                Err(problem) => {
                    json.string("");
                    json.fail(Error::invalid(format!("`{path}` cannot be compared with {moment}: {problem}")));
                }
            },
            Repr::Short { .. } | Repr::Static(_) | Repr::Long(_) => json.string(self.as_str().unwrap_or_default()),
            // Elasticsearch 8.19 takes a JSON number for milliseconds whatever the format says, and text by the format.
            Repr::Int(value) if format.is_some() => json.string(&value.to_string()),
            Repr::UInt(value) if format.is_some() => json.string(&value.to_string()),
            Repr::Int(value) => json.scalar(value),
            Repr::UInt(value) => json.scalar(value),
            Repr::Float(value) => json.float(*value, path),
            Repr::Bool(value) => json.scalar(value),
        }
    }

    /// Writes a date in milliseconds since 1970, whatever the format; anything else as it is.
    pub(crate) fn write_millis(&self, json: &mut JsonWriter, at: At) {
        let millis = match &self.0 {
            Repr::Date(moment) if moment.written(None).is_ok() => Some(moment.millis()),
            Repr::Int(number) => Moment::number(at.format(), *number).map(Moment::millis),
            Repr::UInt(number) => {
                i64::try_from(*number).ok().and_then(|number| Moment::number(at.format(), number)).map(Moment::millis)
            }
            _ => None,
        };
        match millis {
            Some(millis) => json.scalar(&millis),
            None => self.write_at(json, at),
        }
    }
}

impl From<Term> for Literal {
    fn from(term: Term) -> Self {
        match term {
            Term::Str(Cow::Borrowed(text)) => Self(Repr::Static(text)),
            Term::Str(Cow::Owned(text)) => Self::owned(text),
            Term::Int(value) => Self(Repr::Int(value)),
            Term::UInt(value) => Self(Repr::UInt(value)),
            Term::Float(value) => Self(Repr::Float(value)),
            Term::Bool(value) => Self(Repr::Bool(value)),
            Term::Date(moment) => Self(Repr::Date(Box::new(moment))),
        }
    }
}

/// What a field of kind `K` that holds values of type `V` may be compared with: a `V`, a `&V`, text for a `String`,
/// and [`DateMath`] where the kind is a date.
///
/// There is exactly one integer among the possibilities for each `V`, so that `f.age().gte(30)` needs no suffix.
#[diagnostic::on_unimplemented(
    message = "a field that holds `{V}` cannot be compared with `{Self}`",
    label = "expected a `{V}`",
    note = "dates are also compared with `date_math!(\"now-30d\")`"
)]
pub trait IntoTerm<K, V: ?Sized> {
    /// The value as it stands in a query.
    #[doc(hidden)]
    fn into_literal(self) -> Literal;
}

impl<K: TermKind, S: Scalar> IntoTerm<K, S> for S {
    fn into_literal(self) -> Literal {
        literal::<K, S>(&self)
    }
}

impl<K: TermKind, S: Scalar> IntoTerm<K, S> for &S {
    fn into_literal(self) -> Literal {
        literal::<K, S>(self)
    }
}

/// A scalar as a kind has it in queries.
pub(super) fn literal<K: TermKind, S: Scalar>(value: &S) -> Literal {
    match K::TIMES {
        Times::None => value.to_term(),
        Times::Millis => value.to_date_term(),
        Times::Nanos => value.to_nanos_term(),
    }
    .into()
}

/// A kind of field, or `()` where none is known.
pub trait TermKind {
    /// Whether values are points in time.
    #[doc(hidden)]
    const TIMES: Times;
}

/// How exactly a kind keeps points in time.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Times {
    /// It keeps none.
    None,
    /// To the millisecond.
    Millis,
    /// To the nanosecond.
    Nanos,
}

impl<K: kind::KindMarker> TermKind for K {
    const TIMES: Times = match K::KIND {
        Kind::Date | Kind::DateRange => Times::Millis,
        Kind::DateNanos => Times::Nanos,
        _ => Times::None,
    };
}

impl TermKind for () {
    const TIMES: Times = Times::None;
}

impl<K> IntoTerm<K, String> for &str {
    fn into_literal(self) -> Literal {
        Literal::text(self)
    }
}

impl<K> IntoTerm<K, String> for Cow<'_, str> {
    fn into_literal(self) -> Literal {
        Literal::text(&self)
    }
}

/// Text in a date field is a date that the user writes; so it is compared with dates as well.
macro_rules! dates_of_texts {
    ($($(#[$gate:meta])? [$($generics:tt)*] $date:ty;)+) => { $(
        $(#[$gate])?
        impl<$($generics)*> IntoTerm<kind::Date, String> for $date {
            fn into_literal(self) -> Literal {
                literal::<kind::Date, Self>(&self)
            }
        }

        $(#[$gate])?
        impl<$($generics)*> IntoTerm<kind::DateNanos, String> for $date {
            fn into_literal(self) -> Literal {
                literal::<kind::DateNanos, Self>(&self)
            }
        }
    )+ };
}
dates_of_texts! {
    #[cfg(feature = "chrono")] [] chrono::NaiveDate;
    #[cfg(feature = "chrono")] [] chrono::NaiveDateTime;
    #[cfg(feature = "chrono")] [] chrono::NaiveTime;
    #[cfg(feature = "chrono")] [Tz: chrono::TimeZone<Offset: std::fmt::Display> + 'static] chrono::DateTime<Tz>;
    #[cfg(feature = "jiff")] [] jiff::Timestamp;
    #[cfg(feature = "jiff")] [] jiff::civil::Date;
    #[cfg(feature = "jiff")] [] jiff::civil::DateTime;
    #[cfg(feature = "jiff")] [] jiff::civil::Time;
    #[cfg(feature = "time")] [] time::OffsetDateTime;
    #[cfg(feature = "time")] [] time::UtcDateTime;
    #[cfg(feature = "time")] [] time::PrimitiveDateTime;
    #[cfg(feature = "time")] [] time::Date;
    #[cfg(feature = "time")] [] time::Time;
}

macro_rules! date_math {
    ($($kind:ident),+) => { $(
        impl<V: ?Sized> IntoTerm<kind::$kind, V> for DateMath {
            fn into_literal(self) -> Literal {
                self.literal()
            }
        }
    )+ };
}
date_math!(Date, DateNanos, DateRange);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_small_and_keeps_short_text_in_place() {
        assert_eq!(size_of::<Literal>(), 24);
        assert!(matches!(Literal::text("Zürich, twenty-two b").0, Repr::Short { .. }));
        assert_eq!(Literal::text("Zürich").as_str(), Some("Zürich"));
        assert!(matches!(Literal::text(&"x".repeat(23)).0, Repr::Long(_)));
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn points_in_time_have_milliseconds_in_a_date_field_and_are_as_stored_elsewhere() {
        fn text<K: TermKind, S: Scalar>(value: S) -> String {
            let mut json = JsonWriter::new(crate::query::json::tests::ES);
            IntoTerm::<K, S>::into_literal(value).write(&mut json, "at");
            serde_json::from_slice(&json.finish().unwrap()).unwrap()
        }
        let time: chrono::DateTime<chrono::Utc> = "2020-01-15T10:00:00Z".parse().unwrap();
        assert_eq!(text::<kind::Date, _>(time), "2020-01-15T10:00:00.000Z");
        assert_eq!(text::<kind::Keyword, _>(time), "2020-01-15T10:00:00Z");
        let east = chrono::DateTime::parse_from_rfc3339("2020-01-15T10:00:00.1234+05:00").unwrap();
        assert_eq!(text::<kind::Date, _>(east), "2020-01-15T10:00:00.123+05:00");
        assert_eq!(text::<kind::Date, _>(time.naive_utc()), "2020-01-15T10:00:00.000");
        assert_eq!(text::<kind::Date, _>(time.time()), "10:00:00.000");
        // A day is meant as a whole.
        assert_eq!(text::<kind::Date, _>(time.date_naive()), "2020-01-15");
    }
}
