//! Dates that are written in a format of one's own: the type says it, to serde and to the mapping.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned, IntoDeserializer, value::StrDeserializer},
    ser,
};

use super::{EsField, Holds, Millis, Moment, RangeBound, Scalar, Stamp, Term, stamp};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Param, ParamValue, Written, kind},
};

/// A format of dates. [`date_format!`](crate::date_format!) declares one, and [`formats`](super::formats) has the servers'
/// named ones.
pub trait DateFormat: 'static {
    /// The format: a name of the servers or a pattern of Java's letters, or several alternatives with `||` between them.
    const FORMAT: &'static str;
    /// What the mapping says.
    #[doc(hidden)]
    const PARAMS: &'static [Param] = &[Param::new("format", ParamValue::Str(Self::FORMAT))];
}

/// Declares a format of dates, for [`Formatted`](crate::model::Formatted): `date_format!(pub Swiss = "dd.MM.yyyy")`. Of
/// several alternatives, documents are written in the first that holds the whole value. A letter that esmodel cannot write
/// does not compile.
///
/// ```
/// use chrono::NaiveDate;
/// use esmodel::{model::Formatted, prelude::*};
///
/// esmodel::date_format! {
///     /// As it is written in Switzerland.
///     pub Swiss = "dd.MM.yyyy"
/// }
///
/// #[derive(Serialize, Deserialize, EsModel)]
/// struct Person {
///     #[es(id)]
///     id: u32,
///     born: Formatted<NaiveDate, Swiss>,
/// }
///
/// let day = NaiveDate::from_ymd_opt(1990, 12, 31).unwrap();
/// let person = Person { id: 1, born: day.into() };
/// assert_eq!(serde_json::to_value(&person).unwrap()["born"], "31.12.1990");
/// let query = Person::fields().born().eq(day);
/// # let _ = query;
/// ```
/// ```compile_fail
/// esmodel::date_format!(pub InZone = "yyyy-MM-dd VV"); // the name of a zone
/// ```
#[macro_export]
macro_rules! date_format {
    ($(#[$meta:meta])* $vis:vis $name:ident = $format:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $name {}

        impl $crate::model::DateFormat for $name {
            const FORMAT: &'static str = $format;
        }

        const _: () = $crate::__private::check::declared_format($format);
    };
}

/// A date that is written in the format `F`: `Formatted<NaiveDate, formats::BasicDate>`. The field is a `date` with that
/// format, and its queries take a `T`. `T` is a type of dates of chrono, jiff or time.
///
/// Made by `.into()` or [`new`](Self::new), and read through [`Deref`]. Where the format lacks a part that `T` has, the part
/// is cut off when the value is written, and zero when it is read; a zone that the format lacks is UTC.
pub struct Formatted<T, F> {
    value: T,
    format: PhantomData<fn() -> F>,
}

impl<T, F> Formatted<T, F> {
    /// The value, to be written in that format.
    pub const fn new(value: T) -> Self {
        Self { value, format: PhantomData }
    }

    /// The value.
    pub fn into_inner(this: Self) -> T {
        this.value
    }
}

impl<T, F> From<T> for Formatted<T, F> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T, F> Deref for Formatted<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T, F> DerefMut for Formatted<T, F> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Clone, F> Clone for Formatted<T, F> {
    fn clone(&self) -> Self {
        Self::new(self.value.clone())
    }
}

impl<T: Copy, F> Copy for Formatted<T, F> {}

impl<T: fmt::Debug, F> fmt::Debug for Formatted<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq, F> PartialEq for Formatted<T, F> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq, F> Eq for Formatted<T, F> {}

impl<T: PartialOrd, F> PartialOrd for Formatted<T, F> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord, F> Ord for Formatted<T, F> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash, F> Hash for Formatted<T, F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T: Scalar, F: DateFormat> Serialize for Formatted<T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Term::Date(moment) = self.value.to_date_term() else {
            return Err(ser::Error::custom("only dates are written in a format"));
        };
        let text = moment.stored(F::FORMAT).map_err(ser::Error::custom)?;
        match text.parse::<i64>() {
            Ok(number) if Moment::is_number(F::FORMAT) => serializer.serialize_i64(number),
            _ => serializer.serialize_str(&text),
        }
    }
}

