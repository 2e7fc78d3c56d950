//! Date math without braces, and with a name that no server takes.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "<logs>")]
struct Line {
    text: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "<Logs-{now/d}>")]
struct Other {
    text: String,
}

fn main() {}
