use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(runtime, text)]
    name: Unstored<String>,
}

fn main() {}
