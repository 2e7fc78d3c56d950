//! Single numbers: least, greatest, mean, sum, counts, statistics, percentiles.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};

use super::{AggScope, OnField, bucket::Key, on_field, set::NameSeed};
use crate::{
    model::{Millis, Term},
    query::{
        Field, IntoTerm, JsonWriter, Literal,
        gate::{Measurable, Numeric, Sortable},
        node::At,
    },
};

/// What `min`, `max` and `avg` yield for a kind of field.
pub trait Measure: Send + Sized + 'static {
    /// From the server's number.
    #[doc(hidden)]
    fn from_number(number: f64) -> Option<Self>;
}

impl Measure for f64 {
    fn from_number(number: f64) -> Option<Self> {
        Some(number)
    }
}

impl Measure for Millis {
    fn from_number(number: f64) -> Option<Self> {
        Self::from_f64(number)
    }
}

/// # Aggregating
/// Documents without a value are left out. Numbers are doubles: beyond 2^53 they are not exact.
///
/// Servers calculate in doubles too, and a sum may leave their range: then the sum, and the mean that is made of it, are
/// infinite, as they would be in Rust. Where there is nothing to calculate from, and where the arithmetic yields no
/// number (the variance of an infinite sum of squares), the result is `None`; a sum, which always is a number, is then
/// [`f64::NAN`]. `None` beside a `count` above 0 thus says that the values are too large to be calculated with.
impl<M, K, V: ?Sized> Field<M, K, V> {
    /// The least value; `None` where no document has one.
    pub fn min(self) -> Metric<M, K::Measure>
    where
        K: Measurable,
    {
        Metric::new("min", self.at_path())
    }

    /// The greatest value; `None` where no document has one.
    pub fn max(self) -> Metric<M, K::Measure>
    where
        K: Measurable,
    {
        Metric::new("max", self.at_path())
    }

    /// The mean value; `None` where no document has one. It is the sum divided by the count, so it is infinite where the
    /// sum is.
    pub fn avg(self) -> Metric<M, K::Measure>
    where
        K: Measurable,
    {
        Metric::new("avg", self.at_path())
    }

    /// The sum; 0 where no document has a value, infinite where it is beyond the doubles.
    pub fn sum(self) -> SumAgg<M>
    where
        K: Numeric,
    {
        SumAgg(Metric::new("sum", self.at_path()))
    }

    /// How many values there are.
    pub fn value_count(self) -> ValueCountAgg<M>
    where
        K: Sortable,
    {
        ValueCountAgg(Metric::new("value_count", self.at_path()))
    }

    /// How many different values there are; an estimate beyond the precision threshold (3000 unless set).
    pub fn cardinality(self) -> CardinalityAgg<M>
    where
        K: Sortable,
    {
        CardinalityAgg(Metric::new("cardinality", self.at_path()))
    }

    /// Count, least, greatest, mean and sum in one.
    pub fn stats(self) -> StatsAgg<M>
    where
        K: Numeric,
    {
        StatsAgg(Metric::new("stats", self.at_path()))
    }

    /// [`stats`](Self::stats) with variance and deviation.
    pub fn extended_stats(self) -> ExtendedStatsAgg<M>
    where
        K: Numeric,
    {
        ExtendedStatsAgg(Metric::new("extended_stats", self.at_path()))
    }

    /// The values below which that many percent of the values are: `f.price().percentiles([50.0, 99.0])`. Estimates.
    pub fn percentiles(self, percents: impl IntoIterator<Item = f64>) -> PercentilesAgg<M>
    where
        K: Numeric,
    {
        PercentilesAgg { metric: Metric::new("percentiles", self.at_path()), percents: percents.into_iter().collect() }
    }
}

/// A least, greatest or mean value.
#[derive(Debug, Clone)]
#[must_use = "an aggregation does nothing until it is part of a search"]
pub struct Metric<M, O> {
    name: &'static str,
    at: At,
    options: Vec<(&'static str, Literal)>,
    marker: PhantomData<fn() -> (M, O)>,
}

impl<M, O> Metric<M, O> {
    const fn new(name: &'static str, at: At) -> Self {
        Self { name, at, options: Vec::new(), marker: PhantomData }
    }

