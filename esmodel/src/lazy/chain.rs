//! How deep in lazy properties the running task is, and by which models it came there.
//!
//! The context of a property knows its depth, but a function may also use a client of its own, which knows nothing. So
//! the depth goes with the task as well.

use std::{fmt, sync::Arc};

/// How many queries may be inside of each other. Each of them takes room on the stack.
pub(super) const LONGEST: u32 = 16;

tokio::task_local! {
    static CURRENT: Chain;
}

/// The models whose lazy properties are being loaded, the innermost first.
#[derive(Debug, Clone)]
pub(super) struct Chain(Arc<Link>);

#[derive(Debug)]
struct Link {
    model: &'static str,
    above: Option<Chain>,
    len: u32,
}

impl Chain {
    /// How many queries the running task is inside of.
    pub(super) fn depth() -> u32 {
        CURRENT.try_with(|chain| chain.0.len).unwrap_or_default()
    }

    /// The chain of the running task and `model` below it.
    pub(super) fn with(model: &'static str) -> Self {
        let above = CURRENT.try_with(Self::clone).ok();
        let len = above.as_ref().map_or(0, |above| above.0.len) + 1;
        Self(Arc::new(Link { model, above, len }))
    }

    /// Whether no query may be further inside.
    pub(super) fn is_too_long(&self) -> bool {
        self.0.len > LONGEST
    }

    /// Runs `work` as part of the chain.
    pub(super) async fn run<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }
}

/// `Author -> Post -> Author`, the outermost first.
impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = &self.0.above {
            write!(f, "{above} -> ")?;
        }
        f.write_str(self.0.model)
    }
}
