//! What most programs need: `use esmodel::prelude::*;`.

pub use serde::{Deserialize, Serialize};

pub use crate::{
    Client, EsModel, EsObject, EsProjection, EsValue, Refresh,
    batch::LazyCx,
    date_math,
    document::Expected,
    index::Applied,
    model::{Computed, Doc, GeoPoint, Lazy, Millis, RawId, Vector},
    query::{DateMath, Distance, Fuzziness, ObjectVerbs, Order, Query, Sort, agg},
    search::{Hit, Page, Search},
};
