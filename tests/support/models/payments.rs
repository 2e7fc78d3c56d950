//! Enums with data, in every tagging.

use chrono::{DateTime, Utc};
use esmodel::prelude::*;

/// An invoice and what was paid of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "invoices", analyzers(folded(tokenizer = "standard", filter("lowercase"))))]
pub struct Invoice {
    #[es(id)]
    pub id: u64,
    /// What happened last, among the fields of the document.
    #[serde(flatten)]
    pub last: Event,
    /// Each of its own kind.
    pub payments: Vec<Payment>,
    pub due: Option<Box<Payment>>,
    pub reminder: Reminder,
    #[es(object)]
    pub reminders: Vec<Reminder>,
    pub discount: Discount,
}

/// Internally tagged, with a variant of each form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Payment {
    /// In coins.
    Cash,
    /// By a card.
    Card(Card),
    /// From bank to bank.
    BankTransfer {
        /// In the currency of the invoice.
        amount: f64,
        #[es(text(analyzer = "folded"), fields(raw(keyword)))]
        paid_for: String,
        steps: Vec<Step>,
    },
    #[serde(rename = "coupon", alias = "voucher")]
    Voucher(Box<Voucher>),
    /// What is taken off has variants of its own.
    Taken(Discount),
    #[serde(untagged)]
    Unknown(UnknownVariant<Self>),
}

/// A card, with what only structs have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
pub struct Card {
    pub amount: f64,
    pub number: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    pub secret: String,
    #[es(updated_at)]
    pub seen: Option<DateTime<Utc>>,
    #[es(computed)]
    #[serde(default)]
    pub label: Computed<String>,
    #[es(one_or_many)]
    pub holders: Vec<String>,
}

impl Card {
    fn label(&self) -> String {
        format!("card {}", self.number)
    }
}

/// A step of a transfer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
pub struct Step {
    pub bank: String,
    pub card: Option<Card>,
}

/// A voucher.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
pub struct Voucher {
    pub amount: f64,
    pub code: u32,
}

/// Adjacently tagged: all variants have one field for what they hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
#[serde(tag = "by", content = "with")]
pub enum Reminder {
    Nothing,
    Letter {
        street: String,
        cards: Vec<Card>,
    },
    Mail(Mail),
    #[serde(rename_all = "UPPERCASE")]
    Call {
        number: u32,
    },
}

/// An electronic letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
pub struct Mail {
    pub address: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    pub token: String,
}

/// Externally tagged: each variant has a field of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
pub enum Discount {
    Percent(f64),
    #[serde(rename = "note")]
    Note(#[es(text, fields(raw(keyword)))] String),
    Cards(Vec<Card>),
    Each {
        first: Option<Card>,
        rest: Vec<i32>,
    },
    Empty {},
}

/// Among the fields of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
#[serde(tag = "event")]
pub enum Event {
    Created,
    Sent { to: String, at: DateTime<Utc> },
    Paid(Card),
}
