//! The nodes that a client knows, and which one is asked next.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::time::Instant;

use super::breaker::{Breaker, BreakerSettings, Permit};

/// The nodes in the order given, each with its breaker.
#[derive(Debug)]
pub(crate) struct Nodes {
    nodes: Vec<(String, Breaker)>,
    turn: AtomicUsize,
}

impl Nodes {
    /// Nodes by their addresses, which hold no credentials. There is at least one.
    pub(crate) fn new(names: Vec<String>, settings: BreakerSettings) -> Self {
        let nodes = names.into_iter().map(|name| (name, Breaker::new(settings))).collect();
        Self { nodes, turn: AtomicUsize::new(0) }
    }

    /// The next node whose breaker lets a request pass; another one than `previous` where there is one.
    pub(crate) fn choose(&self, previous: Option<usize>, now: Instant) -> Option<Permit<'_>> {
        let first = self.next();
        let in_turn = || (0..self.nodes.len()).map(|offset| (first + offset) % self.nodes.len());
        let others = in_turn().filter(|node| Some(*node) != previous);
        let permit = |node: usize| self.nodes.get(node)?.1.permit(node, now);
        others.chain(previous).find_map(permit)
    }

    /// The next node in turn, whatever its breaker says.
    pub(crate) fn next(&self) -> usize {
        self.turn.fetch_add(1, Ordering::Relaxed) % self.nodes.len().max(1)
    }

    /// The node was seen to be well: its breaker closes.
    pub(crate) fn is_well(&self, node: usize) {
        if let Some((_, breaker)) = self.nodes.get(node) {
            breaker.close();
        }
    }

    /// The address of one node.
    pub(crate) fn name(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("an unknown node", |(name, _)| name)
    }

    /// The addresses of all nodes.
    pub(crate) fn all(&self) -> String {
        let names: Vec<&str> = self.nodes.iter().map(|(name, _)| name.as_str()).collect();
        names.join(", ")
    }
}
