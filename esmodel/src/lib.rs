//! esmodel (map of modules to be written)
pub mod dialect;
pub mod error;
pub mod wire;
pub mod transport;
pub mod policy;
mod cluster;
pub mod client;
pub mod batch;
pub mod schema;
pub mod model;
pub mod query;
pub mod search;
pub mod document;
pub mod bulk;
pub mod index;
pub mod verbs;
pub use verbs::EsModel;
pub use client::{ClientBuilder, Refresh};
pub use client::Client;
pub use error::{Error, Result};

/// What generated code may name, and nobody else.
#[doc(hidden)]
pub mod __private;
