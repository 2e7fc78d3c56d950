//! esmodel (map of modules to be written)
pub mod dialect;
pub mod error;
pub mod wire;
pub mod transport;
pub mod client;
pub mod batch;
pub mod schema;
pub mod model;
pub mod query;
pub use client::Client;
pub use error::{Error, Result};
pub use esmodel_derive::{EsModel, EsObject, EsValue};

/// What generated code may name, and nobody else.
#[doc(hidden)]
pub mod __private;
