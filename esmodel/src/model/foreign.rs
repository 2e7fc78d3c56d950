//! Types of other crates as fields, each behind the feature of its crate's name.

#[cfg(feature = "rust_decimal")]
mod decimal;
#[cfg(feature = "geo-types")]
mod geo;
#[cfg(feature = "ipnet")]
mod ipnet;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

/// A scalar of another crate: its own kind, the parameters that its JSON asks for, and the kinds besides dates that hold
/// it.
#[cfg(any(feature = "jiff", feature = "rust_decimal", feature = "time", feature = "url", feature = "uuid"))]
macro_rules! field {
    ($($scalar:ty: $own:ident $(with $params:expr)?, also $($also:ident),+;)+) => { $(
        impl crate::model::EsField for $scalar {
            const TYPE: crate::schema::FieldType = crate::schema::FieldType::scalar(crate::schema::Kind::$own)
                $(.with_params($params))?;
            type Value = Self;
            type Element = Self;
            type Token<P: crate::query::path::Path> =
                crate::query::Field<P::Scope, crate::schema::kind::$own, Self>;

            fn token<P: crate::query::path::Path>() -> Self::Token<P> {
                crate::query::Field::at::<P>()
            }
        }

        $( impl crate::model::Holds<crate::schema::kind::$also> for $scalar {
            type Value = Self;
        } )+
    )+ };
}

#[cfg(any(feature = "jiff", feature = "rust_decimal", feature = "time", feature = "url", feature = "uuid"))]
use field;

/// The format of a time of day with as many decimals as it has.
#[cfg(any(feature = "jiff", feature = "time"))]
const fn format(format: &'static str) -> crate::schema::Param {
    crate::schema::Param::new("format", crate::schema::ParamValue::Str(format))
}

/// What crates write of one time with one to nine decimals, and of another without any.
#[cfg(any(feature = "jiff", feature = "time"))]
macro_rules! decimals {
    ([$($whole:literal)?] $before:literal, $after:literal) => {
        &[
            $($whole,)?
            concat!($before, ".1", $after),
            concat!($before, ".12", $after),
            concat!($before, ".123", $after),
            concat!($before, ".1234", $after),
            concat!($before, ".12345", $after),
            concat!($before, ".123456", $after),
            concat!($before, ".1234567", $after),
            concat!($before, ".12345678", $after),
            concat!($before, ".123456789", $after),
        ]
    };
}

#[cfg(any(feature = "jiff", feature = "time"))]
use decimals;
