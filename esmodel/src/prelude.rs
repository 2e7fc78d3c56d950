//! What most programs need: `use esmodel::prelude::*;`.

pub use serde::{Deserialize, Serialize};

pub use crate::{
    Client, EsModel, EsObject, EsValue, Refresh,
    batch::LazyCx,
    date_math,
    document::Expected,
    error::Violations,
    index::Applied,
    model::{Computed, Doc, GeoPoint, Lazy, Millis, RawId, Vector},
    query::{DateMath, Distance, Fuzziness, ObjectVerbs, Order, Query, Sort, agg},
    search::{Hit, Page, Search},
};
