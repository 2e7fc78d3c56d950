use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(text)]
    name: String,
    #[es(alias = "name")]
    surname: Unstored<String>,
}

fn main() {}
