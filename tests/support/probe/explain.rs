//! Whether the answers are those that esmodel's and the dev nodes' own lists foretell.

use esmodel::dialect::{Dialect, Product, Version};
use esmodel_devnode::Engine;

use super::{Answer, Column, Probe, Table};

/// Product and version of a column.
pub fn dialect_of(column: &Column) -> Dialect {
    let product = if column.product == "OpenSearch" { Product::OpenSearch } else { Product::Elasticsearch };
    Dialect::new(product, Version::parse(&column.version).expect("a column has a version"))
}

/// The dev node's engine of a column.
pub fn engine_of(column: &Column) -> Engine {
    column.name.parse().expect("a column is a dev node's engine")
}

impl Probe {
    /// Whether the product has it in that version.
    pub fn is_in(&self, dialect: Dialect) -> bool {
        self.since.within(dialect) && !self.until.within(dialect)
    }

    /// Whether a dev node of that column lacks it for a reason that has nothing to do with the product.
    pub fn is_lacking(&self, column: &Column) -> bool {
        let lacks = engine_of(column).lacks();
        self.bundled.contains(&dialect_of(column).product()) || self.needs.iter().any(|need| lacks.contains(need))
    }
}

/// Every answer that is not what the product's version and the dev node's lacks foretell, as a sentence.
pub fn unexplained(table: &Table, probes: &[Probe]) -> Vec<String> {
    let mut sentences = Vec::new();
    for probe in probes {
        for column in &table.columns {
            let what = format!("{} `{}` on {} {}", probe.group, probe.name, column.name, column.version);
            let is_in = probe.is_in(dialect_of(column));
            match table.answer(probe.group, probe.name, &column.name) {
                None => sentences.push(format!("{what}: not in the table")),
                Some(Answer::Yes) if !is_in => sentences.push(format!("{what}: works, though `since` says it cannot")),
                Some(Answer::Yes) if probe.is_lacking(column) => {
                    sentences.push(format!("{what}: works, though it needs what the dev node lacks"));
                }
                Some(Answer::No(refusal)) if is_in && !probe.is_lacking(column) => {
                    sentences.push(format!("{what}: {refusal}, and neither the version nor a lack explains it"));
                }
                Some(_) => {}
            }
        }
    }
    sentences
}