    /// Documents without a value count as if they had this one.
    pub fn missing(self, value: f64) -> Self {
        self.set("missing", Term::Float(value).into())
    }

    fn set(mut self, key: &'static str, value: Literal) -> Self {
        self.options.push((key, value));
        self
    }

    fn write_with(&self, json: &mut JsonWriter, more: impl FnOnce(&mut JsonWriter)) {
        json.entry_object(self.name, |json| {
            json.entry_str("field", self.at.path);
            self.at.write_entries(json, &self.options);
            more(json);
        });
    }
}

/// The `value` of a result.
fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Key<'de>, D::Error> {
    #[derive(Deserialize)]
    struct Reply<'a> {
        #[serde(borrow)]
        value: Key<'a>,
    }
    Reply::deserialize(deserializer).map(|reply| reply.value)
}

fn read_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match read_value(deserializer)? {
        Key::UInt(count) => Ok(count),
        other => Err(D::Error::custom(format_args!("a count is a whole number, not {other:?}"))),
    }
}

impl<M, O: Measure> OnField for Metric<M, O> {
    type Output = Option<O>;

    fn at(&self) -> At {
        self.at
    }

    fn write_entries(&self, json: &mut JsonWriter, _: AggScope) {
        self.write_with(json, |_| {});
    }

    fn read<'de, D: Deserializer<'de>>(&self, _: AggScope, deserializer: D) -> Result<Option<O>, D::Error> {
        Ok(read_value(deserializer)?.as_f64().and_then(O::from_number))
    }

    fn of_nothing(&self) -> Option<O> {
        None
    }
}

macro_rules! metrics {
    ($($(#[doc = $doc:literal])+ $name:ident -> $output:ty, $read:expr;)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        #[must_use = "an aggregation does nothing until it is part of a search"]
        pub struct $name<M>(Metric<M, f64>);

        impl<M> OnField for $name<M> {
            type Output = $output;

            fn at(&self) -> At {
                self.0.at
            }

            fn write_entries(&self, json: &mut JsonWriter, _: AggScope) {
                self.0.write_with(json, |_| {});
            }

            fn read<'de, D: Deserializer<'de>>(&self, _: AggScope, deserializer: D) -> Result<$output, D::Error> {
                $read(deserializer)
            }

            fn of_nothing(&self) -> $output {
                Default::default()
            }
        }
    )+ };
}

metrics! {
    /// A sum.
    SumAgg -> f64, |deserializer| read_value(deserializer).map(as_sum);
    /// A count of values.
    ValueCountAgg -> u64, read_count;
    /// A count of different values.
    CardinalityAgg -> u64, read_count;
    /// Count, least, greatest, mean, sum.
    StatsAgg -> Stats, Stats::deserialize;
    /// Statistics with variance and deviation.
    ExtendedStatsAgg -> ExtendedStats, ExtendedStats::deserialize;
}

impl<M> SumAgg<M> {
    /// Documents without a value count as if they had this one.
    pub fn missing(self, value: f64) -> Self {
        Self(self.0.missing(value))
    }
}

impl<M> StatsAgg<M> {
    /// Documents without a value count as if they had this one.
    pub fn missing(self, value: f64) -> Self {
        Self(self.0.missing(value))
    }
}

impl<M> ExtendedStatsAgg<M> {
    /// How many deviations the bounds are away from the mean; 2 unless set.
    pub fn sigma(self, sigma: f64) -> Self {
        Self(self.0.set("sigma", Term::Float(sigma).into()))
    }
}

impl<M> CardinalityAgg<M> {
    /// Up to how many different values the count is exact, at most 40,000; it costs 8 bytes each.
    pub fn precision_threshold(self, values: u32) -> Self {
        Self(self.0.set("precision_threshold", Term::Int(values.into()).into()))
    }

    /// Documents without a value count as if they had this one.
    pub fn missing(self, value: impl IntoTerm<(), String>) -> Self {
        Self(self.0.set("missing", value.into_literal()))
    }
}

/// The result of `stats`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
pub struct Stats {
    /// How many values there are.
    pub count: u64,
    /// The least.
    #[serde(default, deserialize_with = "number")]
    pub min: Option<f64>,
    /// The greatest.
    #[serde(default, deserialize_with = "number")]
    pub max: Option<f64>,
    /// The mean; infinite where the sum is.
    #[serde(default, deserialize_with = "number")]
    pub avg: Option<f64>,
    /// The sum; infinite where it is beyond the doubles.
    #[serde(default, deserialize_with = "sum")]
    pub sum: f64,
}

/// The result of `extended_stats`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
pub struct ExtendedStats {
    /// Count, least, greatest, mean, sum.
    #[serde(flatten)]
    pub stats: Stats,
    /// The sum of squares; infinite where it is beyond the doubles.
    #[serde(default, deserialize_with = "number")]
    pub sum_of_squares: Option<f64>,
    /// The variance of the population; `None` too where the sum of squares is infinite.
    #[serde(default, deserialize_with = "number")]
    pub variance: Option<f64>,
    /// The standard deviation of the population; `None` too where the sum of squares is infinite.
    #[serde(default, deserialize_with = "number")]
    pub std_deviation: Option<f64>,
}

/// A sum, which is never absent: of nothing it is 0.
#[expect(clippy::needless_pass_by_value, reason = "it is used up")]
fn as_sum(value: Key<'_>) -> f64 {
    let of_nothing = if value == Key::Null { 0.0 } else { f64::NAN };
    value.as_f64().unwrap_or(of_nothing)
}

fn sum<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Key::deserialize(deserializer).map(as_sum)
}

