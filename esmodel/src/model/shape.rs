//! Shapes as typed `GeoJSON`: on Earth, and in a plane.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeStruct};

use super::{EsField, GeoPoint, Holds, Position, position, wkt};
use crate::{
    query::{Field, path::Path},
    schema::{
        FieldType,
        kind::{self, KindMarker},
    },
};

/// A shape on Earth, for a `geo_shape` field. The order of longitude and latitude in JSON is not the writer's concern.
pub type GeoShape = Shape<GeoPoint>;

/// A shape in a plane, for a `shape` field (`xy_shape` in OpenSearch).
pub type XyShape = Shape<XyPoint>;

/// A geometry of points `P`, written as `GeoJSON`. Well-known text (`POINT (8 47)`, `BBOX (8, 9, 48, 47)`) is read too.
///
/// OpenSearch takes a list of shapes in one field only where the field has `geo_shape(doc_values = false)`; a
/// `GeometryCollection` holds several anywhere.
///
/// A ring of a polygon ends with the point that it begins with; the first ring is the outline, the others are holes.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape<P> {
    /// One point.
    Point(P),
    /// Lines from point to point.
    LineString(Vec<P>),
    /// An area.
    Polygon(Vec<Vec<P>>),
    /// Several points.
    MultiPoint(Vec<P>),
    /// Several lines.
    MultiLineString(Vec<Vec<P>>),
    /// Several areas.
    MultiPolygon(Vec<Vec<Vec<P>>>),
    /// Several shapes of any form.
    GeometryCollection(Vec<Shape<P>>),
    /// A box. The servers' own: `GeoJSON` has no such form.
    Envelope {
        /// Its left upper corner.
        top_left: P,
        /// Its right lower corner.
        bottom_right: P,
    },
}

/// A point in a plane, for a `point` field (`xy_point` in OpenSearch). Written as `{"x": .., "y": ..}`. The servers' other
/// forms are read too: `"x,y"`, `[x, y]`, `GeoJSON` and WKT.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct XyPoint {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

impl XyPoint {
    /// A point from its coordinates.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

impl<'de> Deserialize<'de> for XyPoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        position::read(deserializer)
    }
}

impl<P: Position> Shape<P> {
    /// An area without holes. The ring is closed where it is not.
    pub fn polygon(ring: impl IntoIterator<Item = P>) -> Self {
        let mut ring: Vec<P> = ring.into_iter().collect();
        if let (Some(&first), Some(&last)) = (ring.first(), ring.last())
            && first.to_pair().map(f64::to_bits) != last.to_pair().map(f64::to_bits)
        {
            ring.push(first);
        }
        Self::Polygon(vec![ring])
    }
}

/// Numbers in lists in lists: the places of a shape.
#[derive(Deserialize)]
#[serde(untagged)]
enum Places {
    Number(f64),
    List(Vec<Places>),
}

impl Places {
    /// A point; what stands behind the second number (a height) is left out.
    fn point<P: Position>(self) -> Option<P> {
        match self {
            Self::List(numbers) => match numbers.as_slice() {
                [Self::Number(first), Self::Number(second), ..] => Some(P::from_pair([*first, *second])),
                _ => None,
            },
            Self::Number(_) => None,
        }
    }

    fn each<V>(self, read: impl FnMut(Self) -> Option<V>) -> Option<Vec<V>> {
        match self {
            Self::List(list) => list.into_iter().map(read).collect(),
            Self::Number(_) => None,
        }
    }

    fn line<P: Position>(self) -> Option<Vec<P>> {
        self.each(Self::point)
    }

    fn lines<P: Position>(self) -> Option<Vec<Vec<P>>> {
        self.each(Self::line)
    }
}

/// Any form that servers take.
#[derive(Deserialize)]
#[serde(untagged, bound = "P: Position")]
enum Written<P> {
    Wkt(String),
    Json {
        #[serde(rename = "type")]
        kind: String,
        coordinates: Option<Places>,
        geometries: Option<Vec<Shape<P>>>,
    },
}

impl<P: Position> Written<P> {
    fn shape(self) -> Option<Shape<P>> {
        let (kind, places, shapes) = match self {
            Self::Wkt(text) => return wkt::shape(&text),
            Self::Json { kind, coordinates, geometries } => (kind, coordinates, geometries),
        };
        Some(match kind.to_ascii_lowercase().as_str() {
            "geometrycollection" => Shape::GeometryCollection(shapes?),
            "point" => Shape::Point(places?.point()?),
            "linestring" => Shape::LineString(places?.line()?),
            "polygon" => Shape::Polygon(places?.lines()?),
            "multipoint" => Shape::MultiPoint(places?.line()?),
            "multilinestring" => Shape::MultiLineString(places?.lines()?),
            "multipolygon" => Shape::MultiPolygon(places?.each(Places::lines)?),
            "envelope" | "bbox" => {
                let [top_left, bottom_right] = <[P; 2]>::try_from(places?.line()?).ok()?;
                Shape::Envelope { top_left, bottom_right }
            }
            _ => return None,
        })
    }
}

