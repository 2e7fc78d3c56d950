use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
enum Rule {
    Not(Box<Self>),
    All { rules: Vec<Rule> },
    Name(String),
}

fn main() {}