impl<'de, T: DeserializeOwned, F: DateFormat> Deserialize<'de> for Formatted<T, F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T, F>(PhantomData<fn() -> (T, F)>);

        impl<T: DeserializeOwned, F: DateFormat> de::Visitor<'_> for Visitor<T, F> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a date in the format `{}`", F::FORMAT)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
                let moment = Moment::read(F::FORMAT, text);
                let moment = moment.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))?;
                let mut problem = None;
                for text in moment.exact().texts() {
                    let text: StrDeserializer<'_, E> = text.as_str().into_deserializer();
                    match T::deserialize(text) {
                        Ok(value) => return Ok(value),
                        Err(error) => problem = problem.or(Some(error)),
                    }
                }
                Err(problem.unwrap_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self)))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
                self.visit_str(&number.to_string())
            }
        }

        deserializer.deserialize_any(Visitor::<T, F>(PhantomData)).map(Self::new)
    }
}

impl<T: Scalar, F: DateFormat> EsField for Formatted<T, F> {
    const TYPE: FieldType = <Self as Holds<kind::Date>>::TYPE;
    type Value = T;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Date, T>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

macro_rules! holds {
    ($($kind:ident),+) => { $(
        impl<T: Scalar, F: DateFormat> Holds<kind::$kind> for Formatted<T, F> {
            type Value = T;
            const PARAMS: &'static [Param] = F::PARAMS;
            const WRITTEN: Written = Written::In(F::FORMAT);
        }
    )+ };
}
holds!(Date, DateNanos);

impl<T: Scalar, F: DateFormat> Scalar for Formatted<T, F> {
    type Kind = kind::Date;

    fn to_term(&self) -> Term {
        self.value.to_date_term()
    }

    fn to_date_term(&self) -> Term {
        self.value.to_date_term()
    }
}

impl<T: RangeBound, F: DateFormat> RangeBound for Formatted<T, F> {
    type Ranges = kind::DateRange;
}

impl<T, F> stamp::sealed::Sealed for Formatted<T, F> {}

impl<T: Stamp, F: DateFormat> Stamp for Formatted<T, F> {
    fn from_millis(millis: Millis) -> Self {
        Self::new(T::from_millis(millis))
    }

    fn to_text(millis: Millis) -> String {
        Moment::of_millis(millis.0).stored(F::FORMAT).unwrap_or_else(|_| millis.to_string())
    }
}

/// The servers' named formats, for [`Formatted`]: those that write a date in full, or a time of day. Formats with weeks are
/// left out, since OpenSearch stores such dates and then refuses to compare them.
pub mod formats {
    macro_rules! named {
        ($($name:ident = $format:literal, $sample:literal;)+) => { $(
            crate::date_format! {
                #[doc = concat!("`", $format, "`: ", $sample, ".")]
                pub $name = $format
            }
        )+ };
    }
    named! {
        EpochMillis = "epoch_millis", "milliseconds since 1970, as a number";
        EpochSecond = "epoch_second", "seconds since 1970, as a number";
        OptionalTime = "strict_date_optional_time", "`2024-02-29T10:20:30.123Z`, or the day alone";
        BasicDate = "basic_date", "`20240229`";
        BasicDateTime = "basic_date_time", "`20240229T102030.123Z`";
        BasicDateTimeNoMillis = "basic_date_time_no_millis", "`20240229T102030Z`";
        BasicOrdinalDate = "basic_ordinal_date", "`2024060`";
        Date = "strict_date", "`2024-02-29`";
        DateHour = "strict_date_hour", "`2024-02-29T10`";
        DateHourMinute = "strict_date_hour_minute", "`2024-02-29T10:20`";
        DateHourMinuteSecond = "strict_date_hour_minute_second", "`2024-02-29T10:20:30`";
        DateHourMinuteSecondMillis = "date_hour_minute_second_millis", "`2024-02-29T10:20:30.123`";
        DateTime = "date_time", "`2024-02-29T10:20:30.123Z`";
        DateTimeNoMillis = "strict_date_time_no_millis", "`2024-02-29T10:20:30Z`";
        HourMinute = "strict_hour_minute", "`10:20`";
        HourMinuteSecond = "strict_hour_minute_second", "`10:20:30`";
        HourMinuteSecondMillis = "hour_minute_second_millis", "`10:20:30.123`";
        OrdinalDate = "strict_ordinal_date", "`2024-060`";
    }
}

#[cfg(all(test, feature = "chrono"))]
#[expect(clippy::unwrap_used, reason = "a test that fails may panic; the lint does not reach helpers")]
mod tests {
    use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
    use serde_json::{Value, from_value, json, to_value};

