//! A team's own binary: the schema commands for its models, as they are deployed.

use std::process::ExitCode;

use esmodel::prelude::*;

/// An article, as it is deployed.
#[derive(Serialize, Deserialize, EsModel)]
#[es(
    index = "articles",
    lock = "schema/deployed/articles.mapping.json",
    settings(number_of_shards = 1, refresh_interval = "1s")
)]
struct Article {
    #[es(id)]
    id: u32,
    #[es(text)]
    title: String,
    #[es(text(analyzer = "simple"))]
    body: String,
    author: Author,
    views: u32,
    #[es(keyword(ignore_above = 256))]
    tags: Vec<String>,
    note: Option<String>,
    comments: Vec<Comment>,
}

/// Who wrote it.
#[derive(Serialize, Deserialize, EsObject)]
struct Author {
    name: String,
}

/// What a reader says.
#[derive(Serialize, Deserialize, EsObject)]
struct Comment {
    by: String,
    stars: u8,
}

fn main() -> ExitCode {
    esmodel_cli::run::<(Article,)>()
}
