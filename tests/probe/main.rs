//! `probe-engines`: asks every engine what it can do and writes `docs/engines.json` and `docs/engines.md`.
//!
//! Dev nodes are started one after another; with `ESMODEL_TEST_SERVERS=os3=http://..,os2=..,es7=..,es8=..` those servers
//! are asked instead, and must be all four. `--verbose` shows each refusal in the server's own words; those from 500 up are
//! shown always.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a command for developers: it shows, and stops on mistakes"
)]

use std::{env, fs, time::Instant};

use esmodel_devnode::{DevNode, Engine};
use esmodel_tests::{
    Engines,
    probe::{Answer, Column, Finding, Probe, Table, ask_all, connect, docs, probes, render, unexplained},
};

/// The columns of the table. The secure form of Elasticsearch 8 answers as the plain one.
const ENGINES: [Engine; 4] = [Engine::OpenSearch3, Engine::OpenSearch2, Engine::Elasticsearch7, Engine::Elasticsearch8];

fn main() {
    let probes = probes();
    let verbose = env::args().any(|argument| argument == "--verbose");
    let given = env::var_os("ESMODEL_TEST_SERVERS").is_some().then(|| Engines::from_environment().start());
    let mut engines = Vec::new();
    for engine in ENGINES {
        let (node, url) = if let Some(servers) = &given {
            let server = servers.iter().find(|server| server.name() == engine.name());
            (None, server.expect("ESMODEL_TEST_SERVERS names every engine of the table").url().to_owned())
        } else {
            let node = DevNode::builder().engine(engine).start().expect("the engine starts");
            let url = node.url();
            (Some(node), url)
        };
        let (column, findings) = ask(engine, &url, &probes);
        drop(node);
        show(&column, &probes, &findings, verbose);
        engines.push((column, findings));
    }
    let table = Table::of(&probes, engines);
    let docs = docs();
    fs::create_dir_all(&docs).expect("the folder can be made");
    fs::write(docs.join("engines.json"), table.to_json()).expect("the table can be written");
    fs::write(docs.join("engines.md"), render(&table, &probes)).expect("the page can be written");
    println!("{} probes on {} engines written to docs/engines.json", table.rows.len(), table.columns.len());
    for sentence in unexplained(&table, &probes) {
        println!("unexplained: {sentence}");
    }
}

fn ask(engine: Engine, url: &str, probes: &[Probe]) -> (Column, Vec<Finding>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let es = connect(url).await.expect("the engine answers");
        let begin = Instant::now();
        let findings = ask_all(&es, probes).await;
        let yes = findings.iter().filter(|finding| finding.answer.is_yes()).count();
        println!("{engine}: {yes} of {} work, asked in {:.1} s", findings.len(), begin.elapsed().as_secs_f64());
        let dialect = es.dialect();
        let (product, version) = (dialect.product().to_string(), dialect.version().to_string());
        (Column { name: engine.name().to_owned(), product, version }, findings)
    })
}

/// Answers from 500 up are shown always: they may be the server's weak moment and not come again.
fn show(column: &Column, probes: &[Probe], findings: &[Finding], verbose: bool) {
    for (probe, finding) in probes.iter().zip(findings) {
        if let Answer::No(refusal) = &finding.answer
            && (verbose || refusal.starts_with('5'))
        {
            println!("{} {} {}: {refusal}\n    {}", column.name, probe.group, probe.name, finding.detail);
        }
    }
}
