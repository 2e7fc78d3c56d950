//! Random values, among them those at the edges.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::Bound,
};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use esmodel::{
    model::{Position, VectorElement},
    prelude::*,
};
use esmodel_tests::models::{Level, Post};
use fastrand::Rng;
use serde_json::{Value, json};

/// A type of which a random value can be drawn.
pub(super) trait Sample: Sized {
    /// A value that servers take in a field of this type.
    fn sample(rng: &mut Rng) -> Self;
}

/// Values for fields that take less than their type holds.
pub(super) struct Sampler;

/// Between the first and the last year that servers read.
const SECONDS: std::ops::Range<i64> = -62_135_596_800..253_402_300_799;

impl Sampler {
    pub(super) fn word(rng: &mut Rng) -> String {
        (0..rng.usize(1..9)).map(|_| rng.lowercase()).collect()
    }

    /// An id that hardly comes twice.
    pub(super) fn number(rng: &mut Rng) -> u32 {
        rng.u32(..)
    }

    /// An id that hardly comes twice.
    pub(super) fn id(rng: &mut Rng) -> String {
        format!("{} {}", char::sample(rng), rng.u64(..))
    }

    pub(super) fn words(rng: &mut Rng) -> Vec<String> {
        (0..rng.usize(1..4)).map(|_| Self::word(rng)).collect()
    }

    pub(super) fn labels(rng: &mut Rng) -> BTreeMap<String, String> {
        (0..rng.usize(0..4)).map(|_| (Self::word(rng), Self::word(rng))).collect()
    }

    pub(super) fn positive_long(rng: &mut Rng) -> u64 {
        rng.u64(0..1 << 63)
    }

    pub(super) fn half(rng: &mut Rng) -> f32 {
        (rng.f32() - 0.5) * 130_000.0
    }

    pub(super) fn price(rng: &mut Rng) -> f64 {
        (rng.f64() - 0.5) * 1e9
    }

    pub(super) fn positive(rng: &mut Rng) -> f64 {
        rng.f64() * 1e6 + 1e-3
    }

    /// After 1970: version 7 reads no number before.
    pub(super) fn millis(rng: &mut Rng) -> i64 {
        rng.i64(0..SECONDS.end) * 1000 + rng.i64(0..1000)
    }

    /// A time that nanoseconds since 1970 hold.
    pub(super) fn recent(rng: &mut Rng) -> DateTime<Utc> {
        DateTime::from_timestamp(rng.i64(0..9_223_372_036), nanos(rng)).unwrap()
    }

    pub(super) fn base64(rng: &mut Rng) -> String {
        Blob::sample(rng).to_base64()
    }

    pub(super) fn version(rng: &mut Rng) -> String {
        format!("{}.{}.{}", rng.u8(..), rng.u16(..), rng.u16(..))
    }

    pub(super) fn weights(rng: &mut Rng) -> BTreeMap<String, f64> {
        (0..rng.usize(1..4)).map(|_| (Self::word(rng), Self::positive(rng))).collect()
    }

    pub(super) fn light_weights(rng: &mut Rng) -> BTreeMap<String, f32> {
        (0..rng.usize(1..4)).map(|_| (Self::word(rng), rng.f32() + 0.01)).collect()
    }

    /// A vector of length 1.
    pub(super) fn unit(rng: &mut Rng) -> Vector<2> {
        Vector::new(if rng.bool() { [0.6, 0.8] } else { [-0.8, 0.6] }).unwrap()
    }

    pub(super) fn suggestion(rng: &mut Rng) -> Completion {
        let words = Self::words(rng);
        Completion::of(words)
            .weight(rng.u32(0..1000))
            .within("genre", Self::word(rng))
            .within("place", GeoPoint::sample(rng))
    }

    /// Any JSON object.
    pub(super) fn json(rng: &mut Rng) -> Value {
        json!({ "any": [i64::sample(rng), String::sample(rng), f64::sample(rng), null, { "deep": bool::sample(rng) }] })
    }
}

/// As many decimals as may be.
fn nanos(rng: &mut Rng) -> u32 {
    let unit = [1_000_000_000, 100_000_000, 1_000_000, 1000, 1][rng.usize(0..5)];
    rng.u32(0..1_000_000_000) / unit * unit
}

impl Sample for bool {
    fn sample(rng: &mut Rng) -> Self {
        rng.bool()
    }
}

impl Sample for char {
    fn sample(rng: &mut Rng) -> Self {
        ['a', 'ß', '水', '🦀', '"', '\\', '\u{7f}', '\u{fffd}'][rng.usize(0..8)]
    }
}

