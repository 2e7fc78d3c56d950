//! Documents would go where no search looks.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index_for = Self::index_name)]
struct AuditRow {
    text: String,
}

impl AuditRow {
    fn index_name(&self) -> String {
        "rows-1".into()
    }
}

fn main() {}
