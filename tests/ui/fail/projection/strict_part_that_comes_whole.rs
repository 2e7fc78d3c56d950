use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Order {
    lines: Vec<Line>,
    hall: Line,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Line {
    product: String,
    note: Option<String>,
}

#[derive(Deserialize, EsProjection)]
#[es(of = Order)]
struct OrderCard {
    lines: Vec<LineCard>,
    hall: LineCard,
}

#[derive(Deserialize, EsProjection)]
#[es(of = Line)]
#[serde(deny_unknown_fields)]
struct LineCard {
    product: String,
}

fn main() {}
