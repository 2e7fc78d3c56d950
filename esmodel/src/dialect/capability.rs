//! What some servers can do and others cannot, apart from field kinds (those carry their own versions).

use std::fmt;

use super::{Since, Version};

/// Something that not every product and version can do. It tells what the *product* has; what a stripped-down
/// test node lacks besides is the dev node's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// A point in time for consistent paging.
    PointInTime,
    /// Approximate nearest-neighbour search over vectors.
    Knn,
    /// Index lifecycle management (`_ilm`).
    IndexLifecycleManagement,
    /// Index state management (`_plugins/_ism`).
    IndexStateManagement,
}

impl Capability {
    /// Every capability, for tables and tests.
    pub const ALL: &'static [Self] =
        &[Self::PointInTime, Self::Knn, Self::IndexLifecycleManagement, Self::IndexStateManagement];

    /// The first versions that have it.
    pub const fn since(self) -> Since {
        match self {
            Self::PointInTime => Since::of(Some(Version::new(7, 10, 0)), Some(Version::new(2, 4, 0))),
            Self::Knn => Since::of(Some(Version::new(8, 0, 0)), Some(Version::new(1, 0, 0))),
            Self::IndexLifecycleManagement => Since::of(Some(Version::new(6, 6, 0)), None),
            Self::IndexStateManagement => Since::of(None, Some(Version::new(1, 0, 0))),
        }
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PointInTime => "point in time",
            Self::Knn => "kNN search",
            Self::IndexLifecycleManagement => "index lifecycle management",
            Self::IndexStateManagement => "index state management",
        })
    }
}
