//! Values that have a kind of their own: vectors and places.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{EsField, Holds};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Kind, Param, ParamValue, kind},
};

/// A vector of `N` finite numbers, for nearest-neighbour search; `dims` in the mapping is `N`.
///
/// Serde has no arrays of this length, and JSON has no NaN: `serde_json` would write null in silence.
#[derive(Clone, PartialEq)]
pub struct Vector<const N: usize>(Box<[f32]>);

impl<const N: usize> Vector<N> {
    const PARAMS: &'static [Param] = &[Param::new("dims", ParamValue::Int(Self::DIMS))];
    #[expect(clippy::cast_possible_wrap, reason = "a vector of 2^63 numbers fits no memory")]
    const DIMS: i64 = N as i64;

    /// A vector of those numbers.
    ///
    /// # Errors
    /// [`VectorError`] when a number is NaN or infinite.
    pub fn new(numbers: [f32; N]) -> Result<Self, VectorError> {
        Self::try_from(numbers.to_vec())
    }

    /// The numbers.
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }
}

impl<const N: usize> TryFrom<Vec<f32>> for Vector<N> {
    type Error = VectorError;

    fn try_from(numbers: Vec<f32>) -> Result<Self, VectorError> {
        if numbers.len() != N {
            return Err(VectorError::Length { expected: N, given: numbers.len() });
        }
        if let Some(position) = numbers.iter().position(|number| !number.is_finite()) {
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

impl<const N: usize> Deref for Vector<N> {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.0
    }
}

impl<const N: usize> fmt::Debug for Vector<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&*self.0).finish()
    }
}

impl<const N: usize> Serialize for Vector<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Vector<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Vec::<f32>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<const N: usize> EsField for Vector<N> {
    const TYPE: FieldType = FieldType::scalar(Kind::DenseVector).with_params(Self::PARAMS);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::DenseVector, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl<const N: usize> Holds<kind::DenseVector> for Vector<N> {
    type Value = Self;
    const PARAMS: &'static [Param] = Self::PARAMS;
}

/// A place on Earth, in degrees. Written as `{"lat": .., "lon": ..}`; the server's other forms (`"lat,lon"`,
/// `[lon, lat]`) are read too.
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
        f.write_str(r#"a place as {"lat": .., "lon": ..}, "lat,lon" or [lon, lat]"#)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<GeoPoint, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "lowercase")]
        enum Key {
            Lat,
            Lon,
            #[serde(other)]
            Other,
        }

        let (mut lat, mut lon) = (None, None);
        while let Some(key) = map.next_key()? {
            match key {
                Key::Lat => lat = Some(map.next_value()?),
                Key::Lon => lon = Some(map.next_value()?),
                Key::Other => {
                    map.next_value::<de::IgnoredAny>()?;
                }
            }
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
        let parsed = text
            .split_once(',')
            .and_then(|(lat, lon)| Some(GeoPoint { lat: lat.trim().parse().ok()?, lon: lon.trim().parse().ok()? }));
        parsed.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
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
