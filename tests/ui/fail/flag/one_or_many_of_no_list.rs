//! Tolerance where there is no list, or nothing stored.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Note {
    #[es(one_or_many)]
    text: String,
    #[es(lazy, one_or_many)]
    others: Lazy<Vec<Note>>,
}

fn main() {}
