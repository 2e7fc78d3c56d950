use std::collections::BTreeSet;

use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
struct Label {
    #[es(lazy)]
    uses: Lazy<u64>,
}

impl Label {
    async fn uses(&self, _: &LazyCx) -> esmodel::Result<u64> {
        Ok(1)
    }
}

impl PartialEq for Label {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Label {}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    labels: BTreeSet<Label>,
}

fn main() {}
