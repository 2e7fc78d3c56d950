//! The `esmodel-devnode` binary: a cluster in the foreground, until it is told to stop.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use clap::Parser;
use esmodel_devnode::{DevNode, Engine, Error, Jdk};

/// Starts a throw-away Elasticsearch or OpenSearch and prints its address.
#[derive(Debug, Parser)]
#[command(name = "esmodel-devnode", version)]
struct Options {
    /// The engine; the newest that suits the JDKs found unless given (see --list).
    #[arg(long, value_name = "NAME")]
    engine: Option<Engine>,
    /// How many nodes.
    #[arg(long, default_value_t = 1, value_name = "N")]
    nodes: usize,
    /// The port of the first node; a free one unless given.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_name = "P")]
    port: u16,
    /// The largest heap of each node in megabytes.
    #[arg(long, default_value_t = 512, value_name = "MB")]
    heap_mb: u32,
    /// Lists the engines, their versions and the JDK that each would run on, and ends.
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let done = if options.list { list() } else { serve(&options) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

type Done = Result<(), Box<dyn std::error::Error>>;

/// Standard output is for addresses alone.
fn say(line: &str) {
    // Nobody is left to be told that this fails.
    drop(writeln!(io::stderr(), "esmodel-devnode: {line}"));
}

fn list() -> Done {
    let jdks = Jdk::find_all();
    for engine in Engine::ALL {
        let jdk = engine.newest_jdk(&jdks);
        let jdk = jdk.map_or_else(
            || format!("no {} found", engine.jdk_words()),
            |jdk| format!("JDK {} in {}", jdk.version(), jdk.home().display()),
        );
        writeln!(io::stdout(), "{:<10}  {:<35}  {jdk}", engine.name(), engine.to_string())?;
    }
    Ok(())
}

fn serve(options: &Options) -> Done {
    // While this waits, a signal just ends the process, and the nodes with it; the next start sweeps their folders.
    let mut cluster = start(options)?;
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // A second signal finds nobody listening any more.
        let _ = stop.send(());
    })?;
    let mut lines = cluster.urls();
    if let (Some(user), Some(password), Some(ca)) = (cluster.username(), cluster.password(), cluster.ca_cert()) {
        lines.extend([format!("user {user}"), format!("password {password}"), format!("ca {}", ca.display())]);
    }
    // All at once: whoever reads only the first line may close the pipe after that.
    let mut out = io::stdout();
    out.write_all((lines.join("\n") + "\n").as_bytes())?;
    out.flush()?;
    say(&format!("{} is ready; Ctrl-C stops it", cluster.engine()));
    loop {
        match stopped.recv_timeout(Duration::from_secs(1)) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if !(0..options.nodes).any(|index| cluster.is_alive(index)) {
            return Err("all nodes have ended".into());
        }
    }
}

fn start(options: &Options) -> Result<DevNode, Error> {
    let engine = options.engine.unwrap_or_else(|| {
        let (engine, notice) = Engine::newest_available_default();
        if let Some(notice) = notice {
            say(&notice);
        }
        engine
    });
    DevNode::builder().engine(engine).nodes(options.nodes).port(options.port).heap_mb(options.heap_mb).start()
}
