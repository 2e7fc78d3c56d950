//! Snapshots of what the derives write, and of how they refuse.
