//! Fields that reach over something, ranges and shapes, and how they lie to another range or shape.

use std::ops::{self, Bound};

use super::{
    build::Query,
    field::Field,
    gate::{Extended, Spread},
    json::JsonWriter,
    literal::{IntoTerm, Literal, TermKind, literal},
    node::{At, Node, enter, weigh},
};
use crate::{
    model::{GeoPoint, GeoShape, Range, RangeKind, Scalar, Shape, XyPoint, XyShape},
    schema::kind,
};

/// How the field lies to what is asked for.
#[derive(Debug, Clone, Copy)]
enum Relation {
    Intersects,
    Within,
    Contains,
}

impl Relation {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Intersects => "intersects",
            Self::Within => "within",
            Self::Contains => "contains",
        }
    }
}

/// A range or a shape in a query.
#[derive(Debug, Clone)]
pub struct Extent(Repr);

#[derive(Debug, Clone)]
enum Repr {
    Range([Option<(&'static str, Literal)>; 2]),
    Geo(GeoShape),
    Xy(XyShape),
}

/// `range` with a relation, `geo_shape`, `shape`.
#[derive(Debug, Clone)]
pub(crate) struct ExtentNode {
    at: At,
    relation: Relation,
    extent: Extent,
}

/// What a field of kind `K` that holds values of type `V` may be laid over: a range over ranges, a shape over shapes and
/// places.
#[diagnostic::on_unimplemented(
    message = "a field that holds `{V}` cannot be laid over `{Self}`",
    label = "neither such a range nor such a shape",
    note = "ranges are compared with ranges of the same bounds (`18..65`), shapes and places with a `GeoShape`, in a plane with an `XyShape`"
)]
pub trait IntoExtent<K, V: ?Sized> {
    /// The range or shape as it stands in a query.
    #[doc(hidden)]
    fn into_extent(self) -> Extent;
}

/// What a field of ranges holds.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a range", label = "contains no values")]
pub trait Spans {
    /// What the range reaches from and to.
    type Bound: ?Sized;
}

impl<T> Spans for Range<T> {
    type Bound = T;
}

impl<K: TermKind + RangeKind, T: Scalar> IntoExtent<K, Range<T>> for Range<T> {
    fn into_extent(self) -> Extent {
        let end = |included, excluded, bound: &Bound<T>| match bound {
            Bound::Included(value) => Some((included, literal::<K, T>(value))),
            Bound::Excluded(value) => Some((excluded, literal::<K, T>(value))),
            Bound::Unbounded => None,
        };
        Extent(Repr::Range([end("gte", "gt", &self.lower), end("lte", "lt", &self.upper)]))
    }
}

macro_rules! std_ranges {
    ($($std:ty),+) => { $(
        impl<K: TermKind + RangeKind, T: Scalar> IntoExtent<K, Range<T>> for $std {
            fn into_extent(self) -> Extent {
                IntoExtent::<K, Range<T>>::into_extent(Range::from(self))
            }
        }
    )+ };
}
std_ranges!(ops::Range<T>, ops::RangeInclusive<T>, ops::RangeFrom<T>, ops::RangeTo<T>, ops::RangeToInclusive<T>);

macro_rules! shapes {
    ($($kind:ident of $value:ty: $shape:ty, $repr:ident;)+) => { $(
        impl IntoExtent<kind::$kind, $value> for $shape {
            fn into_extent(self) -> Extent {
                Extent(Repr::$repr(self))
            }
        }
    )+ };
}
shapes! {
    GeoShape of GeoShape: GeoShape, Geo;
    GeoPoint of GeoPoint: GeoShape, Geo;
    Shape of XyShape: XyShape, Xy;
    Point of XyPoint: XyShape, Xy;
}

impl IntoExtent<kind::GeoShape, GeoShape> for GeoPoint {
    fn into_extent(self) -> Extent {
        Extent(Repr::Geo(Shape::Point(self)))
    }
}

/// # Ranges and shapes
impl<M, K, V: ?Sized> Field<M, K, V> {
    /// The field's range contains the value: `f.valid().contains(today)`.
    pub fn contains(self, value: impl IntoTerm<K, V::Bound>) -> Query<M>
    where
        K: RangeKind,
        V: Spans,
    {
        Query::of(Node::Term { at: self.at_path(), value: value.into_literal() })
    }

    /// The field's range or shape and the given one have something in common: `f.ages().intersects(18..65)`.
    pub fn intersects(self, other: impl IntoExtent<K, V>) -> Query<M>
    where
        K: Extended,
    {
        self.lies(Relation::Intersects, other)
    }

