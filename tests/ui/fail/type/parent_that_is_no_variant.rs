use esmodel::prelude::*;

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize, EsValue)]
enum Post {
    Question,
    #[es(parent = Z)]
    Answer,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Entry {
    family: Join<Post>,
}

fn main() {
    let _ = Entry::fields().family().has_child(Post::Answer, Query::all());
}
