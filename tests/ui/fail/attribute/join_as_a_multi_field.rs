use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(fields(family(join)))]
    name: String,
}

fn main() {}
