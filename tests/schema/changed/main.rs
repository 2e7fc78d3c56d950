//! The same team a release later: a model that takes everything to be deployed, and one that can be added in place.

use std::process::ExitCode;

use esmodel::prelude::*;

/// An article of the next release.
#[derive(Serialize, Deserialize, EsModel)]
#[es(
    index = "articles",
    lock = "schema/changed/articles.mapping.json",
    settings(number_of_shards = 2, refresh_interval = "5s"),
    analyzers(folded(tokenizer = "standard", filter("lowercase")))
)]
struct Article {
    #[es(id)]
    id: u32,
    #[es(text(search_analyzer = "simple"), fields(raw(keyword)))]
    title: String,
    #[es(text(analyzer = "folded"))]
    body: String,
    author: Author,
    views: String,
    #[es(keyword(ignore_above = 100))]
    tags: Vec<String>,
    comments: Vec<Comment>,
    published: bool,
}

/// Who wrote it, and how to reach them.
#[derive(Serialize, Deserialize, EsObject)]
struct Author {
    name: String,
    mail: Option<String>,
}

/// What a reader says.
#[derive(Serialize, Deserialize, EsObject)]
struct Comment {
    by: String,
    stars: u8,
}

/// As much of it as a live index can take over, with an analyzer for which the index is closed for a moment.
#[derive(Serialize, Deserialize, EsModel)]
#[es(
    index = "articles",
    settings(refresh_interval = "5s"),
    analyzers(folded(tokenizer = "standard", filter("lowercase")))
)]
struct Extension {
    #[es(id)]
    id: u32,
    #[es(text, fields(raw(keyword), folded(text(analyzer = "folded"))))]
    title: String,
    published: bool,
}

/// Who has what, in an index for each month.
#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "loans-*", index_for = Self::index_name)]
struct Loan {
    month: String,
}

impl Loan {
    fn index_name(&self) -> String {
        format!("loans-{}", self.month)
    }
}

fn main() -> ExitCode {
    esmodel_cli::run::<(Article, Extension, Loan)>()
}
