//! `rust_decimal::Decimal`: a number that keeps every digit in documents, and is compared as the field's kind holds it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::field;
use crate::{
    model::{Scalar, Term},
    schema::kind,
};

field! {
    Decimal: Double, also Double, ScaledFloat, Float, HalfFloat, Keyword;
}

/// The crate writes text, which servers read as a number.
impl Scalar for Decimal {
    type Kind = kind::Double;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.to_string()))
    }
}
