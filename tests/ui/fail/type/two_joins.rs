use esmodel::prelude::*;

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize, EsValue)]
enum Post {
    Question,
    #[es(parent = Question)]
    Answer,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Kin {
    second: Join<Post>,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Flat {
    family: Join<Post>,
    #[serde(flatten)]
    kin: Kin,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Inside {
    kin: Kin,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Twice {
    family: Join<Post>,
    other: Option<Join<Post>>,
}

fn main() {}
