//! Which user runs an engine: Elasticsearch refuses root, so under root it runs as `nobody`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::{At as _, Error};

/// The unprivileged user that stands in for root.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
}

/// What `nobody` is on most systems.
const NOBODY: Account = Account { uid: 65534, gid: 65534 };

impl Account {
    /// `nobody` if this process is root, else nothing: then the process's own user will do.
    pub(crate) fn instead_of_root() -> Option<Self> {
        is_root().then(|| {
            let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
            users.lines().find_map(Self::parse).unwrap_or(NOBODY)
        })
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.strip_prefix("nobody:")?.split(':').skip(1);
        let mut next = || fields.next()?.parse().ok();
        Some(Self { uid: next()?, gid: next()? })
    }

    /// Lets a command run as this user.
    pub(crate) fn apply(self, command: &mut Command) {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            command.uid(self.uid).gid(self.gid);
        }
        #[cfg(not(unix))]
        let _ = (self.uid, self.gid, command);
    }

    /// Gives a file, or a folder with all in it, to this user.
    pub(crate) fn own(self, path: &Path) -> Result<(), Error> {
        if path.is_dir() {
            for entry in fs::read_dir(path).at("list", path)? {
                self.own(&entry.at("list", path)?.path())?;
            }
        }
        #[cfg(unix)]
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid)).at("hand over", path)?;
        Ok(())
    }
}

fn is_root() -> bool {
    // std cannot tell the user id; without `id` this is no Unix.
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Whether any user can get at files below a folder that exists.
pub(crate) fn is_reachable_by_all(folder: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let open = |folder: &Path| fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o001 != 0);
        fs::canonicalize(folder).is_ok_and(|folder| folder.ancestors().all(open))
    }
    #[cfg(not(unix))]
    folder.is_dir()
}
