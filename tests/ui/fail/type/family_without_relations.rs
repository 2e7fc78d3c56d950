use esmodel::prelude::*;

#[derive(Clone, Copy, Serialize, Deserialize, EsValue)]
enum Post {
    Question,
    Answer,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Thread {
    family: Join<Post>,
}

fn main() {}
