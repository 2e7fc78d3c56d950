//! Rows, and how they are printed.

use std::{collections::HashMap, time::Duration};

use crate::{
    contest::{Contest, Other},
    cost::Cost,
};

/// Allocations for an item, by work and side: what the counting binary hands over.
pub(crate) type Allocations = HashMap<String, HashMap<String, f64>>;

/// Which time a ratio to reach is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judged {
    /// CPU time of the client: what other load on the machine disturbs least.
    Cpu,
    /// What a user waits.
    Wall,
}

/// esmodel's time through another's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    /// The median of the ratios round by round.
    median: f64,
    /// The ratio of the least times of both.
    least: f64,
}

/// One comparison.
#[derive(Debug)]
pub(crate) struct Row {
    work: &'static str,
    other: &'static str,
    cpu: Ratio,
    wall: Option<Ratio>,
    /// Median CPU time for an item, esmodel's and the other's.
    each: [Duration; 2],
    reach: Option<f64>,
    judged: Judged,
}

impl Ratio {
    pub(crate) fn new(esmodel: &[Duration], other: &[Duration]) -> Self {
        let pairs = esmodel.iter().zip(other).map(|(esmodel, other)| esmodel.as_secs_f64() / other.as_secs_f64());
        let least = |times: &[Duration]| times.iter().min().map_or(f64::NAN, Duration::as_secs_f64);
        Self { median: median(pairs), least: least(esmodel) / least(other) }
    }
}

impl Row {
    pub(crate) fn new(contest: &Contest, other: &Other, esmodel: &[Cost], costs: &[Cost]) -> Self {
        let cpu = |costs: &[Cost]| costs.iter().map(|cost| cost.cpu).collect::<Vec<_>>();
        let wall = |costs: &[Cost]| costs.iter().map(|cost| cost.wall).collect::<Vec<_>>();
        Self {
            work: contest.work,
            other: other.name,
            cpu: Ratio::new(&cpu(esmodel), &cpu(costs)),
            wall: Some(Ratio::new(&wall(esmodel), &wall(costs))),
            each: [each(&cpu(esmodel), contest.items), each(&cpu(costs), contest.items)],
            reach: other.reach,
            judged: contest.judged,
        }
    }

    /// A row of CPU times alone, of one item.
    pub(crate) fn of_cpu(work: &'static str, other: &'static str, times: [&[Duration]; 2], reach: f64) -> Self {
        let [esmodel, others] = times;
        Self {
            work,
            other,
            cpu: Ratio::new(esmodel, others),
            wall: None,
            each: [each(esmodel, 1), each(others, 1)],
            reach: Some(reach),
            judged: Judged::Cpu,
        }
    }

    fn verdict(&self) -> &'static str {
        let judged = match (self.judged, self.wall) {
            (Judged::Wall, Some(wall)) => wall,
            _ => self.cpu,
        };
        match self.reach {
            Some(reach) if judged.median <= reach => "reached",
            Some(_) => "NOT REACHED",
            None => "",
        }
    }

    fn print(&self, allocations: &Allocations) {
        let ratio = |ratio: Ratio| format!("{:.2} ({:.2})", ratio.median, ratio.least);
        let counted = |side| allocations.get(self.work).and_then(|sides| sides.get(side)).copied();
        let counted = match (counted("esmodel"), counted(self.other)) {
            (Some(esmodel), Some(other)) => format!("{esmodel:.1} : {other:.1}"),
            _ => String::new(),
        };
        let [esmodel, other] = self.each.map(human);
        println!(
            "{:<34} {:<18} {:>12} {:>12} {:>17} {:>15} {:>5}  {}",
            self.work,
            self.other,
            ratio(self.cpu),
            self.wall.map(ratio).unwrap_or_default(),
            format!("{esmodel} : {other}"),
            counted,
            self.reach.map(|reach| format!("{reach:.1}")).unwrap_or_default(),
            self.verdict(),
        );
    }
}

/// Prints the head of the table.
pub(crate) fn print_head() {
    println!(
        "{:<34} {:<18} {:>12} {:>12} {:>17} {:>15} {:>5}  verdict",
        "esmodel's work", "against", "CPU ratio", "wall ratio", "CPU for each", "allocations", "reach"
    );
}

/// Prints rows.
pub(crate) fn print(rows: &[Row], allocations: &Allocations) {
    for row in rows {
        row.print(allocations);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a row for a person")]
fn each(times: &[Duration], items: usize) -> Duration {
    let median = median(times.iter().map(Duration::as_secs_f64));
    Duration::try_from_secs_f64(median / items as f64).unwrap_or_default()
}

fn human(time: Duration) -> String {
    match time.as_nanos() {
        nanos @ 0..10_000 => format!("{nanos} ns"),
        10_000..10_000_000 => format!("{} us", time.as_micros()),
        _ => format!("{:.2} s", time.as_secs_f64()),
    }
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
