use esmodel::EsValue;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize, EsValue)]
#[serde(into = "u64", from = "u64")]
struct Email(String);

impl From<u64> for Email {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl From<Email> for u64 {
    fn from(email: Email) -> Self {
        email.0.len() as u64
    }
}

fn main() {}
