//! The handle.
use crate::{dialect::Dialect, error::Result, wire::{Request, Response}};
/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client;
impl Client {
    /// Sends under the policy stack.
    ///
    /// # Errors
    /// see policy.
    pub async fn send(&self, request: Request) -> Result<Response> { let _ = request; std::future::pending().await }
    /// The server's dialect, found at connect.
    pub fn dialect(&self) -> Dialect { unimplemented!() }
    /// Name of an index with this client's prefix put before it.
    pub(crate) fn index_name<'a>(&self, index: &'a str) -> std::borrow::Cow<'a, str> { index.into() }
}

/// When searches see a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refresh { /// not asked
 #[default] No, /// wait
 WaitFor, /// now
 Now }
impl Refresh { pub(crate) const fn as_param(self) -> Option<&'static str> { match self { Self::No => None, Self::WaitFor => Some("wait_for"), Self::Now => Some("true") } } }
impl Client { /// default
 pub fn refresh(&self) -> Refresh { Refresh::No } }
