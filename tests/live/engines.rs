//! The engines answer as `docs/engines.json` says.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot be run panics; one that does not apply says so"
)]

use esmodel_tests::{
    Context,
    probe::{Table, ask_all, connect, every_lack, probes},
};

esmodel_tests::tests![engine_answers_as_the_table_says];

/// The table is about dev nodes: a server of one's own is none of its business, and the test says so. A dev node in
/// another version than the table's is a table to be made anew.
async fn engine_answers_as_the_table_says(context: Context) {
    let (engine, table, probes) = (context.engine(), Table::checked_in(), probes());
    let is_dev_node = every_lack().into_iter().any(|lack| engine.lacks(lack));
    let column = table.columns.iter().find(|column| column.name == engine.name()).filter(|_| is_dev_node);
    let Some(column) = column else {
        eprintln!("{engine} is not in the table of docs/engines.md: its answers are not compared");
        return;
    };
    let es = connect(engine.url()).await.expect("the engine answers");
    assert_eq!(es.dialect().version().to_string(), column.version, "the version of {engine}; run `probe-engines`");
    let mut findings = ask_all(&es, &probes).await;
    assert_eq!(findings.len(), probes.len());
    // A busy engine fails now and then (seen once: a 500 to a plain aggregation); what differs is asked once more.
    for (probe, finding) in probes.iter().zip(&mut findings) {
        if table.answer(probe.group, probe.name, engine.name()) != Some(&finding.answer) {
            eprintln!("{engine}, {} `{}`: {} at first ({})", probe.group, probe.name, finding.answer, finding.detail);
            if let Some(second) = ask_all(&es, std::slice::from_ref(probe)).await.pop() {
                *finding = second;
            }
        }
    }
    let differences = table.differences(engine.name(), &probes, &findings);
    assert!(
        differences.is_empty(),
        "{engine} answers otherwise than docs/engines.json; if that is right, run `probe-engines`:\n{}",
        differences.join("\n")
    );
}
