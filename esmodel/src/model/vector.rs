//! Values that have a kind of their own: vectors and places.

use std::{fmt, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
};

use super::{EsField, Holds};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Kind, Param, ParamValue, kind},
};

/// A vector of `N` finite numbers, for nearest-neighbour search; `dims` in the mapping is `N`. `Vector<N, i8>` keeps each
/// number in one byte. For bits write `dense_vector(element_type = "bit", dims = ..)` on a `Vector<N, i8>`, where `dims` is
/// eight times `N`.
///
/// Serde has no arrays of this length, and JSON has no NaN: `serde_json` would write null in silence.
#[derive(Clone, PartialEq)]
pub struct Vector<const N: usize, E = f32>(Box<[E]>);

/// What vectors are made of: `f32`, `i8`.
pub trait VectorElement: sealed::Sealed + Copy + fmt::Debug + Serialize + DeserializeOwned + 'static {
    /// The server's word, where it is not its own default.
    #[doc(hidden)]
    const WORD: Option<&'static str>;
    /// As a query has it.
    #[doc(hidden)]
    fn to_f32(self) -> f32;
}

mod sealed {
    #[expect(unnameable_types, reason = "a seal: naming it is what users must not be able to")]
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for i8 {}
}

impl VectorElement for f32 {
    const WORD: Option<&'static str> = None;

    fn to_f32(self) -> f32 {
        self
    }
}

impl VectorElement for i8 {
    const WORD: Option<&'static str> = Some("byte");

    fn to_f32(self) -> f32 {
        Self::into(self)
    }
}

impl<const N: usize, E: VectorElement> Vector<N, E> {
    const PARAMS: &'static [Param] = match E::WORD {
        None => &[Self::DIMS],
        Some(word) => &[Self::DIMS, Param::new("element_type", ParamValue::Str(word))],
    };
    #[expect(clippy::cast_possible_wrap, reason = "a vector of 2^63 numbers fits no memory")]
    const DIMS: Param = Param::new("dims", ParamValue::Int(N as i64));

    /// A vector of those numbers.
    ///
    /// # Errors
    /// [`VectorError`] when a number is NaN or infinite.
    pub fn new(numbers: [E; N]) -> Result<Self, VectorError> {
        Self::try_from(numbers.to_vec())
    }

    /// The numbers.
    pub fn as_slice(&self) -> &[E] {
        &self.0
    }
}

impl<const N: usize, E: VectorElement> TryFrom<Vec<E>> for Vector<N, E> {
    type Error = VectorError;

    fn try_from(numbers: Vec<E>) -> Result<Self, VectorError> {
        if numbers.len() != N {
            return Err(VectorError::Length { expected: N, given: numbers.len() });
        }
        if let Some(position) = numbers.iter().position(|number| !number.to_f32().is_finite()) {
            return Err(VectorError::NotFinite { position });
        }
        Ok(Self(numbers.into_boxed_slice()))
    }
}

/// Why numbers are no vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VectorError {
    /// There are too many or too few.
    #[error("a vector of {expected} numbers cannot hold {given}")]
    Length {
        /// The vector's length.
        expected: usize,
        /// How many numbers there are.
        given: usize,
    },
    /// One is NaN or infinite.
    #[error("number {position} of the vector is not finite")]
    NotFinite {
        /// Which one, from 0.
        position: usize,
    },
}

impl<const N: usize, E> Deref for Vector<N, E> {
    type Target = [E];

    fn deref(&self) -> &[E] {
        &self.0
    }
}

impl<const N: usize, E: fmt::Debug> fmt::Debug for Vector<N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&*self.0).finish()
    }
}

impl<const N: usize, E: Serialize> Serialize for Vector<N, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, const N: usize, E: VectorElement> Deserialize<'de> for Vector<N, E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Vec::<E>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<const N: usize, E: VectorElement> EsField for Vector<N, E> {
    const TYPE: FieldType = FieldType::scalar(Kind::DenseVector).with_params(Self::PARAMS);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::DenseVector, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl<const N: usize, E: VectorElement> Holds<kind::DenseVector> for Vector<N, E> {
    type Value = Self;
    const PARAMS: &'static [Param] = Self::PARAMS;
}

/// Any number of vectors of one length.
impl<const N: usize, E: VectorElement> Holds<kind::RankVectors> for Vec<Vector<N, E>> {
    type Value = Vector<N, E>;
    const PARAMS: &'static [Param] = Vector::<N, E>::PARAMS;
    const TYPE: FieldType = FieldType::scalar(Kind::RankVectors).with_params(Vector::<N, E>::PARAMS).listed();
}

