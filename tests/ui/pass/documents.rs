//! Ids, routing, timestamps and computed fields of values.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use esmodel::{
    model::{EsField, EsObject, Id, Millis, ModelDefinition, Stamps},
    prelude::*,
};

#[derive(Serialize, Deserialize, EsModel)]
struct Ticket {
    #[es(id)]
    number: Option<Number>,
    #[es(routing)]
    queue: Option<Queue>,
    #[es(created_at)]
    opened: Option<DateTime<Utc>>,
    #[es(updated_at)]
    changed: DateTime<Utc>,
    lines: Vec<Line>,
    #[es(flattened)]
    kept: Vec<Line>,
    #[es(computed)]
    total: Computed<u32>,
}

impl Ticket {
    fn total(&self) -> u32 {
        self.lines.iter().filter_map(|line| line.sum.get()).sum()
    }
}

#[derive(Serialize, Deserialize, EsObject)]
struct Line {
    count: u32,
    price: u32,
    #[es(computed)]
    sum: Computed<u32>,
}

impl Line {
    fn sum(&self) -> u32 {
        self.count * self.price
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize, EsValue)]
struct Number(u64);

#[derive(Serialize, Deserialize, EsValue)]
#[serde(rename_all = "lowercase")]
enum Queue {
    Sales,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(routing = first_letter)]
struct Word {
    #[es(id)]
    text: String,
}

fn first_letter(word: &Word) -> Option<&str> {
    word.text.get(..1)
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(routing = Self::shard)]
struct Line2 {
    number: u32,
}

impl Line2 {
    fn shard(&self) -> String {
        format!("s{}", self.number % 2)
    }
}

fn main() {
    let line = || Line { count: 2, price: 3, sum: Computed::EMPTY };
    let mut ticket = Ticket {
        number: None,
        queue: Some(Queue::Sales),
        opened: None,
        changed: DateTime::<Utc>::MIN_UTC,
        lines: vec![line(), line()],
        kept: vec![line()],
        total: Computed::EMPTY,
    };
    assert_eq!(ticket.document_id(), None);
    assert_eq!(ticket.set_document_id("7"), Ok(()));
    assert_eq!(ticket.document_id(), Some(Cow::Borrowed("7")));
    assert!(ticket.set_document_id("seven").is_err_and(|message| message.contains("seven")));
    assert_eq!(Number::from_id("7"), Ok(Number(7)));
    assert_eq!(ticket.document_routing(), Some(Cow::Borrowed("sales")));
    // Also where the field is an `Option`: see the derive.
    const { assert!(Ticket::SCHEMA.routing_required) };

    let now = Millis(1_000);
    let are_set = |stamps: Stamps| [stamps.created.is_some(), stamps.updated.is_some()];
    let stamps = Ticket::stamps(Some(&ticket));
    assert_eq!(are_set(stamps), [true, true]);
    ticket.set_stamps(stamps, now);
    assert_eq!(ticket.opened.map(|at| at.timestamp_millis()), Some(1_000));
    assert_eq!(are_set(Ticket::stamps(Some(&ticket))), [false, true]);
    assert_eq!(are_set(Ticket::stamps(None)), [false, true]);

    EsObject::compute(&mut ticket);
    assert_eq!(ticket.total.get(), Some(&12));
    // What is kept as one flattened field is kept as it is.
    assert_eq!(ticket.kept[0].sum.get(), None);
    const { assert!(<Vec<Line> as EsField>::COMPUTES) };
    assert_eq!(Ticket::OMIT.keys, ["number", "total"]);

    let word = Word { text: "oslo".to_owned() };
    assert_eq!(word.document_routing(), Some(Cow::Borrowed("o")));
    let line = Line2 { number: 3 };
    assert_eq!(line.document_routing(), Some(Cow::Borrowed("s1")));
    assert_eq!((line.document_id(), Line2::ID_KEY), (None, None));
}
