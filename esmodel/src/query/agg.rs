//! x
use crate::model::Millis;
/// x
pub trait Measure {}
impl Measure for f64 {}
impl Measure for Millis {}
