use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    ages: std::ops::Range<i32>,
    #[es(text)]
    number: i32,
}

fn main() {}
