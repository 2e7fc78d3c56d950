use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct City {
    #[es(source = false)]
    name: String,
    #[es(source = "no")]
    region: Option<String>,
    #[es(id, source = false)]
    id: String,
    hall: Hall,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Hall {
    #[es(source = false)]
    street: Option<String>,
}

fn main() {}
