//! Starts genuine, throw-away Elasticsearch and OpenSearch nodes on a plain JDK, without Docker.
//!
//! ```no_run
//! use esmodel_devnode::{DevNode, Engine};
//!
//! let cluster = DevNode::builder().engine(Engine::OpenSearch3).nodes(3).start()?;
//! println!("{}", cluster.url());
//! # Ok::<(), esmodel_devnode::Error>(())
//! ```
//!
//! The first use of an engine fetches it through Maven into a cache folder (`ESMODEL_CACHE`, or `esmodel` in the user's
//! cache folder) and takes about a minute; after that a node is up in seconds. Nodes listen on the loopback interface
//! only, keep their data in a temporary folder, and end with the process that started them, however that ends.
//!
//! This crate does not talk to the engines it starts, beyond asking whether they are healthy.

mod account;
mod archive;
mod builder;
mod cache;
mod cluster;
mod elastic;
mod engine;
mod error;
mod home;
mod install;
mod jdk;
mod lacks;
mod node;
mod ready;
mod tool;

pub use builder::Builder;
pub use cluster::DevNode;
pub use engine::Engine;
pub use error::Error;
pub use jdk::Jdk;
pub use lacks::Lack;
