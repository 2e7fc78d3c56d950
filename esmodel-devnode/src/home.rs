//! Temporary folders of clusters: each belongs to a living process, and those of dead ones are swept.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::account::is_reachable_by_all;
use crate::error::{At as _, Error};

const PREFIX: &str = "esmodel-devnode-";
/// Locked as long as the owner lives; the system takes the lock away from a dead one.
const OWNER: &str = "owner";

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder that is removed on drop, or by the next start if this process is killed.
#[derive(Debug)]
pub(crate) struct Home {
    path: PathBuf,
    _owner: File,
}

impl Home {
    /// Makes a folder in the system's temporary one, which another user can get into if `shared` asks for it.
    pub(crate) fn create(shared: bool) -> Result<Self, Error> {
        let mut parent = env::temp_dir();
        if shared && !is_reachable_by_all(&parent) {
            parent = PathBuf::from("/tmp");
        }
        sweep(&parent);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = parent.join(format!("{PREFIX}{}-{number}", process::id()));
            if path.exists() {
                continue;
            }
            fs::create_dir(&path).at("create", &path)?;
            let owner_path = path.join(OWNER);
            let owner = File::create(&owner_path).at("create", &owner_path)?;
            // Lost only to a sweep that came in between, which then removes the folder.
            if owner.try_lock().is_ok() {
                return Ok(Self { path, _owner: owner });
            }
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What cannot be removed now is swept later.
        drop(fs::remove_dir_all(&self.path));
    }
}

fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        // Without a file to lock the folder is only just being made.
        let Ok(owner) = File::open(entry.path().join(OWNER)) else {
            continue;
        };
        if owner.try_lock().is_ok() {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_dead_owner_is_swept_and_that_of_a_living_one_is_not() {
        let living = Home::create(false).unwrap();
        let dead = env::temp_dir().join(format!("{PREFIX}dead-{}", process::id()));
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join(OWNER), "").unwrap();
        drop(Home::create(false).unwrap());
        assert!(living.path().is_dir());
        assert!(!dead.exists());
    }
}
