use esmodel::prelude::*;

#[derive(Clone, Copy, Serialize, Deserialize, EsValue)]
enum Post {
    #[es(parent = Question)]
    Answer,
    Question,
    #[es(parent = Vote)]
    Vote,
}

fn main() {}
