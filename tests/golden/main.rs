//! What needs no engine: mappings as the derive makes them, requests as verbs send them, the table of engines.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic; what the lints allow in `#[test]`s does not reach helpers"
)]

mod docs;
mod engines;
mod mapping;
mod requests;
mod schema;
