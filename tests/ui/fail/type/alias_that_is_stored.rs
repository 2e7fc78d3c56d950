use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[es(alias = "name")]
    surname: String,
    #[es(runtime(script = "emit(1)"))]
    one: u8,
    other: Unstored<String>,
    #[es(alias = "name", keyword(ignore_above = 1), index = false)]
    third: Unstored<String>,
}

fn main() {}
