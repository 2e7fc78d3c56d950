use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(source(excludes("secret", "raw*", "note", "kept", "inner.part")))]
struct Employee {
    #[es(id)]
    id: u32,
    secret: String,
    raw_text: String,
    note: Option<String>,
    #[serde(default)]
    kept: String,
    inner: Inner,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(source(includes("name", "inner.*")))]
struct Part {
    name: String,
    inner: Inner,
    age: u8,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Inner {
    #[serde(default)]
    part: String,
}

fn main() {}
