use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Title {
    #[es(completion(contexts(genre)))]
    name: Completion,
    #[es(completion(contexts(place(geo(precison = 4)))))]
    shop: Completion,
}

fn main() {}
