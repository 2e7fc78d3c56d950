use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(enabled = false, default_sort = "at", dynamic = "true")]
struct Event {
    at: u64,
    #[es(soft_delete)]
    deleted: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(enabled)]
struct Other {
    at: u64,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(enabled = false)]
struct Kept {
    colour: u64,
}

#[derive(Serialize, Deserialize, EsObject)]
#[es(enabled = false)]
struct Inside {
    at: u64,
}

fn main() {
    let _ = Kept::fields().colour();
}
