//! Geometries of `geo_types`, to and from ours. Their own JSON is no `GeoJSON`, so the field is a [`GeoShape`], a
//! [`GeoPoint`], an [`XyShape`](crate::model::XyShape) or an [`XyPoint`]; x is the longitude.

use geo_types::{Coord, Geometry, LineString, Point, Polygon};

use crate::model::{GeoPoint, GeoShape, Position, Shape, XyPoint};

macro_rules! points {
    ($($point:ty),+) => { $(
        impl From<Point<f64>> for $point {
            fn from(point: Point<f64>) -> Self {
                ours(point.0)
            }
        }

        impl From<$point> for Point<f64> {
            fn from(point: $point) -> Self {
                Point(theirs(point))
            }
        }
    )+ };
}
points!(GeoPoint, XyPoint);

fn ours<P: Position>(coord: Coord<f64>) -> P {
    P::from_pair([coord.x, coord.y])
}

fn theirs<P: Position>(point: P) -> Coord<f64> {
    let [x, y] = point.to_pair();
    Coord { x, y }
}

fn our_line<P: Position>(line: LineString<f64>) -> Vec<P> {
    line.0.into_iter().map(ours).collect()
}

fn our_rings<P: Position>(polygon: Polygon<f64>) -> Vec<Vec<P>> {
    let (outline, holes) = polygon.into_inner();
    std::iter::once(outline).chain(holes).map(our_line).collect()
}

fn their_line<P: Position>(line: Vec<P>) -> LineString<f64> {
    line.into_iter().map(theirs).collect()
}

fn their_polygon<P: Position>(rings: Vec<Vec<P>>) -> Polygon<f64> {
    let mut rings = rings.into_iter().map(their_line);
    let outline = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outline, rings.collect())
}

/// Lines and triangles become what contains them; boxes stay boxes.
impl<P: Position> From<Geometry<f64>> for Shape<P> {
    fn from(geometry: Geometry<f64>) -> Self {
        match geometry {
            Geometry::Point(point) => Self::Point(ours(point.0)),
            Geometry::Line(line) => Self::LineString(vec![ours(line.start), ours(line.end)]),
            Geometry::LineString(line) => Self::LineString(our_line(line)),
            Geometry::Polygon(polygon) => Self::Polygon(our_rings(polygon)),
            Geometry::MultiPoint(points) => Self::MultiPoint(points.0.into_iter().map(|point| ours(point.0)).collect()),
            Geometry::MultiLineString(lines) => Self::MultiLineString(lines.0.into_iter().map(our_line).collect()),
            Geometry::MultiPolygon(polygons) => Self::MultiPolygon(polygons.0.into_iter().map(our_rings).collect()),
            Geometry::GeometryCollection(all) => Self::GeometryCollection(all.0.into_iter().map(Self::from).collect()),
            Geometry::Rect(rect) => {
                let (least, most) = (rect.min(), rect.max());
                Self::Envelope {
                    top_left: ours(Coord { x: least.x, y: most.y }),
                    bottom_right: ours(Coord { x: most.x, y: least.y }),
                }
            }
            Geometry::Triangle(triangle) => Self::Polygon(our_rings(triangle.to_polygon())),
        }
    }
}

impl<P: Position> From<Shape<P>> for Geometry<f64> {
    fn from(shape: Shape<P>) -> Self {
        match shape {
            Shape::Point(point) => Self::Point(Point(theirs(point))),
            Shape::LineString(line) => Self::LineString(their_line(line)),
            Shape::Polygon(rings) => Self::Polygon(their_polygon(rings)),
            Shape::MultiPoint(points) => {
                Self::MultiPoint(points.into_iter().map(|point| Point(theirs(point))).collect())
            }
            Shape::MultiLineString(lines) => Self::MultiLineString(lines.into_iter().map(their_line).collect()),
            Shape::MultiPolygon(polygons) => Self::MultiPolygon(polygons.into_iter().map(their_polygon).collect()),
            Shape::GeometryCollection(shapes) => Self::GeometryCollection(shapes.into_iter().map(Self::from).collect()),
            Shape::Envelope { top_left, bottom_right } => {
                Self::Rect(geo_types::Rect::new(theirs(top_left), theirs(bottom_right)))
            }
        }
    }
}

/// A polygon on Earth.
impl From<Polygon<f64>> for GeoShape {
    fn from(polygon: Polygon<f64>) -> Self {
        Self::from(Geometry::Polygon(polygon))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_comes_back() {
        let at = |lat, lon| GeoPoint::new(lat, lon);
        let line = vec![at(47.0, 8.0), at(48.0, 9.0)];
        for shape in [
            Shape::Point(at(47.0, 8.0)),
            Shape::LineString(line.clone()),
            Shape::polygon([at(0.0, 0.0), at(0.0, 1.0), at(1.0, 1.0)]),
            Shape::MultiPoint(line.clone()),
            Shape::MultiLineString(vec![line.clone()]),
            Shape::GeometryCollection(vec![Shape::LineString(line)]),
            Shape::Envelope { top_left: at(48.0, 8.0), bottom_right: at(47.0, 9.0) },
        ] {
            assert_eq!(GeoShape::from(Geometry::from(shape.clone())), shape);
        }
        assert_eq!(GeoPoint::from(Point::new(8.0, 47.0)), at(47.0, 8.0));
    }
}
