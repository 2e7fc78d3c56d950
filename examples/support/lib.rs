//! What the examples share: a server to run on.

#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use std::env;

use esmodel::Client;
use esmodel_devnode::DevNode;

/// What an example may fail with.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A server, and the process behind it where this program started one: it ends with the value.
#[derive(Debug)]
pub struct Server {
    /// A client of the server.
    pub es: Client,
    node: Option<DevNode>,
}

impl Server {
    /// The server that `ESMODEL_URL` names; without it a throw-away engine that this program starts.
    ///
    /// # Errors
    /// When there is neither: the message says what to install or to set.
    pub async fn find() -> Result<Self, Error> {
        if let Ok(url) = env::var("ESMODEL_URL") {
            return Ok(Self { es: Client::connect(url).await?, node: None });
        }
        println!("Starting a real engine; the first time ever it is fetched, which takes a minute ..");
        let node = tokio::task::spawn_blocking(DevNode::start).await??;
        Ok(Self { es: Client::connect(node.url()).await?, node: Some(node) })
    }

    /// One line about the server.
    pub fn describe(&self) -> String {
        let whose = if self.node.is_some() { "started by this program" } else { "from ESMODEL_URL" };
        format!("{}, {whose}", self.es.dialect())
    }
}
