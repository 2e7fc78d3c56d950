//! Everything that only a real engine can show. Each test runs on every engine, but for those
//! that start their own.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may panic; what the lints allow in `#[test]`s does not reach these"
)]

mod aggregations;
mod analysis;
mod answers;
mod bad_input;
mod batched;
mod bulk;
mod bulk_scope;
mod cluster;
mod contention;
mod documents;
mod embedded_timestamps;
mod engines;
mod foreign;
mod forms;
mod hooks;
mod index_lists;
mod index_names;
mod kinds;
mod lazy;
mod lazy_chain;
mod mapping;
mod nested;
mod projection;
mod refresh;
mod round_trips;
mod routing;
mod schema;
mod schema_cli;
mod schema_lost;
mod schema_plan;
mod search;
mod search_rest;
mod search_window;
mod security;
mod soft_delete;
mod spread_indices;
mod stored;
mod values;
mod variants;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    let on_each_engine = [
        aggregations::TESTS,
        analysis::TESTS,
        answers::TESTS,
        bad_input::TESTS,
        batched::TESTS,
        bulk::TESTS,
        bulk_scope::TESTS,
        contention::TESTS,
        documents::TESTS,
        embedded_timestamps::TESTS,
        engines::TESTS,
        foreign::TESTS,
        forms::TESTS,
        kinds::TESTS,
        index_lists::TESTS,
        index_names::TESTS,
        hooks::TESTS,
        lazy::TESTS,
        lazy_chain::TESTS,
        round_trips::TESTS,
        mapping::TESTS,
        nested::TESTS,
        projection::TESTS,
        refresh::TESTS,
        routing::TESTS,
        schema::TESTS,
        schema_cli::TESTS,
        schema_lost::TESTS,
        schema_plan::TESTS,
        search::TESTS,
        search_rest::TESTS,
        search_window::TESTS,
        soft_delete::TESTS,
        spread_indices::TESTS,
        stored::TESTS,
        values::TESTS,
        variants::TESTS,
        web::TESTS,
    ];
    esmodel_tests::run(&on_each_engine, &[cluster::TESTS, security::TESTS])
}
