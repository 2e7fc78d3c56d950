//! `docs/engines.json` agrees with its page, with esmodel's kinds, and with what the dev nodes say they lack.

#![expect(clippy::panic, reason = "a test that cannot be run panics")]

use std::{collections::HashSet, fs};

use esmodel::{dialect::Product, schema::Kind};
use esmodel_tests::probe::{Answer, Finding, Probe, Table, dialect_of, docs, engine_of, probes, render, unexplained};

const PRODUCTS: [Product; 2] = [Product::Elasticsearch, Product::OpenSearch];

fn probe_of(probes: &[Probe], kind: Kind, product: Product) -> &Probe {
    let name = kind.name_in(product);
    let found = probes.iter().find(|probe| probe.group == "kinds" && probe.name == name);
    found.unwrap_or_else(|| panic!("kind `{name}` has no probe"))
}

#[test]
fn the_page_is_what_the_table_renders_to() {
    let page = fs::read_to_string(docs().join("engines.md")).unwrap();
    assert!(page == render(&Table::checked_in(), &probes()), "docs/engines.md is stale; run `probe-engines`");
}

#[test]
fn the_table_is_about_the_versions_that_dev_nodes_start() {
    for column in &Table::checked_in().columns {
        let engine = engine_of(column);
        assert_eq!((&*column.product, &*column.version), (engine.product(), engine.version()), "{}", column.name);
    }
}

#[test]
fn the_table_reads_back_as_it_was_written() {
    let text = fs::read_to_string(docs().join("engines.json")).unwrap();
    assert_eq!(Table::from_json(&text).to_json(), text);
}

#[test]
fn the_table_has_a_row_for_each_probe_and_no_other() {
    let asked: Vec<(String, String)> =
        probes().iter().map(|probe| (probe.group.to_owned(), probe.name.to_owned())).collect();
    let listed: Vec<(String, String)> = Table::checked_in().rows.into_iter().map(|row| (row.group, row.name)).collect();
    assert_eq!(asked, listed);
}

#[test]
fn every_probe_has_indices_of_its_own() {
    let mut seen = HashSet::new();
    for name in probes().iter().flat_map(Probe::indices) {
        assert!(seen.insert(name.clone()), "two probes use {name}");
    }
}

#[test]
fn every_answer_is_explained_by_a_version_or_a_lack() {
    let sentences = unexplained(&Table::checked_in(), &probes());
    assert!(sentences.is_empty(), "{}", sentences.join("\n"));
}

#[test]
fn every_kind_is_probed_as_of_the_versions_that_it_names() {
    let probes = probes();
    for kind in Kind::ALL {
        for product in PRODUCTS {
            let (probe, since) = (probe_of(&probes, *kind, product), kind.since());
            let (told, expected) = match product {
                Product::OpenSearch => (probe.since.opensearch, since.opensearch),
                _ => (probe.since.elasticsearch, since.elasticsearch),
            };
            assert_eq!(told, expected, "{product} has `{}` since", probe.name);
        }
    }
}

#[test]
fn a_kind_that_works_is_one_that_the_product_has() {
    let (table, probes) = (Table::checked_in(), probes());
    for column in &table.columns {
        let dialect = dialect_of(column);
        for kind in Kind::ALL {
            let probe = probe_of(&probes, *kind, dialect.product());
            match table.answer(probe.group, probe.name, &column.name).unwrap() {
                Answer::Yes => {
                    assert!(kind.is_in(dialect), "{} does `{}`, esmodel says it cannot", column.name, probe.name);
                }
                Answer::No(refusal) => assert!(
                    !kind.is_in(dialect) || probe.is_lacking(column),
                    "{} refuses `{}` ({refusal}) and nothing says why",
                    column.name,
                    probe.name
                ),
            }
        }
    }
}

#[test]
fn whatever_a_dev_node_says_it_lacks_is_refused_there() {
    let (table, probes) = (Table::checked_in(), probes());
    for column in &table.columns {
        for lack in engine_of(column).lacks() {
            let needing = |probe: &&Probe| probe.needs.contains(lack) && probe.is_in(dialect_of(column));
            let answers: Vec<&Answer> = probes
                .iter()
                .filter(needing)
                .filter_map(|probe| table.answer(probe.group, probe.name, &column.name))
                .collect();
            assert!(!answers.is_empty(), "no probe tells whether {} lacks {lack:?}", column.name);
            assert!(answers.iter().all(|answer| !answer.is_yes()), "{} has {lack:?}", column.name);
        }
    }
}

#[test]
fn one_answer_that_differs_from_the_table_is_found() {
    let (table, probes) = (Table::checked_in(), probes());
    let column = &table.columns[0].name;
    let answer_to = |probe: &Probe| table.answer(probe.group, probe.name, column).unwrap().clone();
    let mut findings: Vec<Finding> =
        probes.iter().map(|probe| Finding { answer: answer_to(probe), detail: String::new() }).collect();
    assert!(table.differences(column, &probes, &findings).is_empty());

    findings[7].answer = Answer::No("418".to_owned());
    let differences = table.differences(column, &probes, &findings);
    assert_eq!(differences.len(), 1);
    assert!(differences[0].contains(probes[7].name), "{differences:?}");
}
