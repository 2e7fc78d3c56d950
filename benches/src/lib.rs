//! Ratios of esmodel to hand-written code, in one process, in turn, against one engine.
//!
//! `cargo run --release -p esmodel-benches` prints the table; `docs/performance.md` says how to read it.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement talks to a person, and stops when it cannot run"
)]

mod by_hand;
mod compile;
mod contest;
mod cost;
mod decode;
mod encode;
mod instructions;
mod lazy_page;
mod memory;
mod query;
mod server;
mod single;
mod table;
mod wire;

use std::{
    collections::HashMap,
    env,
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, ExitCode, Stdio},
    rc::Rc,
};

use clap::{Parser, Subcommand};
use esmodel::prelude::*;
use esmodel_devnode::Engine;
use flate2::read::GzDecoder;
use tokio::runtime::Runtime;

use self::{
    contest::Contest,
    cost::measured,
    server::{Desk, Server},
    table::{Allocations, Row},
};

/// A place where people live.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-benches-cities", settings(number_of_shards = 1, number_of_replicas = 0, refresh_interval = "-1"))]
struct City {
    #[es(id)]
    geonameid: u32,
    #[es(text, fields(raw(keyword)))]
    name: String,
    country: String,
    admin1: String,
    population: u32,
    timezone: String,
    location: GeoPoint,
    #[es(text)]
    alternate_names: Vec<String>,
}

/// Documents of the largest measurement.
const DOCUMENTS: usize = 100_000;

/// Measures esmodel against hand-written code.
#[derive(Debug, Parser)]
#[command(name = "esmodel-benches")]
struct Options {
    #[command(subcommand)]
    only: Option<Only>,
    /// The engine to start when `ESMODEL_URL` names no server.
    #[arg(long, value_name = "NAME", default_value = "es8")]
    engine: Engine,
}

/// A part of the table.
#[derive(Debug, Subcommand)]
enum Only {
    /// The work that needs no engine.
    Offline,
    /// What the derives add to a build.
    Check,
    /// Instructions instead of time, for the work that needs no engine (needs valgrind).
    Instructions,
    /// One run of one side of one offline contest, for callgrind.
    #[command(hide = true)]
    Once {
        /// Its place in the list.
        contest: usize,
        /// 0 for esmodel.
        side: usize,
    },
    /// Counts allocations of everything (of the offline work alone without `ESMODEL_URL`), for the table.
    #[command(hide = true)]
    Count,
}

/// What every contest needs.
struct Setup {
    runtime: Rc<Runtime>,
    cities: Vec<City>,
}

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    if let Some(code) = compile::as_rustc() {
        return code;
    }
    let options = Options::parse();
    match options.only {
        None => everything(options.engine),
        Some(Only::Offline) => {
            let allocations = count_allocations(None);
            table::print_head();
            for contest in offline(&Setup::new()) {
                table::print(&contest.run(), &allocations);
            }
        }
        Some(Only::Check) => {
            table::print_head();
            table::print(&compile::run(), &Allocations::new());
        }
        Some(Only::Instructions) => instructions::run(&offline(&Setup::new())),
        Some(Only::Once { contest, side }) => instructions::once(offline(&Setup::new()), contest, side),
        Some(Only::Count) => count(),
    }
    ExitCode::SUCCESS
}

impl Setup {
    fn new() -> Self {
        // One thread for the runtime, its connections and the work, whose CPU time is then that thread's.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Self { runtime: Rc::new(runtime.expect("a runtime starts")), cities: cities() }
    }
}

/// The 34,006 cities of the examples as often as it takes, each time with other ids.
fn cities() -> Vec<City> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/cities.ndjson.gz");
    let lines = BufReader::new(GzDecoder::new(File::open(path).expect("the cities are there"))).lines();
    let cities: Vec<City> =
        lines.map(|line| serde_json::from_str(&line.expect("the file is whole")).expect("a line is a city")).collect();
    let repeated = (0..).flat_map(|round| {
        cities.iter().cloned().map(move |city| City { geonameid: city.geonameid + round * 100_000_000, ..city })
    });
    repeated.take(DOCUMENTS).collect()
}

/// The contests that need no engine.
fn offline(setup: &Setup) -> Vec<Contest> {
    let mut contests =
        vec![decode::contest(setup, &decode::reply(&setup.cities)), encode::bulk(setup), encode::filter(setup)];
    contests.extend(query::contests());
    contests
}

/// Hands every contest to `each`, in the table's order, and clears up afterwards.
fn online(setup: &Setup, url: &str, each: &mut dyn FnMut(Contest)) {
    let desk = Desk::new(setup.runtime.clone(), url);
    each(wire::bulk(&desk, &setup.cities));
    desk.fill(setup.cities.get(..decode::HITS).unwrap_or_default());
    each(wire::page(&desk));
    each(decode::contest(setup, &wire::page_reply(&desk)));
    single::contests(&desk, &setup.cities).into_iter().for_each(&mut *each);
    each(lazy_page::contest(&desk));
    desk.remove();
    single::clear(&desk);
    each(encode::bulk(setup));
    each(encode::filter(setup));
    query::contests().into_iter().for_each(each);
}

/// The whole table.
fn everything(engine: Engine) {
    let setup = Setup::new();
    let server = Server::find(engine);
    let dialect = Desk::new(setup.runtime.clone(), &server.url).es.dialect();
    println!(
        "engine: {dialect}, {}; ratios are esmodel : other, median of the rounds (of the least times)\n",
        server.origin()
    );
    eprintln!("counting allocations ..");
    let allocations = count_allocations(Some(&server.url));
    table::print_head();
    let print = |rows: Vec<Row>| table::print(&rows, &allocations);
    online(&setup, &server.url, &mut |contest| print(contest.run()));
    print(compile::run());
}

/// Runs every contest once under the counting allocator, and writes the counts as JSON.
fn count() {
    let setup = Setup::new();
    let mut counts = Allocations::new();
    let mut count_one = |mut contest: Contest| {
        let mut sides = HashMap::new();
        for side in 0..contest.sides() {
            drop(contest.prepare(side)());
            let cost = measured(contest.prepare(side));
            #[expect(clippy::cast_precision_loss, reason = "a number for a person")]
            sides.insert(contest.side_name(side).to_owned(), cost.allocations as f64 / contest.items as f64);
        }
        counts.insert(contest.work.to_owned(), sides);
    };
    match env::var("ESMODEL_URL") {
        Ok(url) => online(&setup, &url, &mut count_one),
        Err(_) => offline(&setup).into_iter().for_each(count_one),
    }
    println!("{}", serde_json::to_string(&counts).expect("counts are JSON"));
}

/// Has the counting binary built and run, on the same engine.
fn count_allocations(url: Option<&str>) -> Allocations {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--release", "--bin", "esmodel-benches-counting", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .args(["--", "count"])
        .env_remove("ESMODEL_URL")
        .stderr(Stdio::inherit());
    if let Some(url) = url {
        command.env("ESMODEL_URL", url);
    }
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "the counting binary ran");
    serde_json::from_slice(&output.stdout).expect("it wrote counts")
}
