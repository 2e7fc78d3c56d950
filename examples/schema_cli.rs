//! A team's own binary: the schema commands for its models, in one call.
//!
//! `ESMODEL_URL=http://localhost:9200 cargo run --example schema_cli -- schema plan`, then `apply`, `check`, `lock`.

use std::process::ExitCode;

use esmodel::prelude::*;

/// A place where people live. Its lock file says that nothing is deployed yet.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    index = "esmodel-cli-cities",
    lock = "data/cities.mapping.json",
    settings(number_of_shards = 1, refresh_interval = "5s"),
    analyzers(folded(tokenizer = "standard", filter("lowercase")))
)]
struct City {
    #[es(id)]
    id: u32,
    #[es(text(analyzer = "folded"), fields(raw(keyword)))]
    name: String,
    country: String,
    population: u32,
    location: GeoPoint,
}

/// A country. It has no lock file: only a running program is told when it no longer fits.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-cli-countries")]
struct Country {
    #[es(id)]
    code: String,
    #[es(text)]
    name: String,
}

fn main() -> ExitCode {
    esmodel_cli::run::<(City, Country)>()
}
