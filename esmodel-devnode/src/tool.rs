//! Calls the tools that install an engine, Maven and those of the JDK, and reports what they say if they fail.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::engine::Engine;
use crate::error::Error;

/// Pinned, so that what is fetched does not change with the Maven at hand.
const DEPENDENCY_PLUGIN: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1";

/// Fetches what a `pom.xml` in the folder lists, through the user's own Maven with the user's own settings.
pub(crate) fn maven(engine: Engine, folder: &Path, goal: &str, options: &[&str]) -> Result<(), Error> {
    let mut command = Command::new(if cfg!(windows) { "mvn.cmd" } else { "mvn" });
    command
        .current_dir(folder)
        .args(["--batch-mode", "--quiet"])
        .arg(format!("{DEPENDENCY_PLUGIN}:{goal}"))
        .arg(format!("-Dengine.version={}", engine.version()))
        .args(options);
    run(engine, &mut command).map_err(|error| match error {
        Error::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => Error::NoMaven { engine },
        error => error,
    })
}

/// Runs a tool to its end; standard input is empty unless the command says otherwise.
pub(crate) fn run(engine: Engine, command: &mut Command) -> Result<(), Error> {
    let said =
        command.output().map_err(|source| Error::Io { action: "run", path: command.get_program().into(), source })?;
    if said.status.success() {
        return Ok(());
    }
    let output = [said.stdout, said.stderr].concat();
    Err(Error::Install {
        engine,
        tool: command.get_program().to_string_lossy().into_owned(),
        output: last_lines(&String::from_utf8_lossy(&output), 20),
    })
}

/// The end of a text, by lines; a line that fills a screen by itself is cut.
pub(crate) fn last_lines(text: &str, count: usize) -> String {
    let short = |line: &str| line.chars().take(300).collect::<String>();
    let mut lines: Vec<String> = text.lines().rev().take(count).map(short).collect();
    lines.reverse();
    lines.join("\n")
}
