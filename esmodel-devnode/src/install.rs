//! Brings an engine onto this machine, once: fetch, compile or unpack into the cache. Starting it is another module's work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::account::{Account, is_reachable_by_all};
use crate::cache::{Cache, key};
use crate::elastic;
use crate::engine::{Engine, Product};
use crate::error::{At as _, Error};
use crate::jdk::Jdk;
use crate::tool::{maven, run};

const LAUNCHER: &str = include_str!("../java/Launcher.java");
const LOGGING: &str = include_str!("../java/log4j2.properties");

/// An engine that is ready to be started.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    pub(crate) engine: Engine,
    pub(crate) jdk: Jdk,
    /// The launcher's jar with its libraries, or the unpacked distribution.
    pub(crate) folder: PathBuf,
    /// Certificates and the keystore with the password, for a secure engine.
    pub(crate) secrets: Option<PathBuf>,
    /// Who runs it, if not the user of this process.
    pub(crate) account: Option<Account>,
    pub(crate) cache: Cache,
}

impl Installation {
    /// Finds the JDK and the engine in the cache, which is filled first if need be.
    pub(crate) fn of(engine: Engine) -> Result<Self, Error> {
        let elastic = engine.family() == Product::Elasticsearch;
        if elastic && cfg!(not(unix)) {
            let reason = "its watchdog is a Unix shell script; take an OpenSearch".to_owned();
            return Err(Error::Refused { engine, reason });
        }
        let account = if elastic { Account::instead_of_root() } else { None };
        let cache = match account {
            Some(_) => Cache::for_all_users()?,
            None => Cache::of_user(),
        };
        let jdk = choose_jdk(engine, account.is_some())?;
        let recipe = recipe(engine);
        let name = format!("{}-{}-{}", recipe.label, engine.version(), key(&recipe));
        let folder = cache.entry(&name, |part| {
            fs::write(part.join("pom.xml"), recipe.pom).at("write", part)?;
            match recipe.node {
                Some(node) => build_launcher(engine, &jdk, part, node),
                None => elastic::unpack(engine, &jdk, part),
            }
        })?;
        let mut installation = Self { engine, jdk, folder, secrets: None, account, cache };
        if engine.is_secure() {
            let name = format!("{name}-secrets");
            let secrets = installation.cache.entry(&name, |part| elastic::make_secrets(&installation, part))?;
            installation.secrets = Some(secrets);
        }
        Ok(installation)
    }
}

/// All that decides what is installed; its hash is part of the entry's name.
#[derive(Debug, Hash)]
struct Recipe {
    label: &'static str,
    pom: &'static str,
    node: Option<&'static str>,
    launcher: &'static str,
    logging: &'static str,
    modules: &'static [elastic::Module],
    policy: &'static str,
}

fn recipe(engine: Engine) -> Recipe {
    let (label, pom, node) = match engine {
        Engine::OpenSearch3 => (
            "os3",
            include_str!("../maven/opensearch3.xml"),
            Some(include_str!("../java/opensearch3/ClasspathNode.java")),
        ),
        Engine::OpenSearch2 => (
            "os2",
            include_str!("../maven/opensearch2.xml"),
            Some(include_str!("../java/opensearch2/ClasspathNode.java")),
        ),
        Engine::Elasticsearch7 => ("es7", include_str!("../maven/elasticsearch7.xml"), None),
        // The secure one is the same distribution.
        Engine::Elasticsearch8 | Engine::Elasticsearch8Secure => {
            ("es8", include_str!("../maven/elasticsearch8.xml"), None)
        }
    };
    let (launcher, logging) = if node.is_some() { (LAUNCHER, LOGGING) } else { ("", "") };
    let (modules, policy): (&[elastic::Module], &str) = match engine {
        Engine::Elasticsearch7 => (elastic::MODULES, elastic::POLICY),
        _ => (&[], ""),
    };
    Recipe { label, pom, node, launcher, logging, modules, policy }
}

fn choose_jdk(engine: Engine, by_another_user: bool) -> Result<Jdk, Error> {
    let mut jdks = Jdk::find_all();
    jdks.retain(|jdk| !by_another_user || is_reachable_by_all(jdk.home()));
    Jdk::newest_in(&jdks, &engine.jdk_range()).cloned().ok_or_else(|| {
        let versions: Vec<&str> = jdks.iter().map(Jdk::version).collect();
        let found = match versions.as_slice() {
            [] => "no JDK was found".to_owned(),
            versions => format!("found: {}", versions.join(", ")),
        };
        Error::NoJdk { engine, found }
    })
}

/// Fetches the libraries and puts the launcher beside them, as a jar that names them in its manifest.
fn build_launcher(engine: Engine, jdk: &Jdk, part: &Path, node: &str) -> Result<(), Error> {
    let options = ["-DincludeScope=runtime", "-DoutputDirectory=lib"];
    maven(engine, part, "copy-dependencies", &options)?;
    let classes = part.join("classes");
    fs::create_dir(&classes).at("create", &classes)?;
    let write = |name: &str, text: &str| {
        let path = part.join(name);
        fs::write(&path, text).at("write", &path)
    };
    write("Launcher.java", LAUNCHER)?;
    write("ClasspathNode.java", node)?;
    write("classes/log4j2.properties", LOGGING)?;
    write("MANIFEST.MF", &manifest(&part.join("lib"))?)?;
    let release = engine.jdk_range().start().to_string();
    let mut javac = Command::new(jdk.tool("javac"));
    javac
        .current_dir(part)
        .args(["-Xlint:none", "--release", &release, "-cp", "lib/*", "-d", "classes"])
        .args(["Launcher.java", "ClasspathNode.java"]);
    run(engine, &mut javac)?;
    let mut jar = Command::new(jdk.tool("jar"));
    jar.current_dir(part).args(["cfm", "devnode.jar", "MANIFEST.MF", "-C", "classes", "."]);
    run(engine, &mut jar)
}

/// A class path in the manifest keeps command lines short, and lets one class archive serve them all.
fn manifest(lib: &Path) -> Result<String, Error> {
    let mut jars = Vec::new();
    for entry in fs::read_dir(lib).at("list", lib)? {
        let name = entry.at("list", lib)?.file_name();
        jars.push(name.to_string_lossy().into_owned());
    }
    jars.sort();
    // A line that starts with a blank continues the one before; the second blank separates the names.
    let lines: Vec<String> = jars.iter().map(|jar| format!("  lib/{jar}\n")).collect();
    Ok(format!("Main-Class: Launcher\nEnable-Native-Access: ALL-UNNAMED\nClass-Path: \n{}", lines.concat()))
}
