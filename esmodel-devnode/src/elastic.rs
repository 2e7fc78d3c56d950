//! The Elasticsearch distributions: unpacking, their modules and certificates, and the Java command lines.
//!
//! The shell scripts in `bin` are not used: they need bash and marks on files that unpacking with `jar` does not set.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::engine::Engine;
use crate::error::{At as _, Error};
use crate::install::Installation;
use crate::jdk::Jdk;
use crate::tool::{maven, run};

/// The user that exists from the start.
pub(crate) const USER: &str = "elastic";
/// The node listens on the loopback interface only, so its password is no secret.
pub(crate) const PASSWORD: &str = "esmodel-devnode";

const WATCHDOG: &str = include_str!("../shell/watchdog.sh");
const LOGGING: &str = include_str!("../java/log4j2.properties");
const SECURITY_LIBS: &str = "modules/x-pack-core,modules/x-pack-security,lib/tools/security-cli";

/// Fetches and unpacks a distribution into `dist`, with its extra modules.
pub(crate) fn unpack(engine: Engine, jdk: &Jdk, part: &Path) -> Result<(), Error> {
    maven(engine, part, "copy", &[])?;
    let zip = format!("zip/elasticsearch-{}.zip", engine.version());
    extract(engine, jdk, part, &zip)?;
    let unpacked = part.join(format!("elasticsearch-{}", engine.version()));
    let dist = part.join("dist");
    fs::rename(&unpacked, &dist).at("rename", &unpacked)?;
    fs::remove_dir_all(part.join("zip")).at("remove", part)?;
    add_modules(engine, &part.join("modules"), &dist.join("modules"))?;
    // The server insists on the folder, even when there is no plugin in it.
    let plugins = dist.join("plugins");
    fs::create_dir_all(&plugins).at("create", &plugins)?;
    let mut chmod = Command::new("chmod");
    run(engine, chmod.args(["-R", "a+rX"]).arg(part))
}

fn extract(engine: Engine, jdk: &Jdk, folder: &Path, zip: &str) -> Result<(), Error> {
    let mut jar = Command::new(jdk.tool("jar"));
    run(engine, jar.current_dir(folder).args(["xf", zip]))
}

/// Modules are published as bare jars; the descriptor is what the distribution's build would have added.
fn add_modules(engine: Engine, fetched: &Path, modules: &Path) -> Result<(), Error> {
    if !fetched.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(fetched).at("list", fetched)? {
        let entry = entry.at("list", fetched)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((_, class, extends)) = MODULES.iter().find(|(module, ..)| *module == name) else {
            continue;
        };
        let target = modules.join(&name);
        fs::rename(entry.path(), &target).at("rename", &target)?;
        let version = engine.version();
        let descriptor = format!(
            "type=isolated\ndescription={name}\nversion={version}\nname={name}\nclassname={class}\n\
             java.version=1.8\nelasticsearch.version={version}\nextended.plugins={extends}\n\
             has.native.controller=false\n"
        );
        let path = target.join("plugin-descriptor.properties");
        fs::write(&path, descriptor).at("write", &path)?;
        let path = target.join("plugin-security.policy");
        fs::write(&path, POLICY).at("write", &path)?;
    }
    Ok(())
}

/// Name, class, and what it extends.
pub(crate) type Module = (&'static str, &'static str, &'static str);

pub(crate) const MODULES: &[Module] = &[
    ("reindex", "org.elasticsearch.reindex.ReindexPlugin", ""),
    ("lang-mustache", "org.elasticsearch.script.mustache.MustachePlugin", ""),
    ("parent-join", "org.elasticsearch.join.ParentJoinPlugin", ""),
    ("percolator", "org.elasticsearch.percolator.PercolatorPlugin", ""),
    ("mapper-extras", "org.elasticsearch.index.mapper.MapperExtrasPlugin", ""),
    ("aggs-matrix-stats", "org.elasticsearch.search.aggregations.matrix.MatrixAggregationPlugin", ""),
    ("rank-eval", "org.elasticsearch.index.rankeval.RankEvalPlugin", ""),
];

/// Reindex opens connections, and Mustache looks at members of what it renders.
pub(crate) const POLICY: &str = r#"grant {
    permission java.net.SocketPermission "*", "connect";
    permission java.lang.RuntimePermission "getClassLoader";
    permission java.lang.RuntimePermission "accessDeclaredMembers";
    permission java.lang.reflect.ReflectPermission "suppressAccessChecks";
};
"#;

/// Makes a certificate authority, a certificate for this machine and a keystore that holds the password.
pub(crate) fn make_secrets(installation: &Installation, part: &Path) -> Result<(), Error> {
    let engine = installation.engine;
    let write = |name: &str, text: &str| {
        let path = part.join(name);
        fs::write(&path, text).at("write", &path)
    };
    // The tools want a configuration file beside the keystore.
    write("elasticsearch.yml", "")?;
    write("password", PASSWORD)?;
    let certutil = |zip: &str, args: &[&str]| {
        let mut command = cli(installation, "certutil", SECURITY_LIBS, part);
        command.args(args).args(["--silent", "--pem", "--out"]).arg(part.join(zip));
        run(engine, &mut command)?;
        extract(engine, &installation.jdk, part, zip)
    };
    certutil("ca.zip", &["ca"])?;
    let path = |name: &str| part.join(name).to_string_lossy().into_owned();
    let (certificate, private) = (path("ca/ca.crt"), path("ca/ca.key"));
    let issuer = ["--ca-cert", &certificate, "--ca-key", &private];
    let subject = ["cert", "--name", "node", "--dns", "localhost", "--ip", "127.0.0.1"];
    certutil("node.zip", &[subject.as_slice(), &issuer].concat())?;
    let keystore = |args: &[&str], input: Stdio| {
        let mut command = cli(installation, "keystore", "lib/tools/keystore-cli", part);
        run(engine, command.args(args).stdin(input))
    };
    keystore(&["create"], Stdio::null())?;
    let password = part.join("password");
    let input = File::open(&password).at("open", &password)?;
    keystore(&["add", "-x", "bootstrap.password"], input.into())?;
    // The next node's certificate comes with a new authority; until then nobody else gets one.
    for secret in ["ca.zip", "node.zip", "ca/ca.key", "password"] {
        let path = part.join(secret);
        fs::remove_file(&path).at("remove", &path)?;
    }
    // Made by root, read by the node's user, and by the clients of any user.
    let mut chmod = Command::new("chmod");
    run(engine, chmod.args(["-R", "a+rX"]).arg(part))
}

