//! Instructions instead of time, for the work that needs no network: what other load on the machine cannot disturb.
//! callgrind runs this program once for each side and counts within [`measured`](crate::cost::measured) alone.

use std::{env, path::Path, process::Command};

use crate::{contest::Contest, cost::measured};

/// Makes one run that does not count, then one in which callgrind counts.
pub(crate) fn once(mut contests: Vec<Contest>, number: usize, side: usize) {
    let contest = contests.get_mut(number).expect("there is such a contest");
    let outcome = contest.prepare(side)();
    drop(outcome);
    measured(contest.prepare(side));
}

/// Prints a row for each comparison. The profiles stay in the target folder, for `callgrind_annotate`.
#[expect(clippy::cast_precision_loss, reason = "a row for a person")]
pub(crate) fn run(contests: &[Contest]) {
    println!(
        "{:<36} {:<20} {:>10} {:>10} {:>6} {:>6}",
        "esmodel's work", "against", "each", "by hand", "ratio", "reach"
    );
    for (number, contest) in contests.iter().enumerate() {
        let ours = count(number, 0);
        for (other, side) in contest.others.iter().zip(1..) {
            let theirs = count(number, side);
            let each = |count: u64| format!("{:.0}", count as f64 / contest.items as f64);
            let ratio = ours as f64 / theirs as f64;
            let reach = other.reach.map(|reach| format!("{reach:.1}")).unwrap_or_default();
            let (ours, theirs) = (each(ours), each(theirs));
            println!("{:<36} {:<20} {ours:>10} {theirs:>10} {ratio:>6.2} {reach:>6}", contest.work, other.name);
        }
    }
}

/// The instructions of one run of one side.
fn count(number: usize, side: usize) -> u64 {
    let program = env::current_exe().expect("this program has a path");
    let profile = program.parent().unwrap_or(Path::new(".")).join(format!("callgrind.{number}.{side}.out"));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*cost*measured*"])
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(program)
        .args(["once", &number.to_string(), &side.to_string()])
        .output()
        .expect("valgrind is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    let counted = said.lines().find_map(|line| line.split_once("Collected : "));
    counted.and_then(|(_, count)| count.trim().parse().ok()).unwrap_or_else(|| panic!("{said}"))
}
