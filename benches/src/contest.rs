//! The same work done by esmodel and by others, in turn: what a noisy machine does to one, it does to the others.

use crate::{
    cost::{Cost, Work, measured},
    table::{Judged, Row},
};

/// Makes one run of the work ready, untimed, and returns it.
pub(crate) type Prepare = Box<dyn FnMut() -> Work>;

/// One piece of work, and everyone who does it.
pub(crate) struct Contest {
    /// The work, unique in the table.
    pub(crate) work: &'static str,
    /// How many items one run handles.
    pub(crate) items: usize,
    /// How often each runs, after one run that does not count.
    pub(crate) rounds: usize,
    /// Which time the ratio to reach is about.
    pub(crate) judged: Judged,
    /// esmodel's way.
    pub(crate) esmodel: Prepare,
    /// What it is compared with.
    pub(crate) others: Vec<Other>,
}

/// Another way to do the work.
pub(crate) struct Other {
    /// What it is.
    pub(crate) name: &'static str,
    /// The ratio to reach, where there is one.
    pub(crate) reach: Option<f64>,
    /// Its way.
    pub(crate) prepare: Prepare,
}

impl Contest {
    /// Runs all rounds; a row for each comparison.
    pub(crate) fn run(mut self) -> Vec<Row> {
        let mut costs: Vec<Vec<Cost>> = (0..self.sides()).map(|_| Vec::new()).collect();
        for round in 0..=self.rounds {
            // Who comes first changes, so that nobody always finds the caches that another left.
            for turn in 0..self.sides() {
                let side = (turn + round) % self.sides();
                let cost = measured(self.prepare(side));
                if let (true, Some(costs)) = (round > 0, costs.get_mut(side)) {
                    costs.push(cost);
                }
            }
        }
        let mut costs = costs.into_iter();
        let esmodel = costs.next().unwrap_or_default();
        let others = self.others.iter().zip(costs);
        others.map(|(other, costs)| Row::new(&self, other, &esmodel, &costs)).collect()
    }

    /// How many do the work.
    pub(crate) fn sides(&self) -> usize {
        self.others.len() + 1
    }

    /// The name of a side.
    pub(crate) fn side_name(&self, side: usize) -> &'static str {
        match side.checked_sub(1).and_then(|other| self.others.get(other)) {
            Some(other) => other.name,
            None => "esmodel",
        }
    }

    /// A run of a side: esmodel is 0.
    pub(crate) fn prepare(&mut self, side: usize) -> Work {
        match side.checked_sub(1).and_then(|other| self.others.get_mut(other)) {
            Some(other) => (other.prepare)(),
            None => (self.esmodel)(),
        }
    }
}
