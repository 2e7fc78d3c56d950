//! Values that have a kind of their own: vectors and places.

use std::{fmt, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
};

use super::{EsField, Holds, position};
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
        position::read(deserializer)
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
