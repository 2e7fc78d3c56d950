//! What most programs need: `use esmodel::prelude::*;`.

pub use serde::{Deserialize, Serialize};

pub use crate::{
    Client, EsModel, EsObject, EsProjection, EsValue, Refresh,
    batch::{LazyCx, Runner},
    bulk::Bulk,
    date_math,
    document::Expected,
    error::Violations,
    index::Applied,
    model::{
        Blob, Completion, Computed, Doc, GeoPoint, GeoShape, Histogram, Join, Lazy, Metrics, Millis, Range, RawId,
        Shape, StoredQuery, UnknownVariant, Unstored, Vector, XyPoint, XyShape,
    },
    query::{DateMath, Distance, Fuzziness, ObjectVerbs, Order, Query, Sort, agg},
    search::{Hit, Page, Search},
};
