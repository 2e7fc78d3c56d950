//! The table for people: `docs/engines.md`.

use std::fmt::Write as _;

use super::{Answer, Probe, Table, dialect_of, engine_of};

const HEADER: &str = "\
# What the engines can do

Made by `cargo run -p esmodel-tests --bin probe-engines` from the answers of real servers; `engines.json` holds the same
with each refusal. Do not edit: a live test fails where an engine answers otherwise.

`Y`: it works, and the answer shows the effect. `-`: this version of the product has no such thing, or only in a plugin to
be added. `(-)`: the product has it, the dev node that was asked has not; see [below](#what-the-dev-nodes-lack).
";

const LACKS: &str = "
## What the dev nodes lack

The engines were asked as `esmodel-devnode` starts them: from what is published to package registries, which is less than
the product. A full distribution has these too, as far as its version goes:
";

/// The whole page. `probes` tell what the products have.
///
/// The tables follow `table`; a row whose probe is gone counts as one that every product has.
pub fn render(table: &Table, probes: &[Probe]) -> String {
    let mut page = HEADER.to_owned();
    let mut group = "";
    for row in &table.rows {
        if row.group != group {
            group = &row.group;
            heading(&mut page, table, group);
        }
        let probe = probes.iter().find(|probe| probe.group == row.group && probe.name == row.name);
        let cells = table.columns.iter().zip(&row.answers).map(|(column, answer)| match answer {
            Answer::Yes => "Y",
            Answer::No(_) if probe.is_none_or(|probe| probe.is_in(dialect_of(column))) => "(-)",
            Answer::No(_) => "-",
        });
        let cells: Vec<&str> = cells.collect();
        line(&mut page, &format!("| {} | {} |", row.name.replace('|', "\\|"), cells.join(" | ")));
    }
    page.push_str(LACKS);
    page.push('\n');
    for column in &table.columns {
        let lacks: Vec<String> = engine_of(column).lacks().iter().map(|lack| format!("`{lack:?}`")).collect();
        line(&mut page, &format!("- {}: {}", column.name, lacks.join(", ")));
    }
    line(&mut page, "\nBesides, some rows need a module that is bundled with the product and that no dev node has:\n");
    for probe in probes.iter().filter(|probe| !probe.bundled.is_empty()) {
        let products: Vec<String> = probe.bundled.iter().map(ToString::to_string).collect();
        line(&mut page, &format!("- {}, {} ({})", probe.group, probe.name, products.join(", ")));
    }
    page
}

fn heading(page: &mut String, table: &Table, group: &str) {
    let engines = table.columns.iter().map(|column| format!("{} ({} {})", column.name, column.product, column.version));
    let engines: Vec<String> = engines.collect();
    line(page, &format!("\n## {group}\n\n| | {} |", engines.join(" | ")));
    line(page, &format!("|---|{}", "---|".repeat(table.columns.len())));
}

fn line(page: &mut String, text: &str) {
    writeln!(page, "{text}").expect("a string takes all");
}
