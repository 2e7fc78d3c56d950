//! What the derives add to a build: `cargo check` of a crate of 50 models of 20 fields, against the same structs with
//! serde's derives alone. CPU time of the one rustc that checks the crate; its dependencies are built before.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Duration,
};

use nix::sys::resource::{UsageWho, getrusage};

use crate::table::Row;

/// Names the file that takes the CPU time; this program stands before rustc then.
const LOG: &str = "ESMODEL_BENCHES_RUSTC_LOG";
/// How the names of the crates begin.
const PREFIX: &str = "checked_";
const MODELS: usize = 50;
const ROUNDS: usize = 7;

/// When cargo runs this program before rustc: runs rustc, and writes down what it took.
pub(crate) fn as_rustc() -> Option<ExitCode> {
    let log = env::var_os(LOG)?;
    // Cargo also asks rustc for its version and settings.
    let is_check = env::args().any(|argument| argument.starts_with(PREFIX));
    let mut arguments = env::args_os().skip(1);
    let status = Command::new(arguments.next()?).args(arguments).status();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system says what rustc took");
    let (user, system) = (usage.user_time(), usage.system_time());
    let micros = (user.tv_sec() + system.tv_sec()) * 1_000_000 + user.tv_usec() + system.tv_usec();
    if is_check {
        fs::write(log, micros.to_string()).expect("the time is written down");
    }
    Some(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks both crates in turn.
pub(crate) fn run() -> Vec<Row> {
    let folder = folder();
    let both = [Package::write(&folder, "models", true), Package::write(&folder, "structs", false)];
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for (package, times) in both.iter().zip(&mut times) {
            let time = package.check();
            if round > 0 {
                times.push(time);
            }
        }
    }
    let [ours, theirs] = &times;
    vec![Row::of_cpu("cargo check of 50 models", "serde's derives", [ours, theirs], 1.5)]
}

/// A folder in the target folder, which this program runs from.
fn folder() -> PathBuf {
    let program = env::current_exe().expect("this program has a path");
    let target = program.parent().and_then(Path::parent).expect("it lies in `target/release`");
    target.join("esmodel-benches-check")
}

/// A crate that is checked.
struct Package {
    path: PathBuf,
    target: PathBuf,
}

impl Package {
    fn write(folder: &Path, name: &str, models: bool) -> Self {
        let path = folder.join(name);
        fs::create_dir_all(path.join("src")).expect("the target folder can be written to");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let esmodel = if models {
            format!("esmodel = {{ path = '{}' }}\n", root.join("esmodel").display())
        } else {
            String::new()
        };
        let manifest = format!(
            "[package]\nname = \"{PREFIX}{name}\"\nedition = \"2024\"\n\n[dependencies]\n{esmodel}serde = {{ version = \"1\", \
             features = [\"derive\"] }}\nchrono = {{ version = \"0.4\", default-features = false, features = [\"std\", \
             \"now\", \"serde\"] }}\n\n[workspace]\n"
        );
        fs::write(path.join("Cargo.toml"), manifest).expect("the target folder can be written to");
        fs::copy(root.join("Cargo.lock"), path.join("Cargo.lock")).expect("the workspace has a lock file");
        fs::write(path.join("src/lib.rs"), source(models)).expect("the target folder can be written to");
        Self { path, target: folder.join("target") }
    }

    /// Checks the crate; its dependencies are checked when this is the first time.
    fn check(&self) -> Duration {
        let source = self.path.join("src/lib.rs");
        let text = fs::read(&source).expect("it was written");
        fs::write(&source, text).expect("the target folder can be written to");
        let log = self.path.join("rustc-took");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["check", "--quiet", "--offline", "--manifest-path"])
            .arg(self.path.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            // For this crate alone, not for its dependencies.
            .env("RUSTC_WORKSPACE_WRAPPER", env::current_exe().expect("this program has a path"))
            .env(LOG, &log)
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let micros = fs::read_to_string(&log).expect("rustc ran").parse().expect("the time is a number");
        // So that a check that did not happen is noticed.
        fs::remove_file(log).expect("it was read");
        Duration::from_micros(micros)
    }
}

/// Structs of 20 fields of the usual kinds, with the attributes that models usually have.
fn source(models: bool) -> String {
    let fields = [
        ("id", "String", "#[es(id)]"),
        ("name", "String", "#[es(text, fields(raw(keyword)))]"),
        ("title", "String", "#[es(text)]"),
        ("body", "String", "#[es(text)]"),
        ("kind", "String", ""),
        ("owner", "String", ""),
        ("language", "String", ""),
        ("count", "u32", ""),
        ("size", "u64", ""),
        ("offset", "i64", ""),
        ("weight", "f64", ""),
        ("rank", "f32", ""),
        ("active", "bool", ""),
        ("comment", "Option<String>", "#[es(text)]"),
        ("parent", "Option<String>", ""),
        ("limit", "Option<u32>", ""),
        ("tags", "Vec<String>", ""),
        ("scores", "Vec<f64>", ""),
        ("joined", "chrono::DateTime<chrono::Utc>", ""),
        ("left", "Option<chrono::DateTime<chrono::Utc>>", ""),
    ];
    let mut text = "use serde::{Deserialize, Serialize};\n".to_owned();
    if models {
        text.push_str("use esmodel::EsModel;\n");
    }
    for model in 0..MODELS {
        let derive = if models { ", EsModel" } else { "" };
        let index = if models { format!("#[es(index = \"model-{model}\")]\n") } else { String::new() };
        write!(text, "#[derive(Debug, Clone, Serialize, Deserialize{derive})]\n{index}pub struct Model{model} {{\n")
            .expect("a string takes all");
        for (name, kind, attribute) in fields {
            let attribute = if models { attribute } else { "" };
            writeln!(text, "    {attribute}\n    pub {name}: {kind},").expect("a string takes all");
        }
        text.push_str("}\n");
    }
    text
}
