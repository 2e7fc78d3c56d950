//! Points as servers take them: an object, an array, `GeoJSON`, or text.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

use super::{GeoPoint, Shape, XyPoint, wkt};
use crate::schema::kind::{self, KindMarker};

/// What shapes are made of.
pub trait Position: sealed::Sealed + Copy + 'static {
    /// The kind of a field that holds such shapes.
    type Shape: KindMarker;
    /// The keys of its JSON.
    #[doc(hidden)]
    const KEYS: [&'static str; 2];
    /// The forms that are read.
    #[doc(hidden)]
    const FORMS: &'static str;
    /// As `GeoJSON` has it: longitude first.
    #[doc(hidden)]
    fn to_pair(self) -> [f64; 2];
    /// The opposite.
    #[doc(hidden)]
    fn from_pair(pair: [f64; 2]) -> Self;
    /// From the values of its keys, in their order.
    #[doc(hidden)]
    fn from_keys(values: [f64; 2]) -> Self;
    /// From a word that is no pair of numbers and no well-known text.
    #[doc(hidden)]
    fn from_word(_: &str) -> Option<Self> {
        None
    }
}

mod sealed {
    #[expect(unnameable_types, reason = "a seal: naming it is what users must not be able to")]
    pub trait Sealed {}
    impl Sealed for super::GeoPoint {}
    impl Sealed for super::XyPoint {}
}