impl Sample for String {
    fn sample(rng: &mut Rng) -> Self {
        match rng.u8(0..5) {
            0 => Self::new(),
            1 => (0..rng.usize(0..300)).map(|_| char::sample(rng)).collect(),
            2 => "line\nline\ttab \u{1} \u{200d}👨‍👩‍👧 e\u{301}".to_owned(),
            3 => format!("{} {}", Sampler::word(rng), rng.i64(..)),
            _ => (0..rng.usize(0..40)).map(|_| rng.char(..)).collect(),
        }
    }
}

macro_rules! integers {
    ($($int:ident),+) => { $(
        impl Sample for $int {
            fn sample(rng: &mut Rng) -> Self {
                match rng.u8(0..6) {
                    0 => $int::MIN,
                    1 => $int::MAX,
                    2 => 0,
                    _ => rng.$int(..),
                }
            }
        }
    )+ };
}
integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Sample for f64 {
    fn sample(rng: &mut Rng) -> Self {
        let edges = [0.0, -0.0, Self::MAX, Self::MIN, Self::MIN_POSITIVE, 5e-324, 0.1 + 0.2, 1.0 / 3.0];
        match rng.u8(0..3) {
            0 => edges[rng.usize(0..edges.len())],
            1 => (rng.f64() - 0.5) * 360.0,
            _ => Some(Self::from_bits(rng.u64(..))).filter(|number| number.is_finite()).unwrap_or(1.5),
        }
    }
}