    /// The field's range, shape or place lies wholly inside the given one.
    pub fn inside(self, other: impl IntoExtent<K, V>) -> Query<M>
    where
        K: Extended,
    {
        // Not every server knows the other word for places.
        self.lies(if K::IS_PLACE { Relation::Intersects } else { Relation::Within }, other)
    }

    /// The given range or shape lies wholly inside the field's.
    pub fn encloses(self, other: impl IntoExtent<K, V>) -> Query<M>
    where
        K: Spread,
    {
        self.lies(Relation::Contains, other)
    }

    fn lies(self, relation: Relation, other: impl IntoExtent<K, V>) -> Query<M> {
        Query::of(Node::Extent(Box::new(ExtentNode { at: self.at_path(), relation, extent: other.into_extent() })))
    }
}

impl ExtentNode {
    pub(super) fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        let is_opensearch = json.dialect().is_opensearch();
        let name = match &self.extent.0 {
            Repr::Range(_) => "range",
            Repr::Geo(_) => "geo_shape",
            Repr::Xy(_) if is_opensearch => "xy_shape",
            Repr::Xy(_) => "shape",
        };
        self.at.check_search(json);
        enter(json, self.at.nested, &mut |json| {
            json.object(|json| {
                json.entry_object(name, |json| {
                    json.entry_object(self.at.path, |json| self.write_entries(json, boost));
                    // A shape's weight stands beside the field, a range's inside.
                    if !matches!(self.extent.0, Repr::Range(_)) {
                        json.entry_bool("ignore_unmapped", true);
                        weigh(json, boost);
                    }
                });
            });
        });
    }

    fn write_entries(&self, json: &mut JsonWriter, boost: Option<f32>) {
        match &self.extent.0 {
            Repr::Range(ends) => {
                for (key, value) in ends.iter().flatten() {
                    json.key(key);
                    value.write_at(json, self.at);
                }
                weigh(json, boost);
            }
            Repr::Geo(shape) => {
                json.key("shape");
                json.value(shape, self.at.path);
            }
            Repr::Xy(shape) => {
                json.key("shape");
                json.value(shape, self.at.path);
            }
        }
        json.entry_str("relation", self.relation.as_str());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        dialect::{Dialect, Product, Version},
        query::{path::Root, sample::Employee},
    };

    const ES: Dialect = Dialect::new(Product::Elasticsearch, Version::new(8, 19, 0));
    const OS: Dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));

    fn written(query: &Query<Employee>, dialect: Dialect) -> Value {
        serde_json::from_str(&query.to_json(dialect).unwrap()).unwrap()
    }

    /// No engine of the tests has shapes in a plane.
    #[test]
    fn shapes_in_a_plane_have_each_products_word() {
        let field = Field::<Employee, kind::Shape, XyShape>::at::<Root<Employee>>();
        let shape: XyShape = Shape::Point(XyPoint::new(1.0, 2.0));
        let query = field.encloses(shape).boost(2.0);
        let entries = json!({ "shape": { "type": "Point", "coordinates": [1.0, 2.0] }, "relation": "contains" });
        assert_eq!(written(&query, ES), json!({ "shape": { "": entries, "ignore_unmapped": true, "boost": 2.0 } }));
        assert_eq!(written(&query, OS), json!({ "xy_shape": { "": entries, "ignore_unmapped": true, "boost": 2.0 } }));
    }

    #[test]
    fn a_place_inside_of_a_shape_intersects_it() {
        let field = Field::<Employee, kind::GeoPoint, GeoPoint>::at::<Root<Employee>>();
        let shape: GeoShape = Shape::Point(GeoPoint::new(1.0, 2.0));
        let entries = json!({ "shape": { "type": "Point", "coordinates": [2.0, 1.0] }, "relation": "intersects" });
        assert_eq!(written(&field.inside(shape), ES), json!({ "geo_shape": { "": entries, "ignore_unmapped": true } }));
    }

    #[test]
    fn the_bounds_of_a_range_are_kept_open_or_closed() {
        let field = Field::<Employee, kind::IntegerRange, Range<i32>>::at::<Root<Employee>>();
        let range = json!({ "range": { "": { "gte": 1, "lt": 5, "relation": "within" } } });
        assert_eq!(written(&field.inside(1..5), ES), range);
        let range = json!({ "range": { "": { "gt": 1, "boost": 2.0, "relation": "contains" } } });
        let above = Range::new(Bound::Excluded(1), Bound::Unbounded);
        assert_eq!(written(&field.encloses(above).boost(2.0), ES), range);
        assert_eq!(written(&field.contains(3), ES), json!({ "term": { "": 3 } }));
    }
}
