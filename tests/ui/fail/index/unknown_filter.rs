use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(
    analyzers(folded(tokenizer = "standrad", char_filter("html_strip", "dashes"), filter("lowercas", "shrot"))),
    filters(short(type = "length", max = 10), both(type = "multiplexer", filters("lowercase, porter_stm")))
)]
struct Employee {
    #[es(text(analyzer = "folded"))]
    name: String,
}

fn main() {}
