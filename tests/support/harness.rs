//! Runs each test on each engine, as a test of its own: `os3::documents::a_stale_save_is_a_conflict`.

use std::{future::Future, pin::Pin, process::ExitCode, sync::Arc, time::Duration};

use esmodel::Client;
use libtest_mimic::{Arguments, Failed, Trial};

use super::{Engine, Engines};

/// What a test's function returns.
pub type TestFuture = Pin<Box<dyn Future<Output = ()>>>;

/// One test: its name, and what it does on an engine.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    /// Module and function.
    pub name: &'static str,
    /// The test.
    pub run: fn(Context) -> TestFuture,
}

/// Lists the tests of a module: `tests![a_first_one, a_second_one]` defines `pub const TESTS`.
///
/// A function that is not listed is dead code, which the gate refuses.
#[macro_export]
macro_rules! tests {
    ($($test:ident),+ $(,)?) => {
        /// The tests of this module.
        pub const TESTS: &[$crate::Test] = &[
            $($crate::Test { name: concat!(module_path!(), "::", stringify!($test)), run: |context| Box::pin($test(context)) }),+
        ];
    };
}

/// A test that starts what it needs itself. It runs once, whatever the engines: `alone::cluster::a_killed_node_is_left_out`.
#[derive(Debug, Clone, Copy)]
pub struct Alone {
    /// Module and function.
    pub name: &'static str,
    /// The test.
    pub run: fn() -> TestFuture,
}

/// Lists the tests of a module that need no shared engine: as [`tests!`](crate::tests), of functions without arguments.
#[macro_export]
macro_rules! alone_tests {
    ($($test:ident),+ $(,)?) => {
        /// The tests of this module.
        pub const TESTS: &[$crate::Alone] = &[
            $($crate::Alone { name: concat!(module_path!(), "::", stringify!($test)), run: || Box::pin($test()) }),+
        ];
    };
}

/// What a test works with: an engine, and a client whose indices nobody else uses.
#[derive(Debug, Clone)]
pub struct Context {
    engine: Arc<Engine>,
    es: Client,
}

impl Context {
    /// A client that puts a prefix of this test's own before every index.
    pub const fn es(&self) -> &Client {
        &self.es
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }
}

/// Starts the engines, runs every test on each and the others once, stops the engines.
pub fn run(tests: &[&'static [Test]], alone: &[&'static [Alone]]) -> ExitCode {
    let arguments = Arguments::from_args();
    let engines = Engines::from_environment();
    if arguments.list {
        let mut trials = trials(&engines.names().into_iter().map(|name| (name, None)).collect::<Vec<_>>(), tests);
        trials.extend(alone.iter().copied().flatten().map(trial_alone));
        return libtest_mimic::run(&arguments, trials).exit_code();
    }
    let engines: Vec<Arc<Engine>> = engines.start().into_iter().map(Arc::new).collect();
    let summary: Vec<String> = engines.iter().map(ToString::to_string).collect();
    let named: Vec<_> = engines.iter().map(|engine| (engine.name().to_owned(), Some(Arc::clone(engine)))).collect();
    let mut trials = trials(&named, tests);
    trials.extend(alone.iter().copied().flatten().map(trial_alone));
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Dev nodes end here, after the last test has cleared up.
    drop((engines, named));
    println!("engines: {}", summary.join(", "));
    conclusion.exit_code()
}

fn trials(engines: &[(String, Option<Arc<Engine>>)], tests: &[&'static [Test]]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, engine) in engines {
        for test in tests.iter().copied().flatten() {
            // `live::documents::x` is `os3::documents::x` here.
            let path = within_suite(test.name);
            let engine = engine.clone();
            trials.push(Trial::test(format!("{name}::{path}"), move || match engine {
                Some(engine) => one(*test, engine),
                None => Ok(()),
            }));
        }
    }
    trials
}

fn trial_alone(test: &Alone) -> Trial {
    let run = test.run;
    Trial::test(format!("alone::{}", within_suite(test.name)), move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(run());
        Ok(())
    })
}

/// The path without the suite's name.
fn within_suite(name: &'static str) -> &'static str {
    name.split_once("::").map_or(name, |(_, path)| path)
}

fn one(test: Test, engine: Arc<Engine>) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let prefix = prefix_of(test.name);
        let es = Client::builder()
            .node(engine.url())
            .index_prefix(prefix.as_str())
            .wait_until_ready(Duration::from_secs(60))
            .connect()
            .await
            .map_err(|error| error.to_string())?;
        clear(&es, &prefix).await?;
        (test.run)(Context { engine, es: es.clone() }).await;
        // Only a test that passed comes here: what a failed one left stays to be looked at.
        clear(&es, &prefix).await?;
        Ok(())
    })
}

/// A prefix from the test's path, short enough for an index name.
fn prefix_of(name: &str) -> String {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let tail: String = name.rsplit("::").next().unwrap_or_default().chars().take(60).collect();
    format!("t-{hash:016x}-{tail}-")
}

/// Deletes what this test, or an earlier run of it, made.
async fn clear(es: &Client, prefix: &str) -> Result<(), Failed> {
    use esmodel::wire::{Effect, Method, Request, RequestPath};

    let path = RequestPath::new(&["_cat", "indices", &format!("{prefix}*")]).map_err(|error| error.to_string())?;
    let request = Request::new(Method::Get, path, Effect::Read).param("format", "json").param("h", "index");
    let response = es.send(request).await.map_err(|error| error.to_string())?;
    let indices: Vec<serde_json::Value> = serde_json::from_slice(response.body())?;
    for index in indices.iter().filter_map(|entry| entry.get("index")?.as_str()) {
        let path = RequestPath::new(&[index]).map_err(|error| error.to_string())?;
        es.send(Request::new(Method::Delete, path, Effect::Idempotent)).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}