/// A number, or none: null, `"NaN"`.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Key::deserialize(deserializer).map(|key| key.as_f64())
}

/// Percentiles of a field.
#[derive(Debug, Clone)]
#[must_use = "an aggregation does nothing until it is part of a search"]
pub struct PercentilesAgg<M> {
    metric: Metric<M, f64>,
    percents: Vec<f64>,
}

/// The result of `percentiles`: each percentage and its value, in ascending order; `None` where there are no values. A
/// server interpolates between values, so at the ends of the doubles a percentile may be infinite.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Percentiles(pub Vec<(f64, Option<f64>)>);

impl<M> OnField for PercentilesAgg<M> {
    type Output = Percentiles;

    fn at(&self) -> At {
        self.metric.at
    }

    fn write_entries(&self, json: &mut JsonWriter, _: AggScope) {
        self.metric.write_with(json, |json| {
            json.entry_array("percents", |json| {
                self.percents.iter().for_each(|percent| json.float(*percent, "percents"));
            });
        });
    }

    fn read<'de, D: Deserializer<'de>>(&self, _: AggScope, deserializer: D) -> Result<Percentiles, D::Error> {
        #[derive(Deserialize)]
        struct Reply {
            values: Percentiles,
        }
        Reply::deserialize(deserializer).map(|reply| reply.values)
    }

    fn of_nothing(&self) -> Percentiles {
        let mut percents = self.percents.clone();
        percents.sort_by(f64::total_cmp);
        Percentiles(percents.into_iter().map(|percent| (percent, None)).collect())
    }
}

impl<'de> Deserialize<'de> for Percentiles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keyed;

        impl<'de> Visitor<'de> for Keyed {
            type Value = Percentiles;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("percentiles by their percentage")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Percentiles, A::Error> {
                let mut values = Vec::new();
                while let Some(percent) = map.next_key_seed(NameSeed(|name: &str| name.parse::<f64>().ok()))? {
                    match percent {
                        Some(percent) => values.push((percent, map.next_value::<Key<'de>>()?.as_f64())),
                        // `50.0_as_string`
                        None => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(Percentiles(values))
            }
        }

        deserializer.deserialize_map(Keyed)
    }
}

on_field! {
    [M, O: Measure] Metric<M, O> => Option<O>;
    [M] SumAgg<M> => f64;
    [M] ValueCountAgg<M> => u64;
    [M] CardinalityAgg<M> => u64;
    [M] StatsAgg<M> => Stats;
    [M] ExtendedStatsAgg<M> => ExtendedStats;
    [M] PercentilesAgg<M> => Percentiles;
}
