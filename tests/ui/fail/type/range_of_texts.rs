use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Shop {
    hours: Range<String>,
}

fn main() {}
