//! What reaches from one value to another, or over an area; bytes, and suggestions in contexts.

use std::net::{IpAddr, Ipv4Addr};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use esmodel::prelude::*;

/// Ranges of every kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "ranges")]
pub struct Ranges {
    #[es(id)]
    pub id: u32,
    pub integers: Range<i32>,
    pub longs: Range<i64>,
    pub floats: Range<f32>,
    pub doubles: Range<f64>,
    pub times: Range<DateTime<Utc>>,
    pub days: Range<NaiveDate>,
    pub hours: Range<NaiveTime>,
    pub addresses: Range<IpAddr>,
    pub many: Vec<Range<u8>>,
    #[es(long_range(coerce = false, index = false, store = true))]
    pub wide: Option<Range<u64>>,
    #[es(date_range(format = "yyyy/MM/dd", coerce = false))]
    pub text: Option<Range<String>>,
    #[es(ip_range(doc_values = false))]
    pub v4: Option<Range<Ipv4Addr>>,
}

/// Shapes on Earth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "shapes")]
pub struct Shapes {
    #[es(id)]
    pub id: u32,
    pub shape: GeoShape,
    #[es(geo_shape(
        orientation = "left",
        coerce = true,
        ignore_malformed = true,
        ignore_z_value = false,
        doc_values = false
    ))]
    pub kept: Option<GeoShape>,
    #[es(geo_shape(doc_values = false))]
    pub many: Vec<GeoShape>,
}

/// Points and shapes in a plane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "plane")]
pub struct Plane {
    #[es(id)]
    pub id: u32,
    pub point: XyPoint,
    #[es(point(ignore_malformed = true, ignore_z_value = false, null_value = "1.5,2.5"))]
    pub maybe: Option<XyPoint>,
    pub shape: XyShape,
    #[es(shape(orientation = "left", coerce = true, ignore_malformed = true, ignore_z_value = false))]
    pub params: Option<XyShape>,
}

/// Bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "blobs")]
pub struct Blobs {
    #[es(id)]
    pub id: u32,
    pub bytes: Blob,
    #[es(binary(store = true, doc_values = true))]
    pub stored: Option<Blob>,
    pub many: Vec<Blob>,
}

/// Suggestions in contexts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "suggestions")]
pub struct Suggestions {
    #[es(id)]
    pub id: u32,
    #[es(completion(contexts(genre(category(path = "category")), place(geo(precision = 4)))))]
    pub title: Completion,
    pub category: String,
    pub plain: Completion,
}