impl Sample for f32 {
    fn sample(rng: &mut Rng) -> Self {
        match rng.u8(0..3) {
            0 => [0.0, -0.0, Self::MAX, Self::MIN, Self::MIN_POSITIVE, 1e-45, 16_777_217.0][rng.usize(0..7)],
            1 => (rng.f32() - 0.5) * 360.0,
            _ => Some(Self::from_bits(rng.u32(..))).filter(|number| number.is_finite()).unwrap_or(1.5),
        }
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(rng: &mut Rng) -> Self {
        (rng.u8(0..4) > 0).then(|| T::sample(rng))
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(rng: &mut Rng) -> Self {
        (0..rng.usize(0..4)).map(|_| T::sample(rng)).collect()
    }
}

impl<T: Sample> Sample for Box<T> {
    fn sample(rng: &mut Rng) -> Self {
        Self::new(T::sample(rng))
    }
}

impl Sample for BTreeMap<String, f64> {
    fn sample(rng: &mut Rng) -> Self {
        Sampler::weights(rng)
    }
}

impl Sample for DateTime<Utc> {
    fn sample(rng: &mut Rng) -> Self {
        Self::from_timestamp(rng.i64(SECONDS), nanos(rng)).unwrap()
    }
}

impl Sample for DateTime<FixedOffset> {
    fn sample(rng: &mut Rng) -> Self {
        // A day from the edges, so that no offset leads over them.
        let time = Sampler::recent(rng);
        time.with_timezone(&FixedOffset::east_opt(rng.i32(-17 * 60..=17 * 60) * 60).unwrap())
    }
}

impl Sample for NaiveDateTime {
    fn sample(rng: &mut Rng) -> Self {
        DateTime::<Utc>::sample(rng).naive_utc()
    }
}

impl Sample for NaiveDate {
    fn sample(rng: &mut Rng) -> Self {
        NaiveDateTime::sample(rng).date()
    }
}

impl Sample for NaiveTime {
    fn sample(rng: &mut Rng) -> Self {
        NaiveDateTime::sample(rng).time()
    }
}

impl Sample for Ipv4Addr {
    fn sample(rng: &mut Rng) -> Self {
        rng.u32(..).into()
    }
}

impl Sample for IpAddr {
    fn sample(rng: &mut Rng) -> Self {
        if rng.bool() { Ipv4Addr::sample(rng).into() } else { Ipv6Addr::from(rng.u128(..)).into() }
    }
}

/// A lower and an upper bound with room in between.
trait Ends: Sized {
    fn ends(rng: &mut Rng) -> (Self, Self);
}

macro_rules! ends {
    ($($bound:ty, $rng:ident => $low:expr, $high:expr;)+) => { $(
        impl Ends for $bound {
            fn ends($rng: &mut Rng) -> (Self, Self) {
                ($low, $high)
            }
        }
    )+ };
}
ends! {
    u8, rng => rng.u8(0..100), rng.u8(110..);
    i32, rng => rng.i32(..-1), rng.i32(1..);
    i64, rng => rng.i64(..-1), rng.i64(1..);
    f32, rng => -rng.f32() - 1.0, rng.f32() * 1e30 + 1.0;
    f64, rng => -rng.f64() - 1.0, rng.f64() * 1e300 + 1.0;
    NaiveDate, rng => NaiveDate::from_ymd_opt(rng.i32(1..1000), 1, 31).unwrap(), NaiveDate::from_ymd_opt(rng.i32(1001..9999), 2, 28).unwrap();
    NaiveTime, rng => NaiveTime::from_hms_nano_opt(rng.u32(0..10), 1, 2, nanos(rng)).unwrap(), NaiveTime::from_hms_nano_opt(rng.u32(11..24), 59, 59, nanos(rng)).unwrap();
    Ipv4Addr, rng => rng.u32(..1 << 30).into(), rng.u32(1 << 31..).into();
    IpAddr, rng => IpAddr::V6(rng.u128(..1 << 100).into()), IpAddr::V6(rng.u128(1 << 101..).into());
}

impl Ends for DateTime<Utc> {
    fn ends(rng: &mut Rng) -> (Self, Self) {
        let time = Sampler::recent(rng);
        (time, time + TimeDelta::milliseconds(rng.i64(10..1 << 40)))
    }
}

impl<T: Ends> Sample for Range<T> {
    fn sample(rng: &mut Rng) -> Self {
        let (low, high) = T::ends(rng);
        let bound = |rng: &mut Rng, value| match rng.u8(0..4) {
            0 => Bound::Unbounded,
            1 => Bound::Excluded(value),
            _ => Bound::Included(value),
        };
        Self::new(bound(rng, low), bound(rng, high))
    }
}

impl Sample for GeoPoint {
    fn sample(rng: &mut Rng) -> Self {
        Self::new((rng.f64() - 0.5) * 180.0, (rng.f64() - 0.5) * 360.0)
    }
}

impl Sample for XyPoint {
    fn sample(rng: &mut Rng) -> Self {
        Self::new(rng.f64() * 1e6, rng.f64() * -1e6)
    }
}

impl<P: Position + Sample> Sample for Shape<P> {
    fn sample(rng: &mut Rng) -> Self {
        let (x, y, side) = (rng.f64() * 80.0, rng.f64() * 80.0, rng.f64() + 0.5);
        let at = |x, y| P::from_pair([x, y]);
        let square = [at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side)];
        match rng.u8(0..7) {
            0 => Self::Point(P::sample(rng)),
            1 => Self::LineString(square.to_vec()),
            2 => Self::MultiPoint(vec![P::sample(rng), P::sample(rng)]),
            3 => Self::MultiLineString(vec![square.to_vec()]),
            4 => Self::GeometryCollection(vec![Self::Point(P::sample(rng)), Self::polygon(square)]),
            5 => Self::Envelope { top_left: at(x, y + side), bottom_right: at(x + side, y) },
            _ => Self::polygon(square),
        }
    }
}

impl Sample for Blob {
    fn sample(rng: &mut Rng) -> Self {
        Self((0..rng.usize(0..100)).map(|_| rng.u8(..)).collect())
    }
}

impl<const N: usize, E: VectorElement + Sample> Sample for Vector<N, E>
where
    Self: TryFrom<Vec<E>>,
{
    fn sample(rng: &mut Rng) -> Self {
        loop {
            let numbers: Vec<E> = (0..N).map(|_| E::sample(rng)).collect();
            // Servers take no vector without a length, nor one whose length overflows.
            let length: f32 = numbers.iter().map(|number| number.to_f32().powi(2)).sum();
            if (1e-3..1e30).contains(&length)
                && let Ok(vector) = Self::try_from(numbers)
            {
                return vector;
            }
        }
    }
}

impl Sample for Level {
    fn sample(rng: &mut Rng) -> Self {
        if rng.bool() { Self::Low } else { Self::High }
    }
}

impl Sample for Join<Post> {
    fn sample(rng: &mut Rng) -> Self {
        if rng.bool() { Self::head(Post::Question) } else { Self::child(Post::Answer, rng.u32(..)) }
    }
}

impl Sample for StoredQuery {
    fn sample(rng: &mut Rng) -> Self {
        let price = Sampler::price(rng);
        serde_json::from_value(json!({ "range": { "price": { "gte": price } } })).unwrap()
    }
}

impl Sample for Histogram {
    fn sample(rng: &mut Rng) -> Self {
        let first = rng.f64();
        Self { values: vec![first, first + 1.0], counts: vec![rng.u64(0..1 << 31), 1] }
    }
}

impl Sample for Metrics {
    fn sample(rng: &mut Rng) -> Self {
        let min = rng.f64();
        Self { min: Some(min), max: Some(min + 1.0), sum: Some(min * 2.0 + 1.0), value_count: Some(2) }
    }
}
