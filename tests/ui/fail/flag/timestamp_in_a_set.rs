use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EsObject)]
struct Label {
    #[es(updated_at)]
    at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    labels: BTreeSet<Label>,
    #[es(flattened)]
    by_name: BTreeMap<String, Label>,
}

fn main() {}
