//! Finds the JDKs of this machine and takes the newest that suits; it installs none.

use std::env;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A JDK, that is a folder with `bin/java` and `bin/javac`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jdk {
    home: PathBuf,
    version: String,
    major: u32,
}

impl Jdk {
    /// All JDKs found through `JAVA_HOME`, the `PATH` and the usual folders, without duplicates.
    pub fn find_all() -> Vec<Self> {
        let mut homes: Vec<PathBuf> = env::var_os("JAVA_HOME").into_iter().map(PathBuf::from).collect();
        for folder in env::var_os("PATH").iter().flat_map(env::split_paths) {
            // A link such as /usr/bin/java points into the JDK's own bin folder.
            let java = fs::canonicalize(folder.join(executable("java")));
            homes.extend(java.ok().and_then(|java| Some(java.parent()?.parent()?.to_owned())));
        }
        for folder in usual_folders() {
            homes.extend(Self::homes_in(&folder));
        }
        Self::at_each(homes)
    }

    /// The JDKs directly below a folder, in the plain layout or in that of macOS.
    fn homes_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.flat_map(|entry| [entry.path(), entry.path().join("Contents/Home")])
    }

    fn at_each(homes: Vec<PathBuf>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for home in homes {
            let Ok(home) = fs::canonicalize(home) else {
                continue;
            };
            if !found.iter().any(|jdk| jdk.home == home) {
                found.extend(Self::at(home));
            }
        }
        found
    }

    fn at(home: PathBuf) -> Option<Self> {
        let has = |tool: &str| home.join("bin").join(executable(tool)).is_file();
        if !has("java") || !has("javac") {
            return None;
        }
        let version = fs::read_to_string(home.join("release"))
            .ok()
            .and_then(|release| quoted_after(&release, "JAVA_VERSION=").map(str::to_owned))
            .or_else(|| Self::ask(&home))?;
        let major = major(&version)?;
        Some(Self { home, version, major })
    }

    fn ask(home: &Path) -> Option<String> {
        let said = Command::new(home.join("bin/java")).arg("-version").output().ok()?;
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        quoted_after(&said, "version ").map(str::to_owned)
    }

    /// The newest of some JDKs within a range of major versions.
    pub(crate) fn newest_in<'a>(jdks: &'a [Self], range: &RangeInclusive<u32>) -> Option<&'a Self> {
        let suits = jdks.iter().filter(|jdk| range.contains(&jdk.major));
        suits.max_by_key(|jdk| numbers(&jdk.version))
    }

    /// The folder above `bin`.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The full version, as in `21.0.4`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The major version, as in 21.
    pub fn major(&self) -> u32 {
        self.major
    }

    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.home.join("bin").join(executable(name))
    }
}

fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

fn usual_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = [
        "/usr/lib/jvm",
        "/usr/java",
        "/opt/java",
        "/Library/Java/JavaVirtualMachines",
        "C:\\Program Files\\Java",
        "C:\\Program Files\\Eclipse Adoptium",
    ]
    .map(PathBuf::from)
    .into();
    if let Some(home) = env::home_dir() {
        let own = [
            ".sdkman/candidates/java",
            ".jdks",
            ".asdf/installs/java",
            ".local/share/mise/installs/java",
            "Library/Java/JavaVirtualMachines",
        ];
        folders.extend(own.map(|folder| home.join(folder)));
    }
    folders
}

fn quoted_after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(mark)?;
    rest.strip_prefix('"')?.split('"').next()
}

/// `1.8.0_392` is 8, `21.0.4` is 21, `25-ea` is 25.
fn major(version: &str) -> Option<u32> {
    match numbers(version).as_slice() {
        [1, minor, ..] => Some(*minor),
        [major, ..] => Some(*major),
        [] => None,
    }
}

fn numbers(version: &str) -> Vec<u32> {
    let parts = version.split(|c: char| !c.is_ascii_digit());
    parts.filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn fake(folder: &Path, name: &str, release: Option<&str>) {
        let bin = folder.join(name).join("bin");
        fs::create_dir_all(&bin).unwrap();
        for tool in ["java", "javac"] {
            fs::write(bin.join(executable(tool)), "").unwrap();
        }
        if let Some(release) = release {
            let line = format!("IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"{release}\"\nOS=\"Y\"\n");
            fs::write(folder.join(name).join("release"), line).unwrap();
        }
    }

    fn fakes(test: &str, jdks: &[(&str, Option<&str>)]) -> Vec<Jdk> {
        let folder = env::temp_dir().join(format!("esmodel-jdk-{test}-{}", std::process::id()));
        for (name, release) in jdks {
            fake(&folder, name, *release);
        }
        fs::create_dir_all(folder.join("only-docs/lib")).unwrap();
        let found = Jdk::at_each(Jdk::homes_in(&folder).collect());
        fs::remove_dir_all(folder).unwrap();
        found
    }

    #[test]
    fn the_newest_jdk_in_the_range_is_taken_and_folders_without_java_are_not() {
        let jdks = [
            ("a", Some("1.8.0_392")),
            ("b", Some("17.0.9")),
            ("c", Some("17.0.15")),
            ("mac/Contents/Home", Some("24")),
            ("broken", None),
        ];
        let found = fakes("range", &jdks);
        assert_eq!(found.len(), 4);
        let newest = |engine: Engine| Jdk::newest_in(&found, &engine.jdk_range()).unwrap().version();
        assert_eq!(newest(Engine::OpenSearch3), "24");
        assert_eq!(newest(Engine::OpenSearch2), "17.0.15");
        assert_eq!(newest(Engine::Elasticsearch8), "24");
    }

    #[test]
    fn without_a_jdk_21_the_default_is_opensearch_2_and_one_line_says_so() {
        let (engine, notice) = Engine::default_among(&fakes("old", &[("a", Some("17.0.15"))]));
        assert_eq!(engine, Engine::OpenSearch2);
        assert_eq!(
            notice.unwrap(),
            "no JDK 21 or newer found, so this is OpenSearch 2.19.6 instead of OpenSearch 3.8.0"
        );
        assert_eq!(Engine::default_among(&[]), (Engine::OpenSearch3, None));
    }
}
