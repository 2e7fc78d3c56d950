use esmodel::EsObject;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
#[serde(tag = "type")]
enum Payment {
    Card { number: String, amount: f64 },
    Cash { amount: f64 },
    Transfer { amount: f64, number: u64 },
    Cheque(Cheque),
}

#[derive(Serialize, Deserialize, EsObject)]
struct Cheque {
    amount: f32,
}

fn main() {}
