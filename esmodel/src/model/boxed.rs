//! A struct on the heap has the fields of the struct.

use super::{Additions, EsObject, LazyValues, LazyWork, Millis, Omit};
use crate::{
    query::path::Path,
    schema::{Declared, Property},
};

impl<T: EsObject> EsObject for Box<T> {
    const PROPERTIES: &'static [Property] = T::PROPERTIES;
    const ANALYSIS: &'static [Declared] = T::ANALYSIS;
    const OMIT: &'static Omit = T::OMIT;
    const COMPUTES: bool = T::COMPUTES;
    const HAS_LAZY: bool = T::HAS_LAZY;
    const ADDS: bool = T::ADDS;
    const GATHERS: bool = T::GATHERS;
    const STAMPS: bool = T::STAMPS;
    const KEEPS_UNKNOWN: bool = T::KEEPS_UNKNOWN;
    type Fields<P: Path> = T::Fields<P>;

    fn fields_at<P: Path>() -> Self::Fields<P> {
        T::fields_at()
    }

    fn compute(&mut self) {
        T::compute(self);
    }

    fn start_lazy<'a>(&'a self, work: &mut LazyWork<'a>) {
        T::start_lazy(self, work);
    }

    fn take_lazy(&mut self, values: &mut LazyValues) {
        T::take_lazy(self, values);
    }

    fn gather_additions<'v>(&'v self, additions: &mut Additions<'v>) {
        T::gather_additions(self, additions);
    }

    fn stamp_inside(&mut self, at: Millis) {
        T::stamp_inside(self, at);
    }
}
