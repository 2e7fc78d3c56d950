use esmodel::model::Computed;
use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, EsObject)]
struct Label {
    #[es(computed)]
    text: Computed<String>,
}

impl Label {
    fn text(&self) -> String {
        String::new()
    }
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    labels: BTreeSet<Label>,
}

fn main() {}
