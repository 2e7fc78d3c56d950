//! Differences as a person reads them: grouped by what they take, each with its path and the reason.

use std::fmt;

use super::{Change, Needs};

/// Differences, printed as a list for a terminal. Each begins, after four spaces, with `+` for what is added, `~` for what
/// is changed, `!` for what needs a close and open or a rebuild, `-` for what only the index has.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a>(pub &'a [Change]);

/// The groups, from what takes least to what takes most.
const ORDER: &[Needs] =
    &[Needs::InPlace, Needs::DynamicSettings, Needs::CloseAndOpen, Needs::Opening, Needs::Rebuild, Needs::Nothing];

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, mut lines) = (width(self.0), Vec::new());
        for needs in ORDER {
            for is_pending in [false, true] {
                let group = || self.0.iter().filter(|change| change.needs == *needs && change.pending == is_pending);
                let mut reasons: Vec<&str> = Vec::new();
                for change in group() {
                    if !reasons.contains(&change.reason) {
                        reasons.push(change.reason);
                    }
                }
                for reason in reasons {
                    let pending = if is_pending { ", pending" } else { "" };
                    lines.push(format!("  {}{pending}: {reason}", heading(*needs)));
                    let changes = group().filter(|change| change.reason == reason);
                    lines.extend(changes.map(|change| format!("    {change:width$}")));
                }
            }
        }
        f.write_str(&lines.join("\n"))
    }
}

/// How wide the column of paths is.
pub(crate) fn width(changes: &[Change]) -> usize {
    changes.iter().map(|change| change.path.chars().count()).max().unwrap_or(0).min(40)
}

const fn heading(needs: Needs) -> &'static str {
    match needs {
        Needs::Nothing => "left alone",
        Needs::InPlace => "in place",
        Needs::DynamicSettings => "dynamic settings",
        Needs::CloseAndOpen => "close and open",
        Needs::Opening => "open by hand",
        Needs::Rebuild => "rebuild",
    }
}
