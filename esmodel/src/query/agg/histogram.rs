//! Buckets of equal width: of numbers, and of time.

use std::marker::PhantomData;

use serde::Deserializer;

use super::{
    AggScope, Aggs, Bucket, OnField,
    bucket::{BucketsSeed, ResultSeed, ServerKey},
    on_field,
    set::write_aggs,
};
use crate::{
    model::{Millis, Term},
    query::{
        Field, IntoTerm, JsonWriter, Literal,
        gate::{Numeric, Temporal},
        node::At,
    },
    schema::kind,
};

impl<M, K, V: ?Sized> Field<M, K, V> {
    /// Buckets of that width, the empty ones between too unless `.min_doc_count(1)`. Keys are the lower bounds; that of
    /// the bucket which holds the least doubles may be negative infinity.
    pub fn histogram(self, interval: f64) -> HistogramAgg<M, V>
    where
        K: Numeric,
    {
        let options = vec![("interval", Term::Float(interval).into())];
        HistogramAgg {
            core: Core { name: "histogram", at: self.at_path(), options, bounds: None, subs: () },
            marker: PhantomData,
        }
    }

    /// Buckets of time: `f.joined().date_histogram(CalendarInterval::Month)`, or of a fixed length with
    /// [`FixedInterval`]. Empty ones between come too unless `.min_doc_count(1)`. Keys are where they begin.
    pub fn date_histogram(self, interval: impl Into<Interval>) -> DateHistogramAgg<M, V>
    where
        K: Temporal,
    {
        let options = vec![interval.into().0];
        DateHistogramAgg {
            core: Core { name: "date_histogram", at: self.at_path(), options, bounds: None, subs: () },
            marker: PhantomData,
        }
    }
}

/// A length of the calendar: months and years differ in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarInterval {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day, which has 23 to 25 hours in zones with summer time.
    Day,
    /// A week from Monday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// A fixed length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixedInterval {
    /// That many milliseconds.
    Milliseconds(u32),
    /// That many seconds.
    Seconds(u32),
    /// That many minutes.
    Minutes(u32),
    /// That many hours.
    Hours(u32),
    /// That many days of 24 hours.
    Days(u32),
}