/// A place on Earth, in degrees. Written as `{"lat": .., "lon": ..}`. The servers' other forms are read too:
/// `"lat,lon"`, `[lon, lat]`, `GeoJSON` (`{"type": "Point", "coordinates": [lon, lat]}`), WKT (`"POINT (lon lat)"`) and a
/// geohash (`"u4pruy"`), which is read as the south-western corner of its cell, as servers index it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoPoint {
    /// North of the equator, from -90 to 90.
    pub lat: f64,
    /// East of Greenwich, from -180 to 180.
    pub lon: f64,
}

impl GeoPoint {
    /// A place from its latitude and longitude, in that order.
    pub const fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }

    /// From `lat,lon`.
    pub(super) fn of_pair(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once(',')?;
        Some(Self { lat: lat.trim().parse().ok()?, lon: lon.trim().parse().ok()? })
    }
}

impl Serialize for GeoPoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written {
            lat: f64,
            lon: f64,
        }
        Written { lat: self.lat, lon: self.lon }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for GeoPoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GeoPointVisitor)
    }
}

struct GeoPointVisitor;

impl<'de> de::Visitor<'de> for GeoPointVisitor {
    type Value = GeoPoint;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"a place as {"lat": .., "lon": ..}, "lat,lon", [lon, lat], GeoJSON, WKT or a geohash"#)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<GeoPoint, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "lowercase")]
        enum Key {
            Lat,
            Lon,
            #[serde(alias = "geohash")]
            Coordinates,
            #[serde(other)]
            Other,
        }

        let (mut lat, mut lon, mut place) = (None, None, None);
        while let Some(key) = map.next_key()? {
            match key {
                Key::Lat => lat = Some(map.next_value()?),
                Key::Lon => lon = Some(map.next_value()?),
                Key::Coordinates => place = Some(map.next_value::<GeoPoint>()?),
                Key::Other => {
                    map.next_value::<de::IgnoredAny>()?;
                }
            }
        }
        if let (Some(place), None, None) = (place, lat, lon) {
            return Ok(place);
        }
        let lat = lat.ok_or_else(|| de::Error::missing_field("lat"))?;
        let lon = lon.ok_or_else(|| de::Error::missing_field("lon"))?;
        Ok(GeoPoint { lat, lon })
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<GeoPoint, A::Error> {
        let lon = list.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
        let lat = list.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
        while list.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(GeoPoint { lat, lon })
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<GeoPoint, E> {
        let place = GeoPoint::of_pair(text).or_else(|| of_wkt(text)).or_else(|| of_geohash(text));
        place.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// `POINT (lon lat)`, with a height or without.
fn of_wkt(text: &str) -> Option<GeoPoint> {
    let (name, numbers) = text.trim().strip_suffix(')')?.split_once('(')?;
    if !name.trim().eq_ignore_ascii_case("point") {
        return None;
    }
    let mut numbers = numbers.split_whitespace().map(str::parse);
    let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some(GeoPoint { lat, lon })
}

/// The corner of the cell: each bit halves it, eastwards first.
fn of_geohash(text: &str) -> Option<GeoPoint> {
    const DIGITS: &[u8] = b"0123456789bcdefghjkmnpqrstuvwxyz";
    // Twelve are exact to centimetres; longer ones are words.
    if text.is_empty() || text.len() > 12 {
        return None;
    }
    let (mut lat, mut lon) = (-90.0, -180.0);
    let (mut height, mut width) = (180.0, 360.0);
    let mut is_lon = true;
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        for bit in [16, 8, 4, 2, 1] {
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

impl EsField for GeoPoint {
    const TYPE: FieldType = FieldType::scalar(Kind::GeoPoint);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::GeoPoint, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl Holds<kind::GeoPoint> for GeoPoint {
    type Value = Self;
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
            json!("41.12,-71.34"),
            json!("41.12, -71.34"),
            json!([-71.34, 41.12]),
            json!([-71.34, 41.12, 5]),
            json!({ "type": "Point", "coordinates": [-71.34, 41.12] }),
            json!({ "coordinates": [-71.34, 41.12, 5], "type": "point" }),
            json!("POINT (-71.34 41.12)"),
            json!("point(-71.34 41.12 5)"),
        ] {
            assert_eq!(read(form.clone()).unwrap(), place, "{form}");
        }
        // As the servers' own doc values have it.
        assert_eq!(read(json!("u4pr")).unwrap(), GeoPoint::new(57.480_468_75, 10.195_312_5));
        assert_eq!(read(json!({ "geohash": "u4pr" })).unwrap(), GeoPoint::new(57.480_468_75, 10.195_312_5));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for form in [
            json!("nowhere"),
            json!("POINT (1)"),
            json!("LINESTRING (1 2, 3 4)"),
            json!(""),
            json!("a,b"),
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
