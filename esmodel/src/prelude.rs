//! What most programs need: `use esmodel::prelude::*;`.

pub use serde::{Deserialize, Serialize};

pub use crate::{
    Client, EsModel, EsObject, EsValue, Refresh,
    model::{Computed, Doc, GeoPoint, RawId, Vector},
};
