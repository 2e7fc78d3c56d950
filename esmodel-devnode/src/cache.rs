//! The folder that keeps what was fetched and built, safe against interruption and other processes; not what is in it.

use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::account::is_reachable_by_all;
use crate::error::{At as _, Error};

/// Written last: an entry without it is not used.
const STAMP: &str = "complete";

/// A cache folder.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    /// `ESMODEL_CACHE`, or `esmodel` in the user's cache folder.
    pub(crate) fn of_user() -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let root = set("ESMODEL_CACHE")
            .map(PathBuf::from)
            .or_else(|| Some(PathBuf::from(set("XDG_CACHE_HOME")?).join("esmodel")))
            .or_else(|| Some(env::home_dir()?.join(".cache/esmodel")))
            .unwrap_or_else(|| env::temp_dir().join("esmodel-cache"));
        Self { root }
    }

    /// The same, or the machine's cache folder if other users cannot get there.
    pub(crate) fn for_all_users() -> Result<Self, Error> {
        let own = Self::of_user();
        fs::create_dir_all(&own.root).at("create", &own.root)?;
        if is_reachable_by_all(&own.root) {
            return Ok(own);
        }
        let root = PathBuf::from("/var/cache/esmodel");
        Ok(Self { root })
    }

    /// The folder of an entry, which is built first if need be, by one process at a time.
    pub(crate) fn entry(&self, name: &str, build: impl FnOnce(&Path) -> Result<(), Error>) -> Result<PathBuf, Error> {
        let entry = self.root.join(name);
        if entry.join(STAMP).is_file() {
            return Ok(entry);
        }
        fs::create_dir_all(&self.root).at("create", &self.root)?;
        let lock_path = self.root.join(format!("{name}.lock"));
        let lock = File::create(&lock_path).at("create", &lock_path)?;
        lock.lock().at("lock", &lock_path)?;
        if entry.join(STAMP).is_file() {
            return Ok(entry);
        }
        let part = self.root.join(format!("{name}.part"));
        for rest in [&part, &entry] {
            if rest.exists() {
                fs::remove_dir_all(rest).at("remove", rest)?;
            }
        }
        fs::create_dir(&part).at("create", &part)?;
        build(&part)?;
        fs::write(part.join(STAMP), "").at("write", &part)?;
        fs::rename(&part, &entry).at("rename", &part)?;
        Ok(entry)
    }
}

/// A short key for whatever decides what an entry holds.
pub(crate) fn key(of: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;
    use crate::Engine;

    fn fresh(test: &str) -> Cache {
        let root = env::temp_dir().join(format!("esmodel-cache-{test}-{}", std::process::id()));
        Cache { root }
    }

    #[test]
    fn of_many_that_want_an_entry_at_once_one_builds_it() {
        let cache = fresh("race");
        let built = AtomicUsize::new(0);
        let start = Barrier::new(8);
        let want = || {
            start.wait();
            let entry = cache.entry("x", |part| {
                built.fetch_add(1, Ordering::SeqCst);
                fs::write(part.join("content"), "whole").at("write", part)
            });
            assert_eq!(fs::read_to_string(entry.unwrap().join("content")).unwrap(), "whole");
        };
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(want);
            }
        });
        assert_eq!(built.into_inner(), 1);
        fs::remove_dir_all(cache.root).unwrap();
    }

    #[test]
    fn an_interrupted_build_leaves_no_entry_and_the_next_one_starts_clean() {
        let cache = fresh("interrupted");
        let failure = cache.entry("x", |part| {
            fs::write(part.join("half"), "").at("write", part)?;
            Err(Error::NoMaven { engine: Engine::OpenSearch3 })
        });
        assert!(failure.is_err());
        assert!(!cache.root.join("x").exists());
        let entry = cache.entry("x", |part| {
            assert!(!part.join("half").exists());
            Ok(())
        });
        assert!(entry.unwrap().is_dir());
        fs::remove_dir_all(cache.root).unwrap();
    }
}
