use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(source(excludes("lines.note", "hall.street")))]
struct Order {
    lines: Vec<Line>,
    hall: Hall,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(source(includes("lines.product", "hall.street")))]
struct Receipt {
    lines: Vec<Line>,
    hall: Hall,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Line {
    product: Option<String>,
    #[serde(default)]
    note: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Hall {
    street: String,
}

fn main() {}
