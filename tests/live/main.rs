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
mod apply_twice;
mod bad_input;
mod batched;
mod beyond_doubles;
mod bulk;
mod bulk_scope;
mod closed_indices;
mod cluster;
mod contention;
mod date_formats;
mod depth;
mod documents;
mod embedded_timestamps;
mod engines;
mod flattened_maps;
mod foreign;
mod forms;
mod forms_of_places;
mod hooks;
mod index_lists;
mod index_names;
mod kept_fields;
mod kinds;
mod lazy;
mod lazy_chain;
mod lost_answers;
mod mapping;
mod moves;
mod nested;
mod no_nulls;
mod projection;
mod read_in_part;
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
mod sorted_pages;
mod spread_indices;
mod stored;
mod values;
mod variants;
mod web;
mod weights;

use std::process::ExitCode;

fn main() -> ExitCode {
    let on_each_engine = [
        aggregations::TESTS,
        analysis::TESTS,
        apply_twice::TESTS,
        answers::TESTS,
        bad_input::TESTS,
        batched::TESTS,
        beyond_doubles::TESTS,
        bulk::TESTS,
        bulk_scope::TESTS,
        closed_indices::TESTS,
        contention::TESTS,
        date_formats::TESTS,
        depth::TESTS,
        documents::TESTS,
        embedded_timestamps::TESTS,
        engines::TESTS,
        flattened_maps::TESTS,
        foreign::TESTS,
        forms::TESTS,
        kept_fields::TESTS,
        forms_of_places::TESTS,
        kinds::TESTS,
        index_lists::TESTS,
        index_names::TESTS,
        hooks::TESTS,
        lazy::TESTS,
        lost_answers::TESTS,
        lazy_chain::TESTS,
        round_trips::TESTS,
        mapping::TESTS,
        moves::TESTS,
        nested::TESTS,
        no_nulls::TESTS,
        projection::TESTS,
        read_in_part::TESTS,
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
        sorted_pages::TESTS,
        spread_indices::TESTS,
        stored::TESTS,
        values::TESTS,
        variants::TESTS,
        web::TESTS,
        weights::TESTS,
    ];
    esmodel_tests::run(&on_each_engine, &[cluster::TESTS, security::TESTS])
}
