//! What most programs need: `use esmodel::prelude::*;`.

pub use serde::{Deserialize, Serialize};

pub use crate::{
    Client, EsModel, EsObject, EsValue, Refresh, date_math,
    model::{Computed, Doc, GeoPoint, RawId, Vector},
    query::{DateMath, Distance, Fuzziness, ObjectVerbs, Order, Query, Sort, agg},
    search::{Hit, Page, Search},
};
