//! esmodel (map of modules to be written)
pub mod dialect;
pub mod error;
pub mod wire;
pub mod transport;
pub mod client;
pub mod batch;
pub use client::Client;
pub use error::{Error, Result};