impl Position for GeoPoint {
    type Shape = kind::GeoShape;
    const KEYS: [&'static str; 2] = ["lat", "lon"];
    const FORMS: &'static str =
        r#"a place as {"lat": .., "lon": ..}, "lat,lon", [lon, lat], GeoJSON, WKT or a geohash"#;

    fn to_pair(self) -> [f64; 2] {
        [self.lon, self.lat]
    }

    fn from_pair([lon, lat]: [f64; 2]) -> Self {
        Self { lat, lon }
    }

    fn from_keys([lat, lon]: [f64; 2]) -> Self {
        Self { lat, lon }
    }

    fn from_word(text: &str) -> Option<Self> {
        of_geohash(text)
    }
}

impl Position for XyPoint {
    type Shape = kind::Shape;
    const KEYS: [&'static str; 2] = ["x", "y"];
    const FORMS: &'static str = r#"a point as {"x": .., "y": ..}, "x,y", [x, y], GeoJSON or WKT"#;

    fn to_pair(self) -> [f64; 2] {
        [self.x, self.y]
    }

    fn from_pair([x, y]: [f64; 2]) -> Self {
        Self { x, y }
    }

    fn from_keys([x, y]: [f64; 2]) -> Self {
        Self { x, y }
    }
}

/// Reads any form of a point.
pub(super) fn read<'de, P: Position, D: Deserializer<'de>>(deserializer: D) -> Result<P, D::Error> {
    deserializer.deserialize_any(PointVisitor(PhantomData))
}

/// From two numbers in the order of the keys, with a comma between; a height behind them is left out.
pub(super) fn of_pair<P: Position>(text: &str) -> Option<P> {
    let mut numbers = text.splitn(3, ',').map(finite);
    Some(P::from_keys([numbers.next()??, numbers.next()??]))
}

fn finite(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A number, which servers take as text too.
struct Number(f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl de::Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
        Ok(Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "serde_json reads whole numbers as such; degrees are small")]
    fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
        Ok(Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "as above")]
    fn visit_u64<E>(self, number: u64) -> Result<Number, E> {
        Ok(Number(number as f64))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
        finite(text).map(Number).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

struct PointVisitor<P>(PhantomData<P>);

impl<'de, P: Position> de::Visitor<'de> for PointVisitor<P> {
    type Value = P;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(P::FORMS)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<P, A::Error> {
        let [first_key, second_key] = P::KEYS;
        let (mut first, mut second, mut place) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "coordinates" | "geohash" => place = Some(map.next_value::<Read<P>>()?),
                key if key == first_key => first = Some(map.next_value::<Number>()?),
                key if key == second_key => second = Some(map.next_value::<Number>()?),
                _ => {
                    map.next_value::<de::IgnoredAny>()?;
                }
            }
        }
        if let (Some(Read(place)), None, None) = (place, &first, &second) {
            return Ok(place);
        }
        let Number(first) = first.ok_or_else(|| de::Error::missing_field(first_key))?;
        let Number(second) = second.ok_or_else(|| de::Error::missing_field(second_key))?;
        Ok(P::from_keys([first, second]))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<P, A::Error> {
        let Number(first) = list.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
        let Number(second) = list.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
        while list.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(P::from_pair([first, second]))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<P, E> {
        let of_wkt = || match wkt::shape(text) {
            Some(Shape::Point(place)) => Some(place),
            _ => None,
        };
        let place = of_pair(text).or_else(of_wkt).or_else(|| P::from_word(text));
        place.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// A point in any form.
pub(super) struct Read<P>(pub(super) P);

impl<'de, P: Position> Deserialize<'de> for Read<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer).map(Self)
    }
}

/// The corner of the cell: each bit halves it, eastwards first.
fn of_geohash(text: &str) -> Option<GeoPoint> {
    const DIGITS: &[u8] = b"0123456789bcdefghjkmnpqrstuvwxyz";
    if text.is_empty() {
        return None;
    }
    let (mut lat, mut lon) = (-90.0, -180.0);
    let (mut height, mut width) = (180.0, 360.0);
    let mut is_lon = true;
    for (at, byte) in text.bytes().enumerate() {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        // Twelve are exact to centimetres, and servers look at no more.
        for bit in [16, 8, 4, 2, 1].into_iter().filter(|_| at < 12) {
            let (least, extent) = if is_lon { (&mut lon, &mut width) } else { (&mut lat, &mut height) };
            *extent /= 2.0;
            if digit & bit != 0 {
                *least += *extent;
            }
            is_lon = !is_lon;
        }
    }
    Some(GeoPoint { lat, lon })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(json: Value) -> serde_json::Result<GeoPoint> {
        serde_json::from_value(json)
    }

    #[test]
    fn every_form_of_a_place_that_servers_take_is_read() {
        let place = GeoPoint::new(41.12, -71.34);
        for form in [
            json!({ "lat": 41.12, "lon": -71.34 }),
            json!({ "lat": "41.12", "lon": " -71.34" }),
            json!("41.12,-71.34"),
            json!("41.12, -71.34,5"),
            json!([-71.34, 41.12]),
            json!([-71.34, 41.12, 5]),
            json!({ "type": "Point", "coordinates": [-71.34, 41.12] }),
            json!({ "coordinates": ["-71.34", "41.12", 5], "type": "point" }),
            json!("POINT (-71.34 41.12)"),
            json!("point(-71.34 41.12 5)"),
        ] {
            assert_eq!(read(form.clone()).unwrap(), place, "{form}");
        }
        // As the servers' own doc values have it.
        assert_eq!(read(json!("u4pr")).unwrap(), GeoPoint::new(57.480_468_75, 10.195_312_5));
        assert_eq!(read(json!({ "geohash": "u4pr" })).unwrap(), GeoPoint::new(57.480_468_75, 10.195_312_5));
        assert_eq!(read(json!("u0nd9hgkfbzuz")).unwrap(), read(json!("u0nd9hgkfbzu")).unwrap());
    }

    #[test]
    fn every_form_of_a_point_in_a_plane_is_read() {
        for form in [
            json!({ "x": 1, "y": "2" }),
            json!("1,2"),
            json!([1, 2]),
            json!("POINT (1 2)"),
            json!({ "type": "Point", "coordinates": [1, 2] }),
        ] {
            assert_eq!(serde_json::from_value::<XyPoint>(form).unwrap(), XyPoint::new(1.0, 2.0));
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for form in [
            json!("nowhere"),
            json!("POINT (1)"),
            json!("POINT EMPTY"),
            json!("LINESTRING (1 2, 3 4)"),
            json!(""),
            json!("a,b"),
            json!("NaN,1"),
            json!([1]),
            json!({ "lat": 1 }),
            json!({ "lat": 1, "coordinates": [1, 2] }),
            json!({ "type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]] }),
            json!(null),
        ] {
            assert!(read(form.clone()).is_err(), "{form}");
        }
    }
}