impl<'de, P: Position> Deserialize<'de> for Shape<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape = Written::deserialize(deserializer).ok().and_then(Written::shape);
        shape.ok_or_else(|| {
            de::Error::custom(
                "this is no shape: `GeoJSON` of a known type with its coordinates, or well-known text of a shape that \
                 is not empty",
            )
        })
    }
}

fn pairs<P: Position>(points: &[P]) -> Vec<[f64; 2]> {
    points.iter().map(|point| point.to_pair()).collect()
}

fn rings<P: Position>(lines: &[Vec<P>]) -> Vec<Vec<[f64; 2]>> {
    lines.iter().map(|line| pairs(line)).collect()
}

impl<P: Position> Serialize for Shape<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn write<S: Serializer>(
            serializer: S,
            kind: &str,
            key: &'static str,
            value: &impl Serialize,
        ) -> Result<S::Ok, S::Error> {
            let mut shape = serializer.serialize_struct("Shape", 2)?;
            shape.serialize_field("type", kind)?;
            shape.serialize_field(key, value)?;
            shape.end()
        }

        const PLACES: &str = "coordinates";
        match self {
            Self::Point(point) => write(serializer, "Point", PLACES, &point.to_pair()),
            Self::LineString(line) => write(serializer, "LineString", PLACES, &pairs(line)),
            Self::Polygon(polygon) => write(serializer, "Polygon", PLACES, &rings(polygon)),
            Self::MultiPoint(points) => write(serializer, "MultiPoint", PLACES, &pairs(points)),
            Self::MultiLineString(lines) => write(serializer, "MultiLineString", PLACES, &rings(lines)),
            Self::MultiPolygon(polygons) => {
                let polygons: Vec<_> = polygons.iter().map(|polygon| rings(polygon)).collect();
                write(serializer, "MultiPolygon", PLACES, &polygons)
            }
            Self::GeometryCollection(shapes) => write(serializer, "GeometryCollection", "geometries", shapes),
            Self::Envelope { top_left, bottom_right } => {
                write(serializer, "envelope", PLACES, &[top_left.to_pair(), bottom_right.to_pair()])
            }
        }
    }
}

impl<P: Position> EsField for Shape<P> {
    const TYPE: FieldType = FieldType::scalar(<P::Shape as KindMarker>::KIND);
    type Value = Self;
    type Element = Self;
    type Token<Q: Path> = Field<Q::Scope, P::Shape, Self>;

    fn token<Q: Path>() -> Self::Token<Q> {
        Field::at::<Q>()
    }
}

impl Holds<kind::GeoShape> for GeoShape {
    type Value = Self;
}

impl Holds<kind::Shape> for XyShape {
    type Value = Self;
}

impl EsField for XyPoint {
    const TYPE: FieldType = FieldType::scalar(kind::Point::KIND);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Point, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl Holds<kind::Point> for XyPoint {
    type Value = Self;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reads_back(shape: &GeoShape, text: &serde_json::Value) {
        assert_eq!(&serde_json::to_value(shape).unwrap(), text);
        assert_eq!(&serde_json::from_value::<GeoShape>(text.clone()).unwrap(), shape);
    }

    #[test]
    fn every_form_is_geo_json_with_the_longitude_first() {
        let at = GeoPoint::new;
        let line = vec![at(47.0, 8.0), at(48.0, 9.0)];
        reads_back(&Shape::Point(at(47.0, 8.0)), &json!({ "type": "Point", "coordinates": [8.0, 47.0] }));
        reads_back(
            &Shape::LineString(line.clone()),
            &json!({ "type": "LineString", "coordinates": [[8.0, 47.0], [9.0, 48.0]] }),
        );
        reads_back(
            &Shape::polygon([at(0.0, 0.0), at(0.0, 1.0), at(1.0, 1.0)]),
            &json!({ "type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]] }),
        );
        reads_back(
            &Shape::GeometryCollection(vec![Shape::MultiPoint(line.clone()), Shape::MultiLineString(vec![line])]),
            &json!({ "type": "GeometryCollection", "geometries": [
                { "type": "MultiPoint", "coordinates": [[8.0, 47.0], [9.0, 48.0]] },
                { "type": "MultiLineString", "coordinates": [[[8.0, 47.0], [9.0, 48.0]]] },
            ] }),
        );
        reads_back(
            &Shape::Envelope { top_left: at(48.0, 8.0), bottom_right: at(47.0, 9.0) },
            &json!({ "type": "envelope", "coordinates": [[8.0, 48.0], [9.0, 47.0]] }),
        );
    }

    #[test]
    fn a_height_is_left_out_and_a_point_of_one_number_is_refused() {
        let high: GeoShape = serde_json::from_value(json!({ "type": "point", "coordinates": [8, 47, 400] })).unwrap();
        assert_eq!(high, Shape::Point(GeoPoint::new(47.0, 8.0)));
        assert!(serde_json::from_value::<GeoShape>(json!({ "type": "Point", "coordinates": [8] })).is_err());
    }
}
