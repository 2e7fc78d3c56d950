//! Annotated structs as typed Elasticsearch and OpenSearch documents.
//!
//! ```no_run
//! use esmodel::prelude::*;
//!
//! /// A place where people live.
//! #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
//! #[es(index = "cities", default_sort = "-population")]
//! struct City {
//!     #[es(id)]
//!     id: u32,
//!     #[es(text, fields(raw(keyword)))]
//!     name: String,
//!     country: String,
//!     population: u64,
//!     location: GeoPoint,
//! }
//!
//! # async fn run() -> esmodel::Result<()> {
//! let es = Client::connect("http://localhost:9200").await?;
//! es.schema::<City>().apply().await?;
//!
//! let oslo = City {
//!     id: 3_143_244,
//!     name: "Oslo".into(),
//!     country: "NO".into(),
//!     population: 580_000,
//!     location: GeoPoint::new(59.91273, 10.74609),
//! };
//! let mut oslo = oslo.save(&es).await?;
//! oslo.population += 1;
//! oslo.save(&es).await?; // refused if somebody else wrote it in between
//!
//! let again = City::get(&es, 3_143_244).await?;
//! assert_eq!(again.population, 580_001);
//! # Ok(()) }
//! ```
//!
//! # Where things are
//!
//! In the order in which data flows; each module uses only those before it.
//!
//! | module | holds |
//! |---|---|
//! | [`dialect`] | product and version of a server, and what each can do |
//! | [`error`] | the one error enum |
//! | [`wire`] | requests and answers as plain data |
//! | [`schema`] | a model's schema as const data; mappings; checks in the compiler |
//! | [`model`] | what the derives implement; [`Doc`], ids, computed fields, storing and loading |
//! | [`query`] | field tokens, clauses, sort orders, aggregations |
//! | [`transport`] | one request to one node; the official client, and a mock for tests |
//! | [`policy`] | retry, choice of a node, circuit breaker, time-out: one stack |
//! | [`client`] | the handle |
//! | [`batch`] | what verbs run on; requests that go out together |
//! | [`lazy`] | lazy properties: fields that further queries fill |
//! | [`document`] | one document: save, get, delete, modify; optimistic concurrency |
//! | [`search`] | searches: pages, hits, aggregations |
//! | [`bulk`] | many documents in few requests |
//! | [`index`] | indices as a whole, and applying a schema |
//! | [`verbs`] | [`EsModel`]: where each verb of a model starts |
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `transport-official` | yes | [`Client::connect`] over the official `elasticsearch` crate, with rustls |
//! | `chrono` | yes | `chrono`'s dates and times as field types |
//! | `jiff`, `time` | no | the dates and times of those crates |
//! | `uuid`, `url`, `rust_decimal`, `ipnet` | no | the values of those crates |
//! | `geo-types` | no | geometries of that crate, to and from [`model::GeoShape`] and [`model::XyShape`] |
//! | `garde` | no | `#[es(validate)]`: the rules of the crate `garde`, checked before a write |
//! | `test-util` | no | `transport::mock`, for tests of code that uses esmodel |

pub mod batch;
pub mod bulk;
pub mod client;
mod cluster;
pub mod dialect;
pub mod document;
pub mod error;
pub mod index;
pub mod lazy;
pub mod model;
pub mod policy;
pub mod prelude;
pub mod query;
pub mod schema;
pub mod search;
pub mod transport;
pub mod verbs;
pub mod wire;

pub use client::{Client, ClientBuilder, Refresh};
pub use error::{Error, Result};
#[doc = include_str!("derive.md")]
pub use esmodel_derive::EsModel;
/// A struct inside documents, or an [enum with data](derive@EsModel#enums-with-data): `object` as a field, `nested` in a
/// list.
///
/// Its fields have the attributes of a model's fields, but for those of a whole document (`id`, `routing`, timestamps,
/// authors, `soft_delete`): [on a field](derive@EsModel#on-a-field). On the struct:
///
/// | attribute | says |
/// |---|---|
/// | `analysis = SEARCH`, `analysis(SEARCH, NAMES)` | constants that models share, which then have them in their index |
/// | `crate = ".."` | the path of this crate where it has another name |
pub use esmodel_derive::EsObject;
/// Some fields of a model or of an object, to read documents in part. It stands beside `Deserialize`.
///
/// | attribute | says |
/// |---|---|
/// | `of = City` | the model, or the object, whose fields these are |
/// | `crate = ".."` | the path of this crate where it has another name |
/// | `id` (field) | the document's id, of the type that the model has for it, or an `Option` of that |
/// | `one_or_many` (field) | a list that is read also from a single value, or from null |
///
/// What is compared with the model, and an example: [reading in part](derive@EsModel#reading-in-part).
pub use esmodel_derive::EsProjection;
/// A value of one field: a unit enum, which is a `keyword` of its variants' names in serde, or a newtype, which is what it
/// wraps.
///
/// | attribute | says |
/// |---|---|
/// | `parent = Question` (variant) | of the relations of a [`Join`](model::Join): whose child this is |
/// | `crate = ".."` | the path of this crate where it has another name |
pub use esmodel_derive::EsValue;
pub use model::Doc;
pub use verbs::EsModel;

/// What generated code may name, and nobody else.
#[doc(hidden)]
pub mod __private;

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
