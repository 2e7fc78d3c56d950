//! Shapes as well-known text, which servers take in place of `GeoJSON`: `POINT (8 47)`, `BBOX (8, 9, 48, 47)`.

use super::{Position, Shape};

/// The shape that a text begins with; `None` where it is none, or an empty one. As servers do, it takes any case, leaves
/// heights out and does not look behind the last parenthesis.
pub(super) fn shape<P: Position>(text: &str) -> Option<Shape<P>> {
    Reader { rest: text, depth: 0 }.shape()
}

struct Reader<'t> {
    rest: &'t str,
    /// In how many collections.
    depth: usize,
}

/// As deep as `serde_json` reads the same as `GeoJSON`.
const MOST_COLLECTIONS: usize = 60;

impl Reader<'_> {
    fn shape<P: Position>(&mut self) -> Option<Shape<P>> {
        let word = self.word().to_ascii_uppercase();
        Some(match word.as_str() {
            "POINT" => Shape::Point(self.inside(Self::point)?),
            "LINESTRING" => Shape::LineString(self.list(Self::point)?),
            "POLYGON" => Shape::Polygon(self.lines()?),
            "MULTIPOINT" => Shape::MultiPoint(self.list(Self::point_of_several)?),
            "MULTILINESTRING" => Shape::MultiLineString(self.lines()?),
            "MULTIPOLYGON" => Shape::MultiPolygon(self.list(Self::lines)?),
            "GEOMETRYCOLLECTION" if self.depth < MOST_COLLECTIONS => {
                self.depth += 1;
                let shapes = self.list(Self::shape)?;
                self.depth -= 1;
                Shape::GeometryCollection(shapes)
            }
            "BBOX" => {
                let [left, right, top, bottom] = <[f64; 4]>::try_from(self.list(Self::number)?).ok()?;
                Shape::Envelope { top_left: P::from_pair([left, top]), bottom_right: P::from_pair([right, bottom]) }
            }
            _ => return None,
        })
    }

    fn lines<P: Position>(&mut self) -> Option<Vec<Vec<P>>> {
        self.list(|reader| reader.list(Self::point))
    }

    fn point<P: Position>(&mut self) -> Option<P> {
        let pair = [self.number()?, self.number()?];
        while self.number().is_some() {}
        Some(P::from_pair(pair))
    }

    /// With parentheses of its own or without.
    fn point_of_several<P: Position>(&mut self) -> Option<P> {
        if self.is_next('(') { self.inside(Self::point) } else { self.point() }
    }

    /// What stands in parentheses, with commas between.
    fn list<V>(&mut self, mut read: impl FnMut(&mut Self) -> Option<V>) -> Option<Vec<V>> {
        self.inside(|reader| {
            let mut all = vec![read(reader)?];
            while reader.takes(',') {
                all.push(read(reader)?);
            }
            Some(all)
        })
    }

    fn inside<V>(&mut self, read: impl FnOnce(&mut Self) -> Option<V>) -> Option<V> {
        let value = self.takes('(').then(|| read(self))??;
        self.takes(')').then_some(value)
    }

    fn word(&mut self) -> &str {
        self.token(|letter| letter.is_ascii_alphabetic())
    }

    fn number(&mut self) -> Option<f64> {
        let before = self.rest;
        let number = self.token(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '+' | '-'));
        let number = number.parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.rest = before;
        }
        number
    }

    fn token(&mut self, is_part: impl Fn(char) -> bool) -> &str {
        let rest = self.rest.trim_start();
        let (token, rest) = rest.split_at(rest.find(|letter| !is_part(letter)).unwrap_or(rest.len()));
        self.rest = rest;
        token
    }

    fn is_next(&self, sign: char) -> bool {
        self.rest.trim_start().starts_with(sign)
    }

    fn takes(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::shape;
    use crate::model::{GeoPoint, GeoShape, Shape};

    fn at(lon: f64, lat: f64) -> GeoPoint {
        GeoPoint::new(lat, lon)
    }

    #[test]
    fn every_form_is_read_in_any_case_and_without_heights() {
        let line = vec![at(0.0, 0.0), at(1.0, 1.5)];
        let ring = vec![at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 0.0)];
        for (text, expected) in [
            ("POINT (2 1)", Shape::Point(at(2.0, 1.0))),
            (" point\n(2.0e0 +1 3)", Shape::Point(at(2.0, 1.0))),
            ("LineString(0 0,1 1.5)", Shape::LineString(line.clone())),
            ("POLYGON ((0 0, 1 0, 1 1, 0 0))", Shape::Polygon(vec![ring.clone()])),
            ("MULTIPOINT (0 0, 1 1.5)", Shape::MultiPoint(line.clone())),
            ("MULTIPOINT ((0 0), (1 1.5))", Shape::MultiPoint(line.clone())),
            ("MULTILINESTRING ((0 0, 1 1.5))", Shape::MultiLineString(vec![line.clone()])),
            ("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", Shape::MultiPolygon(vec![vec![ring]])),
            (
                "GEOMETRYCOLLECTION (POINT (2 1), LINESTRING (0 0, 1 1.5))",
                Shape::GeometryCollection(vec![Shape::Point(at(2.0, 1.0)), Shape::LineString(line)]),
            ),
            ("BBOX (8, 9, 48, 47)", Shape::Envelope { top_left: at(8.0, 48.0), bottom_right: at(9.0, 47.0) }),
        ] {
            assert_eq!(shape(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn collections_inside_of_each_other_end() {
        let deep = |times: usize| format!("{}POINT (1 2){}", "GEOMETRYCOLLECTION (".repeat(times), ")".repeat(times));
        assert!(shape::<GeoPoint>(&deep(60)).is_some());
        assert!(shape::<GeoPoint>(&deep(100_000)).is_none());
    }

    #[test]
    fn what_is_no_shape_is_none() {
        for text in
            ["", "POINT", "POINT EMPTY", "POINT (1)", "POINT (1 2", "POINT (NaN 1)", "CIRCLE (1 2 3)", "BBOX (1, 2)"]
        {
            assert_eq!(shape::<GeoPoint>(text), None::<GeoShape>, "{text}");
        }
    }
}
