use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
struct Labels {
    region: String,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Event {
    #[es(passthrough)]
    labels: Labels,
    #[es(semantic)]
    meaning: String,
}

fn main() {}
