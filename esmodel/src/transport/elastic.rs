//! The default transport, over the official `elasticsearch` crate. The only file that names that crate.
