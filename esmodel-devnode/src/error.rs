//! What can go wrong between asking for a node and having one.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::Engine;

/// Where a user turns who cannot have a node on this machine.
const OTHERWISE: &str = "or set ESMODEL_URL to a running cluster, or run `docker compose up`";

/// Why a node was not started, or not found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No engine has this name.
    #[error("no engine is called `{name}`; there are {}", names())]
    UnknownEngine {
        /// The name as given.
        name: String,
    },
    /// No JDK on this machine suits the engine.
    #[error("{engine} needs a {} ({found}): install one, {OTHERWISE}", engine.jdk_words())]
    NoJdk {
        /// The engine that was asked for.
        engine: Engine,
        /// What was found instead.
        found: String,
    },
    /// Maven, which fetches the engine, is not there.
    #[error("{engine} is fetched by Maven, but `mvn` was not found: install Maven, {OTHERWISE}")]
    NoMaven {
        /// The engine that was asked for.
        engine: Engine,
    },
    /// A tool that installs the engine ended with an error.
    #[error("{tool} failed while installing {engine}: {output}")]
    Install {
        /// The engine that was being installed.
        engine: Engine,
        /// The tool, as it was called.
        tool: String,
        /// The end of what the tool said.
        output: String,
    },
    /// A node ended, or did not answer in time, while it was starting.
    #[error("{engine} did not start: {reason}; log {}:\n{tail}", log_path.display())]
    Start {
        /// The engine that was being started.
        engine: Engine,
        /// What happened.
        reason: String,
        /// The whole log, which is kept.
        log_path: PathBuf,
        /// The log's last lines.
        tail: String,
    },
    /// The cluster has no node of this number.
    #[error("there is no node {index}; the cluster has {nodes}, counted from 0")]
    NoSuchNode {
        /// The number that was asked for.
        index: usize,
        /// How many nodes the cluster was started with.
        nodes: usize,
    },
    /// The engine cannot run here or in this form.
    #[error("{engine} cannot be started: {reason}")]
    Refused {
        /// The engine that was asked for.
        engine: Engine,
        /// Why not.
        reason: String,
    },
    /// A file or a process could not be dealt with.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
}

fn names() -> String {
    Engine::ALL.map(Engine::name).join(", ")
}

/// Adds the action and the path to errors of the file system.
pub(crate) trait At<T> {
    fn at(self, action: &'static str, path: impl AsRef<Path>) -> Result<T, Error>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: impl AsRef<Path>) -> Result<T, Error> {
        self.map_err(|source| Error::Io { action, path: path.as_ref().to_owned(), source })
    }
}