/// The width of buckets of time.
#[derive(Debug, Clone)]
pub struct Interval((&'static str, Literal));

impl From<CalendarInterval> for Interval {
    fn from(interval: CalendarInterval) -> Self {
        Self((
            "calendar_interval",
            Literal::fixed(match interval {
                CalendarInterval::Minute => "minute",
                CalendarInterval::Hour => "hour",
                CalendarInterval::Day => "day",
                CalendarInterval::Week => "week",
                CalendarInterval::Month => "month",
                CalendarInterval::Quarter => "quarter",
                CalendarInterval::Year => "year",
            }),
        ))
    }
}

impl From<FixedInterval> for Interval {
    fn from(interval: FixedInterval) -> Self {
        let text = match interval {
            FixedInterval::Milliseconds(count) => format!("{count}ms"),
            FixedInterval::Seconds(count) => format!("{count}s"),
            FixedInterval::Minutes(count) => format!("{count}m"),
            FixedInterval::Hours(count) => format!("{count}h"),
            FixedInterval::Days(count) => format!("{count}d"),
        };
        Self(("fixed_interval", Literal::owned(text)))
    }
}

/// What both histograms are made of.
#[derive(Debug, Clone)]
struct Core<S> {
    name: &'static str,
    at: At,
    options: Vec<(&'static str, Literal)>,
    bounds: Option<(Literal, Literal)>,
    subs: S,
}

impl<S> Core<S> {
    fn set(mut self, key: &'static str, value: Literal) -> Self {
        self.options.retain(|(name, _)| *name != key);
        self.options.push((key, value));
        self
    }

    fn sub<N>(self, subs: N) -> Core<N> {
        let Self { name, at, options, bounds, subs: _ } = self;
        Core { name, at, options, bounds, subs }
    }

    fn write<M>(&self, json: &mut JsonWriter, inside: AggScope)
    where
        S: Aggs<M>,
    {
        json.entry_object(self.name, |json| {
            json.entry_str("field", self.at.path);
            self.at.write_entries(json, &self.options);
            if let Some((min, max)) = &self.bounds {
                json.entry_object("extended_bounds", |json| {
                    for (key, bound) in [("min", min), ("max", max)] {
                        json.key(key);
                        // Servers read text by the format of the keys, which need not hold a whole date.
                        bound.write_millis(json, self.at);
                    }
                });
            }
        });
        write_aggs(&self.subs, json, inside);
    }
}

macro_rules! histograms {
    ($($(#[doc = $doc:literal])+ $name:ident, $key:ty, $read:expr;)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        #[must_use = "an aggregation does nothing until it is part of a search"]
        pub struct $name<M, V: ?Sized, S = ()> {
            core: Core<S>,
            marker: PhantomData<(fn() -> M, fn(&V))>,
        }

        impl<M, V: ?Sized, S> $name<M, V, S> {
            /// Aggregates inside each bucket: one aggregation, or a tuple of them.
            #[expect(clippy::should_implement_trait, reason = "a sub-aggregation: nothing is subtracted")]
            pub fn sub<N: Aggs<M>>(self, subs: N) -> $name<M, V, N> {
                $name { core: self.core.sub(subs), marker: self.marker }
            }

            /// Only buckets with at least that many documents; 0 unless set.
            pub fn min_doc_count(self, count: u32) -> Self {
                self.set("min_doc_count", Term::Int(count.into()).into())
            }

            fn set(mut self, key: &'static str, value: Literal) -> Self {
                self.core = self.core.set(key, value);
                self
            }
        }

        impl<M, V: ?Sized, S: Aggs<M>> OnField for $name<M, V, S> {
            type Output = Vec<Bucket<$key, S::Output>>;

            fn at(&self) -> At {
                self.core.at
            }

            fn write_entries(&self, json: &mut JsonWriter, inside: AggScope) {
                self.core.write::<M>(json, inside);
            }

            fn read<'de, D: Deserializer<'de>>(
                &self,
                inside: AggScope,
                deserializer: D,
            ) -> Result<Self::Output, D::Error> {
                let (subs, model) = (&self.core.subs, PhantomData::<fn() -> M>);
                let seed = BucketsSeed { subs, inside, read_key: $read, format: None, model };
                deserializer.deserialize_map(ResultSeed(seed)).map(|(buckets, _)| buckets)
            }

            fn of_nothing(&self) -> Self::Output {
                Vec::new()
            }
        }

        on_field! {
            [M, V: ?Sized, S: Aggs<M>] $name<M, V, S> => Vec<Bucket<$key, S::Output>>;
        }
    )+ };
}

fn read_number(ServerKey { key, .. }: ServerKey<'_>) -> Result<f64, String> {
    key.as_f64().ok_or_else(|| format!("{key:?} is no lower bound"))
}

fn read_millis(ServerKey { key, .. }: ServerKey<'_>) -> Result<Millis, String> {
    key.as_millis().ok_or_else(|| format!("{key:?} is no point in time"))
}

histograms! {
    /// Buckets of numbers.
    HistogramAgg, f64, read_number;
    /// Buckets of time.
    DateHistogramAgg, Millis, read_millis;
}

impl<M, V: ?Sized, S> HistogramAgg<M, V, S> {
    /// Makes buckets from `min` to `max` even where there are no documents; none where no index matches a pattern.
    pub fn extended_bounds(mut self, min: f64, max: f64) -> Self {
        self.core.bounds = Some((Term::Float(min).into(), Term::Float(max).into()));
        self
    }

    /// Where the first bucket begins, from 0 to the interval.
    pub fn offset(self, offset: f64) -> Self {
        self.set("offset", Term::Float(offset).into())
    }

    /// Documents without a value count as if they had this one.
    pub fn missing(self, value: f64) -> Self {
        self.set("missing", Term::Float(value).into())
    }
}

impl<M, V: ?Sized, S> DateHistogramAgg<M, V, S> {
    /// How [`Bucket::key_as_string`] is written, such as `yyyy-MM`.
    pub fn format(self, format: &str) -> Self {
        self.set("format", Literal::text(format))
    }

    /// The zone whose days, weeks and months are meant, such as `Europe/Zurich`; UTC unless set.
    pub fn time_zone(self, zone: &str) -> Self {
        self.set("time_zone", Literal::text(zone))
    }

    /// Moves where buckets begin, such as `+6h`.
    pub fn offset(self, offset: &str) -> Self {
        self.set("offset", Literal::text(offset))
    }

    /// Documents without a value count as if they had this one.
    pub fn missing(self, value: impl IntoTerm<kind::Date, V>) -> Self {
        self.set("missing", value.into_literal())
    }

    /// Makes buckets from `min` to `max` even where there are no documents; none where no index matches a pattern.
    pub fn extended_bounds(mut self, min: impl IntoTerm<kind::Date, V>, max: impl IntoTerm<kind::Date, V>) -> Self {
        self.core.bounds = Some((min.into_literal(), max.into_literal()));
        self
    }
}