/// Copies what a node of a distribution needs into its own `config`, except for the settings.
pub(crate) fn configure(installation: &Installation, config: &Path, jvm: &[String]) -> Result<(), Error> {
    let dist = installation.folder.join("dist/config");
    for entry in fs::read_dir(&dist).at("list", &dist)? {
        let entry = entry.at("list", &dist)?;
        if entry.path().is_file() {
            fs::copy(entry.path(), config.join(entry.file_name())).at("copy", entry.path())?;
        }
    }
    if let Some(secrets) = &installation.secrets {
        for file in ["elasticsearch.keystore", "ca/ca.crt", "node/node.crt", "node/node.key"] {
            let from = secrets.join(file);
            let to = from.file_name().map(|name| config.join(name)).unwrap_or_default();
            fs::copy(&from, to).at("copy", &from)?;
        }
    }
    let write = |name: &str, text: &str| {
        let path = config.join(name);
        fs::write(&path, text).at("write", &path)
    };
    write("watchdog.sh", WATCHDOG)?;
    write("log4j2.properties", LOGGING)?;
    let options = dist.join("jvm.options");
    let options = fs::read_to_string(&options).at("read", &options)?;
    // A second collector is an error, and logs of the collector are of no use here.
    let kept = options.lines().filter(|line| !line.contains("GC") && !line.contains("-Xlog"));
    let lines: Vec<&str> = kept.chain(jvm.iter().map(String::as_str)).collect();
    write("jvm.options", &(lines.join("\n") + "\n"))
}

/// The command that runs a node under the watchdog.
pub(crate) fn server(installation: &Installation, home: &Path, jvm: &[String]) -> Command {
    let (config, pid) = (home.join("config"), home.join("pid"));
    let node = match installation.engine {
        Engine::Elasticsearch7 => server_7(installation, &config, jvm),
        // Its server takes arguments only from its own command-line tool, which stays as the parent.
        _ => cli(installation, "server", "lib/tools/server-cli", &config),
    };
    let mut command = Command::new("sh");
    command
        // Version 8 takes the working directory for the distribution's.
        .current_dir(installation.folder.join("dist"))
        .env("ES_TMPDIR", home.join("tmp"))
        .env("LIBFFI_TMPDIR", home.join("tmp"))
        .env_remove("ES_JAVA_OPTS")
        .arg(config.join("watchdog.sh"))
        .arg(&pid)
        .arg(node.get_program())
        .args(node.get_args())
        .arg("-p")
        .arg(&pid);
    if let Some(account) = installation.account {
        account.apply(&mut command);
    }
    command
}

/// What the start script of version 7 comes down to, without the three JVMs that it runs beforehand.
fn server_7(installation: &Installation, config: &Path, jvm: &[String]) -> Command {
    let dist = installation.folder.join("dist");
    let mut command = Command::new(installation.jdk.tool("java"));
    command.args(jvm).args([
        "-XX:-OmitStackTraceInFastThrow",
        "-XX:+ShowCodeDetailsInExceptionMessages",
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
        "-Djna.nosys=true",
        "-Dio.netty.noUnsafe=true",
        "-Dio.netty.noKeySetOptimization=true",
        "-Dio.netty.recycler.maxCapacityPerThread=0",
        "-Dio.netty.allocator.numDirectArenas=0",
        "-Dlog4j.shutdownHookEnabled=false",
        "-Dlog4j2.disable.jmx=true",
        "-Djava.locale.providers=SPI,COMPAT",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "-Des.distribution.flavor=oss",
        "-Des.distribution.type=zip",
        "-Des.bundled_jdk=false",
    ]);
    if installation.jdk.major() >= 18 {
        command.arg("-Djava.security.manager=allow");
    }
    command
        .arg(property("es.path.home", &dist))
        .arg(property("es.path.conf", config))
        .arg("-cp")
        .arg(dist.join("lib/*"))
        .arg("org.elasticsearch.bootstrap.Elasticsearch");
    command
}

/// A command-line tool of version 8, which finds its files in `config`.
fn cli(installation: &Installation, name: &str, libs: &str, config: &Path) -> Command {
    let dist = installation.folder.join("dist");
    let mut classes = OsString::from(dist.join("lib/*"));
    classes.push(":");
    classes.push(dist.join("lib/cli-launcher/*"));
    let mut command = Command::new(installation.jdk.tool("java"));
    command
        .args(["-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"])
        .arg(format!("-Dcli.name={name}"))
        .arg("-Dcli.script=elasticsearch")
        .arg(format!("-Dcli.libs={libs}"))
        .arg(property("es.path.home", &dist))
        .arg(property("es.path.conf", config))
        .arg("-Des.distribution.type=zip")
        .arg("-cp")
        .arg(classes)
        .arg("org.elasticsearch.launcher.CliToolLauncher");
    command
}

fn property(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(format!("-D{name}="));
    option.push(path);
    option
}
