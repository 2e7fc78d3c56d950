//! Enums with data: documents and lists whose elements are of several types.

use std::iter;

use chrono::DateTime;
use esmodel::{
    index::Applied,
    model::ModelDefinition,
    prelude::*,
    query::IntoQuery,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::{
    Context,
    models::{Card, Discount, Event, Invoice, Mail, Payment, Reminder, Step, Voucher},
};
use serde_json::{Value, json};

esmodel_tests::tests![
    variants_of_every_tagging_come_back_as_they_were,
    the_mapping_of_variants_is_applied_once,
    queries_reach_through_variants,
    one_element_of_a_list_is_asked_as_one_variant,
    what_structs_inside_of_variants_hide_or_compute_is_as_in_any_struct,
    an_unknown_variant_is_an_error_that_names_document_and_field,
    an_unknown_variant_that_is_kept_is_saved_as_it_was,
    a_known_variant_that_does_not_fit_is_no_unknown_one,
    variants_are_read_in_part_and_changed_in_part,
];

fn card(number: &str, amount: f64) -> Card {
    Card {
        amount,
        number: number.to_owned(),
        secret: format!("secret of {number}"),
        seen: None,
        label: Computed::default(),
        holders: vec!["Ada".to_owned()],
    }
}

fn invoice(id: u64, payments: Vec<Payment>) -> Invoice {
    Invoice {
        id,
        last: Event::Created,
        payments,
        due: None,
        reminder: Reminder::Nothing,
        reminders: Vec::new(),
        discount: Discount::Empty {},
    }
}

fn transfer(paid_for: &str, banks: &[&str]) -> Payment {
    let steps = banks.iter().map(|bank| Step { bank: (*bank).to_owned(), card: None }).collect();
    Payment::BankTransfer { amount: 5.0, paid_for: paid_for.to_owned(), steps }
}

/// Any value.
struct Random(fastrand::Rng);

impl Random {
    fn text(&mut self) -> String {
        let length = self.0.usize(..6);
        iter::repeat_with(|| self.0.char('a'..'\u{2000}')).take(length).collect()
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let length = self.0.usize(..3);
        (0..length).map(|_| one(self)).collect()
    }

    fn card(&mut self) -> Card {
        let (number, amount) = (self.text(), self.0.f64());
        Card { holders: self.list(Self::text), secret: self.text(), ..card(&number, amount) }
    }

    fn payment(&mut self) -> Payment {
        match self.0.u8(..5) {
            0 => Payment::Cash,
            1 => Payment::Card(self.card()),
            2 => Payment::BankTransfer { amount: self.0.f64(), paid_for: self.text(), steps: self.list(Self::step) },
            3 => Payment::Voucher(Box::new(Voucher { amount: self.0.f64(), code: self.0.u32(..) })),
            _ => Payment::Taken(self.discount()),
        }
    }

    fn step(&mut self) -> Step {
        Step { bank: self.text(), card: self.0.bool().then(|| self.card()) }
    }

    fn reminder(&mut self) -> Reminder {
        match self.0.u8(..4) {
            0 => Reminder::Nothing,
            1 => Reminder::Letter { street: self.text(), cards: self.list(Self::card) },
            2 => Reminder::Mail(Mail { address: self.text(), token: self.text() }),
            _ => Reminder::Call { number: self.0.u32(..) },
        }
    }

    fn discount(&mut self) -> Discount {
        match self.0.u8(..5) {
            0 => Discount::Percent(self.0.f64()),
            1 => Discount::Note(self.text()),
            2 => Discount::Cards(self.list(Self::card)),
            3 => {
                Discount::Each { first: self.0.bool().then(|| self.card()), rest: self.list(|random| random.0.i32(..)) }
            }
            _ => Discount::Empty {},
        }
    }

    fn event(&mut self) -> Event {
        match self.0.u8(..3) {
            0 => Event::Created,
            1 => Event::Sent { to: self.text(), at: DateTime::from_timestamp_millis(self.0.i64(0..1 << 41)).unwrap() },
            _ => Event::Paid(self.card()),
        }
    }

    fn invoice(&mut self, id: u64) -> Invoice {
        Invoice {
            id,
            last: self.event(),
            payments: self.list(Self::payment),
            due: self.0.bool().then(|| Box::new(self.payment())),
            reminder: self.reminder(),
            reminders: self.list(Self::reminder),
            discount: self.discount(),
        }
    }
}

/// The client, with the index of invoices made.
async fn office(context: &Context) -> Client {
    context.es().schema::<Invoice>().apply().await.unwrap();
    context.es().clone()
}

async fn found(es: &Client, query: impl IntoQuery<Invoice>) -> Vec<u64> {
    let hits = Invoice::search().filter(query).fetch(es).await.unwrap().hits;
    let mut ids: Vec<u64> = hits.iter().map(|hit| hit.id).collect();
    ids.sort_unstable();
    ids
}

/// What the server holds, read past the models.
async fn source(es: &Client, id: u64) -> Value {
    let path = RequestPath::new(&[&es.index_name(Invoice::SCHEMA.index), "_source", &id.to_string()]).unwrap();
    let response = es.send(Request::new(Method::Get, path, Effect::Read)).await.unwrap();
    serde_json::from_slice(response.body()).unwrap()
}

/// Stores JSON past the models, with fields that the mapping learns from it.
async fn store(es: &Client, id: u64, change: impl FnOnce(&mut Value)) -> Value {
    let index = es.index_name(Invoice::SCHEMA.index);
    let request = |path: &[&str], body: &Value| {
        let path = RequestPath::new(path).unwrap();
        Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true").json(body.to_string())
    };
    let path = RequestPath::new(&[&index, "_mapping"]).unwrap();
    let lenient = json!({ "dynamic": "true" }).to_string();
    assert!(es.send(Request::new(Method::Put, path, Effect::Idempotent).json(lenient)).await.unwrap().is_success());
    let mut json = json!({
        "event": "Created", "payments": [], "reminder": { "by": "Nothing" }, "reminders": [], "discount": { "Empty": {} },
    });
    change(&mut json);
    let response = es.send(request(&[&index, "_doc", &id.to_string()], &json)).await.unwrap();
    assert!(response.is_success(), "{}", String::from_utf8_lossy(response.body()));
    json
}

async fn variants_of_every_tagging_come_back_as_they_were(context: Context) {
    let es = office(&context).await;
    let seed = fastrand::u64(..);
    let mut random = Random(fastrand::Rng::with_seed(seed));
    let mut saved = Vec::new();
    for id in 0..40 {
        let saving = random.invoice(id).save(&es).await;
        saved.push(saving.unwrap_or_else(|error| panic!("seed {seed}: {error}")));
    }
    let read = Invoice::get_many(&es, 0..40).await.unwrap();
    for (saved, read) in saved.iter().zip(&read) {
        assert_eq!(Some(&**saved), read.as_deref(), "seed {seed}");
    }
    assert_eq!(read.len(), 40);
}

async fn the_mapping_of_variants_is_applied_once(context: Context) {
    let es = office(&context).await;
    assert_eq!(es.schema::<Invoice>().apply().await.unwrap(), Applied::Unchanged);
    assert!(es.schema::<Invoice>().plan().await.unwrap().changes.is_empty());
}

async fn queries_reach_through_variants(context: Context) {
    let (es, f) = (office(&context).await, Invoice::fields());
    let mut first = invoice(1, vec![Payment::Cash]);
    first.last = Event::Paid(card("4711", 3.0));
    first.due = Some(Box::new(Payment::Card(card("4712", 20.0))));
    first.reminder = Reminder::Mail(Mail { address: "ada@example.org".to_owned(), token: "t1".to_owned() });
    first.discount = Discount::Percent(12.5);
    let mut second = invoice(2, Vec::new());
    second.last = Event::Sent { to: "Ada".to_owned(), at: DateTime::UNIX_EPOCH };
    second.due = Some(Box::new(transfer("Größe of shoes", &["b1", "b2"])));
    second.reminder = Reminder::Letter { street: "Main".to_owned(), cards: vec![card("4713", 1.0)] };
    second.discount = Discount::Each { first: Some(card("4714", 2.0)), rest: vec![3, 4] };
    let mut third = invoice(3, Vec::new());
    third.due = Some(Box::new(Payment::Taken(Discount::Note("By hand".to_owned()))));
    third.reminder = Reminder::Call { number: 17 };
    es.bulk_save([first, second, third]).refresh(Refresh::Now).await.unwrap().all().unwrap();

    assert_eq!(f.due().card().number().path(), "due.number");
    assert_eq!(f.due().bank_transfer().paid_for().raw().path(), "due.paidFor.raw");
    assert_eq!(f.reminder().mail().address().path(), "reminder.with.address");
    assert_eq!(f.discount().each().first().number().path(), "discount.Each.first.number");
    assert_eq!(f.discount().note().raw().path(), "discount.note.raw");
    assert_eq!(f.last().sent().to().path(), "to");
    assert_eq!(f.last().tag().path(), "event");

    assert_eq!(found(&es, f.due().card().number().eq("4712")).await, [1]);
    assert_eq!(found(&es, f.due().tag().eq("bank_transfer")).await, [2]);
    assert_eq!(found(&es, f.due().bank_transfer().paid_for().matches("GRÖSSE shoes")).await, [2]);
    assert_eq!(found(&es, f.due().bank_transfer().steps().any(|step| step.bank().eq("b2"))).await, [2]);
    assert_eq!(found(&es, f.due().bank_transfer().amount().lt(10.0)).await, [2]);
    assert_eq!(found(&es, f.due().card().amount().lt(10.0)).await, [2], "one field for all variants");
    assert_eq!(found(&es, f.due().taken().note().matches("hand")).await, [3]);
    assert_eq!(found(&es, f.due().missing()).await, [0; 0]);
    assert_eq!(found(&es, f.reminder().tag().any_of(["Mail", "Call"])).await, [1, 3]);
    assert_eq!(found(&es, f.reminder().mail().token().eq("t1")).await, [1]);
    assert_eq!(found(&es, f.reminder().letter().cards().any(|card| card.number().eq("4713"))).await, [2]);
    assert_eq!(found(&es, f.reminder().call().number().eq(17_u32)).await, [3]);
    assert_eq!(found(&es, f.discount().percent().gt(12.0)).await, [1]);
    assert_eq!(found(&es, f.discount().each().rest().eq(4)).await, [2]);
    assert_eq!(found(&es, f.discount().each().exists()).await, [2]);
    assert_eq!(found(&es, f.last().tag().eq("Paid") & f.last().paid().number().eq("4711")).await, [1]);
    assert_eq!(found(&es, f.last().sent().at().lt(DateTime::from_timestamp(1, 0).unwrap())).await, [2]);
    let sorted = Invoice::search().sort(f.due().card().amount().desc()).fetch(&es).await.unwrap().hits;
    assert_eq!(sorted.iter().map(|hit| hit.id).collect::<Vec<_>>(), [1, 2, 3]);
    let by_fields = Invoice::by_fields([("due.type", "card"), ("reminder.with.address", "ada@example.org")]);
    assert_eq!(by_fields.fetch(&es).await.unwrap().hits.len(), 1);
}

async fn one_element_of_a_list_is_asked_as_one_variant(context: Context) {
    let (es, f) = (office(&context).await, Invoice::fields());
    let voucher = |code| Payment::Voucher(Box::new(Voucher { amount: 1.0, code }));
    let invoices = [
        invoice(1, vec![Payment::Cash, Payment::Card(card("4711", 5.0)), voucher(7)]),
        invoice(2, vec![Payment::Card(card("4711", 50.0)), Payment::Card(card("4712", 5.0))]),
        invoice(3, vec![transfer("shoes", &["b1"]), Payment::Taken(Discount::Cards(vec![card("4711", 5.0)]))]),
        invoice(4, Vec::new()),
    ];
    es.bulk_save(invoices).refresh(Refresh::Now).await.unwrap().all().unwrap();
    let small_card = f.payments().card().any(|card| card.number().eq("4711") & card.amount().lt(10.0));
    assert_eq!(found(&es, small_card).await, [1]);
    let small = f.payments().any(|payment| payment.tag().eq("card") & payment.card().amount().lt(10.0));
    assert_eq!(found(&es, small).await, [1, 2]);
    assert_eq!(found(&es, f.payments().any(|payment| payment.tag().eq("cash"))).await, [1]);
    assert_eq!(found(&es, f.payments().none(|payment| payment.tag().eq("card"))).await, [3, 4]);
    assert_eq!(found(&es, f.payments().voucher().code().eq(7_u32)).await, [1]);
    let step = f.payments().any(|payment| payment.bank_transfer().steps().any(|step| step.bank().eq("b1")));
    assert_eq!(found(&es, step).await, [3]);
    let taken = f.payments().any(|payment| payment.taken().cards().any(|card| card.number().eq("4711")));
    assert_eq!(found(&es, taken).await, [3]);
    assert_eq!(found(&es, f.payments().exists()).await, [1, 2, 3]);
}

async fn what_structs_inside_of_variants_hide_or_compute_is_as_in_any_struct(context: Context) {
    let es = office(&context).await;
    let step = Step { bank: "b1".to_owned(), card: Some(card("3", 1.0)) };
    let mut value = invoice(
        1,
        vec![
            Payment::Cash,
            Payment::Card(card("1", 1.0)),
            Payment::Taken(Discount::Cards(vec![card("2", 1.0)])),
            Payment::BankTransfer { amount: 1.0, paid_for: String::new(), steps: vec![step] },
            Payment::Card(card("4", 1.0)),
        ],
    );
    value.last = Event::Paid(card("5", 1.0));
    value.discount = Discount::Each { first: Some(card("6", 1.0)), rest: Vec::new() };
    value.reminder = Reminder::Letter { street: String::new(), cards: vec![card("7", 1.0)] };
    value.reminders = vec![Reminder::Nothing, Reminder::Mail(Mail { address: String::new(), token: "t".to_owned() })];
    let saved = value.save(&es).await.unwrap();
    let stored = source(&es, 1).await;
    let cards = [
        ("5", &stored),
        ("1", &stored["payments"][1]),
        ("2", &stored["payments"][2]["Cards"][0]),
        ("3", &stored["payments"][3]["steps"][0]["card"]),
        ("4", &stored["payments"][4]),
        ("6", &stored["discount"]["Each"]["first"]),
        ("7", &stored["reminder"]["with"]["cards"][0]),
    ];
    for (number, card) in cards {
        assert_eq!(card["number"], number, "{stored}");
        assert_eq!(card["secret"], format!("secret of {number}"), "{stored}");
        assert!(card["seen"].is_string(), "{stored}");
        assert_eq!(card.get("label"), None, "{stored}");
    }
    assert_eq!(stored["reminders"][1]["with"]["token"], "t");
    let Payment::Card(card) = &saved.payments[4] else { panic!("{saved:?}") };
    assert_eq!(card.label.get().unwrap(), "card 4");
    assert!(card.seen.is_some());
    let read = Invoice::get(&es, 1).await.unwrap();
    assert_eq!(*read, *saved);
    let shown = serde_json::to_string(&*read).unwrap();
    assert!(!shown.contains("secret") && shown.contains("card 4"), "{shown}");
    let infinite =
        invoice(2, vec![transfer("", &[]), Payment::Card(Card { amount: f64::NAN, ..self::card("8", 1.0) })]);
    let error = infinite.save(&es).await.unwrap_err().to_string();
    assert!(error.contains("`payments.amount` is NaN"), "{error}");
    let mut infinite = invoice(3, Vec::new());
    infinite.discount =
        Discount::Each { first: Some(Card { amount: f64::INFINITY, ..self::card("8", 1.0) }), rest: Vec::new() };
    let error = infinite.save(&es).await.unwrap_err().to_string();
    assert!(error.contains("`discount.Each.first.amount` is inf"), "{error}");
}

async fn an_unknown_variant_is_an_error_that_names_document_and_field(context: Context) {
    let es = office(&context).await;
    store(&es, 1, |json| json["reminder"] = json!({ "by": "Pigeon", "with": { "ring": 7 } })).await;
    let error = Invoice::get(&es, 1).await.unwrap_err().to_string();
    assert!(
        error.contains("document `1`") && error.contains("field `reminder.by`: unknown variant `Pigeon`"),
        "{error}"
    );
    store(&es, 2, |json| json["discount"] = json!({ "Points": 3 })).await;
    let error = Invoice::get(&es, 2).await.unwrap_err().to_string();
    assert!(
        error.contains("document `2`") && error.contains("field `discount.Points`: unknown variant `Points`"),
        "{error}"
    );
    store(&es, 3, |json| json["event"] = json!("Lost")).await;
    let error = Invoice::search().fetch(&es).await.unwrap_err().to_string();
    assert!(error.contains("unknown variant"), "{error}");
    let error = Invoice::get(&es, 3).await.unwrap_err().to_string();
    assert!(error.contains("document `3`") && error.contains("unknown variant `Lost`"), "{error}");
    // A list of one by other programs, and a variant by its other name.
    store(&es, 4, |json| {
        json["discount"] =
            json!({ "Each": { "first": { "amount": 1, "number": "n", "secret": "", "holders": "Ada" }, "rest": [] } });
        json["payments"] = json!([
            { "type": "card", "amount": 1, "number": "n", "secret": "", "holders": "Ada" },
            { "type": "voucher", "amount": 1, "code": 3 },
        ]);
    })
    .await;
    let read = Invoice::get(&es, 4).await.unwrap();
    let (Payment::Card(listed), Discount::Each { first: Some(first), .. }) = (&read.payments[0], &read.discount) else {
        panic!("{read:?}")
    };
    assert_eq!((&listed.holders, &first.holders), (&vec!["Ada".to_owned()], &vec!["Ada".to_owned()]));
    assert!(matches!(&read.payments[1], Payment::Voucher(voucher) if voucher.code == 3));
}

async fn an_unknown_variant_that_is_kept_is_saved_as_it_was(context: Context) {
    let es = office(&context).await;
    let unknown = json!({ "type": "barter", "goods": ["egg"], "label": "of another kind", "weight": 1.50, "deep": { "n": null } });
    let json = store(&es, 1, |json| {
        json["payments"] =
            json!([unknown, { "type": "card", "amount": 1.0, "number": "n", "secret": "s", "holders": [] }]);
        json["due"] = unknown.clone();
    })
    .await;
    let mut doc = Invoice::get(&es, 1).await.unwrap();
    let Payment::Unknown(kept) = &doc.payments[0] else { panic!("{doc:?}") };
    assert_eq!((kept.name(), kept.json()), ("barter", &unknown));
    assert_eq!(doc.due.as_deref(), Some(&doc.payments[0]));
    doc.last = Event::Sent { to: "Ada".to_owned(), at: DateTime::UNIX_EPOCH };
    doc.save(&es).await.unwrap();
    let stored = source(&es, 1).await;
    assert_eq!((&stored["payments"][0], &stored["due"]), (&json["payments"][0], &json["due"]));
    assert_eq!((&stored["payments"][1]["secret"], &stored["event"]), (&json!("s"), &json!("Sent")));
    assert!(stored["payments"][1]["seen"].is_string());
}

async fn a_known_variant_that_does_not_fit_is_no_unknown_one(context: Context) {
    let es = office(&context).await;
    store(&es, 1, |json| json["due"] = json!({ "type": "card", "amount": 1 })).await;
    let error = Invoice::get(&es, 1).await.unwrap_err().to_string();
    assert!(
        error.contains("document `1`")
            && error.contains(
                "field `due`: data did not match any variant of untagged enum Payment; it is a variant that is known"
            ),
        "{error}"
    );
}

/// A part of an invoice.
#[derive(Debug, PartialEq, Serialize, Deserialize, EsProjection)]
#[es(of = Invoice)]
struct Paid {
    #[es(id)]
    id: u64,
    event: String,
    payments: Vec<Payment>,
    reminder: Reminder,
}

async fn variants_are_read_in_part_and_changed_in_part(context: Context) {
    let es = office(&context).await;
    let mut value = invoice(1, vec![Payment::Cash, transfer("shoes", &["b1"])]);
    value.reminder = Reminder::Call { number: 3 };
    let saved = value.save(&es).refresh(Refresh::Now).await.unwrap();
    let part = Invoice::search().project::<Paid>().fetch(&es).await.unwrap().hits.remove(0);
    let expected =
        Paid { id: 1, event: "Created".to_owned(), payments: saved.payments.clone(), reminder: saved.reminder.clone() };
    assert_eq!(**part, expected);
    let mut doc = Invoice::get(&es, 1).await.unwrap();
    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({ "reminder": { "by": "Call", "with": { "NUMBER": 4 } } })).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(Invoice::get(&es, 1).await.unwrap().reminder, Reminder::Call { number: 4 });
    let error = es.bulk().update(&mut doc, json!({ "reminder": { "with": { "nmber": 4 } } })).unwrap_err().to_string();
    assert!(error.contains("`Invoice` has no field `reminder.with.nmber`"), "{error}");
    let error = es.bulk().update(&mut doc, json!({ "reminder": { "by": "Pigeon" } })).unwrap_err().to_string();
    assert!(error.contains("unknown variant `Pigeon`"), "{error}");
}
