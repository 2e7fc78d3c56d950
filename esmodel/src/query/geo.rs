//! Places: within a distance, and sorted by it.

use super::{
    build::Query,
    field::Field,
    gate::Geo,
    literal::Literal,
    node::{GeoNode, Node},
};
use crate::model::GeoPoint;

/// A length on the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distance {
    meters: f64,
}

impl Distance {
    /// That many kilometres.
    pub fn km(kilometres: impl Into<f64>) -> Self {
        Self { meters: kilometres.into() * 1000.0 }
    }

    /// That many metres.
    pub fn m(metres: impl Into<f64>) -> Self {
        Self { meters: metres.into() }
    }

    /// That many miles of 1609.344 m.
    pub fn miles(miles: impl Into<f64>) -> Self {
        Self { meters: miles.into() * 1609.344 }
    }

    /// In metres.
    pub const fn as_meters(self) -> f64 {
        self.meters
    }

    fn literal(self) -> Literal {
        Literal::owned(format!("{}m", self.meters))
    }
}

impl<M, K, V: ?Sized> Field<M, K, V> {
    /// The place is at most that far from `center` (`geo_distance`): `f.location().within(Distance::km(50), zurich)`.
    /// The server refuses a distance that is not positive.
    pub fn within(self, distance: Distance, center: GeoPoint) -> Query<M>
    where
        K: Geo,
    {
        let GeoPoint { lat, lon } = center;
        Query::of(Node::GeoDistance(Box::new(GeoNode { at: self.at_path(), distance: distance.literal(), lat, lon })))
    }
}