    use super::{formats::*, *};

    crate::date_format!(Swiss = "dd.MM.yyyy");
    crate::date_format!(Either = "yyyy-MM-dd||yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    #[track_caller]
    fn is_written<T, F>(value: T, text: Value)
    where
        T: Scalar + Copy + PartialEq + fmt::Debug + DeserializeOwned,
        F: DateFormat,
    {
        let formatted = Formatted::<T, F>::new(value);
        assert_eq!(to_value(formatted).unwrap(), text);
        assert_eq!(*from_value::<Formatted<T, F>>(text).unwrap(), value);
    }

    #[test]
    fn values_are_written_and_read_in_the_format() {
        let time: DateTime<Utc> = "2024-02-29T10:20:30.123Z".parse().unwrap();
        let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        is_written::<_, Swiss>(day, json!("29.02.2024"));
        is_written::<_, BasicDate>(day, json!("20240229"));
        is_written::<_, OrdinalDate>(day, json!("2024-060"));
        is_written::<_, EpochMillis>(time, json!(1_709_202_030_123_i64));
        is_written::<_, EpochMillis>(DateTime::from_timestamp_millis(-1).unwrap(), json!(-1));
        is_written::<_, Either>(time, json!("2024-02-29T10:20:30.123Z"));
        is_written::<_, Either>(day, json!("2024-02-29"));
        is_written::<_, DateTimeNoMillis>(DateTime::from_timestamp(0, 0).unwrap(), json!("1970-01-01T00:00:00Z"));
        is_written::<_, HourMinute>(NaiveTime::from_hms_opt(10, 20, 0).unwrap(), json!("10:20"));
        is_written::<_, OptionalTime>(time.naive_utc(), json!("2024-02-29T10:20:30.123"));
    }

    #[test]
    fn what_the_format_lacks_is_cut_off() {
        let time: DateTime<Utc> = "2024-02-29T10:20:30.123456Z".parse().unwrap();
        assert_eq!(to_value(Formatted::<_, DateHourMinute>::new(time)).unwrap(), json!("2024-02-29T10:20"));
        assert_eq!(to_value(Formatted::<_, EpochSecond>::new(time)).unwrap(), json!(1_709_202_030));
        assert_eq!(to_value(Formatted::<_, DateTimeNoMillis>::new(time)).unwrap(), json!("2024-02-29T10:20:30Z"));
    }

    #[test]
    fn what_is_not_in_the_format_is_refused() {
        let error = from_value::<Formatted<NaiveDate, Swiss>>(json!("2024-02-29")).unwrap_err();
        assert!(error.to_string().contains("a date in the format `dd.MM.yyyy`"), "{error}");
        assert!(from_value::<Formatted<NaiveDate, Swiss>>(json!("31.02.2024")).is_ok());
        let far = Formatted::<_, Swiss>::new(NaiveDate::from_ymd_opt(12_023, 1, 1).unwrap());
        assert!(to_value(far).unwrap_err().to_string().contains("years from -9999 to 9999"));
    }
}
