//! An application's documents: who wrote them, what they must hold, and deletes that can be taken back.
//!
//! `cargo run --example audit`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use chrono::{DateTime, Utc};
use esmodel::{Error as EsError, error::Violation, prelude::*};
use esmodel_examples::{Error, Server};

/// An invoice. Whoever writes one cannot forget what stands here.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-invoices", before_save = Self::add_up, validate = Self::check)]
struct Invoice {
    #[es(id)]
    number: u32,
    customer: String,
    lines: Vec<Line>,
    /// The sum of the lines, in cents.
    total: u32,
    #[es(created_by)]
    created_by: String,
    #[es(updated_by)]
    updated_by: Option<String>,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
    #[es(soft_delete)]
    deleted_at: Option<DateTime<Utc>>,
}

/// What is to be paid for.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Line {
    what: String,
    cents: u32,
}

impl Invoice {
    fn new(number: u32, customer: &str, lines: &[(&str, u32)]) -> Self {
        Self {
            number,
            customer: customer.into(),
            lines: lines.iter().map(|&(what, cents)| Line { what: what.into(), cents }).collect(),
            total: 0,
            created_by: String::new(),
            updated_by: None,
            created_at: None,
            updated_at: None,
            deleted_at: None,
        }
    }

    fn add_up(&mut self) {
        self.customer = self.customer.trim().to_owned();
        self.total = self.lines.iter().map(|line| line.cents).sum();
    }

    fn check(&self, violations: &mut Violations) {
        violations.unless(!self.customer.is_empty(), "customer", "must not be empty");
        violations.unless(!self.lines.is_empty(), "lines", "must have at least one");
        for (position, line) in self.lines.iter().enumerate().filter(|(_, line)| line.cents == 0) {
            violations.add(format!("lines[{position}].cents"), format!("`{}` costs nothing", line.what));
        }
    }
}

/// Fails the example where it does not do what it says.
fn expect(holds: bool, what: &str) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(format!("expected that {what}").into()) }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es.with_refresh(Refresh::Now);
    // What an earlier run left that was stopped.
    if let Err(error) = es.index::<Invoice>().delete().await {
        expect(error.is_not_found(), "only a missing index cannot be deleted")?;
    }
    es.schema::<Invoice>().apply().await?;
    // One for each request of a web service, say. It costs a few pointers.
    let (ada, bob) = (es.with_actor("ada"), es.with_actor("bob"));

    // 1. Authors and times are filled, the total is added up.
    let mut invoice = Invoice::new(1, " Lovelace Ltd ", &[("engine", 90_000), ("cards", 10_000)]).save(&ada).await?;
    println!("{} wrote invoice 1 for {}: {} cents", invoice.created_by, invoice.customer, invoice.total);
    expect(invoice.total == 100_000 && invoice.customer == "Lovelace Ltd", "the total is added up")?;
    invoice.lines.push(Line { what: "oil".into(), cents: 500 });
    invoice.save(&bob).await?;
    let by = (invoice.created_by.as_str(), invoice.updated_by.as_deref());
    println!("created and last changed by {by:?}, total {}", invoice.total);
    expect(by == ("ada", Some("bob")) && invoice.total == 100_500, "bob changed what ada wrote")?;

    // 2. A value that breaks rules goes nowhere, and says all that is wrong.
    let Err(EsError::Validation(invalid)) = Invoice::new(2, " ", &[("gift", 0)]).save(&ada).await else {
        return Err("an invoice without a customer was saved".into());
    };
    println!("{invalid}");
    let paths: Vec<&str> = invalid.violations().iter().map(Violation::path).collect();
    expect(paths == ["customer", "lines[0].cents"], "both mistakes are named")?;
    let nobody = Invoice::new(2, "Babbage", &[("wheel", 100)]).save(es).await;
    expect(matches!(nobody, Err(EsError::Invalid(_))), "an invoice must have an author")?;

    // 3. The same in a bulk: what is wrong comes back, the rest is saved.
    let many = [Invoice::new(2, "Babbage", &[("wheel", 100)]), Invoice::new(3, "Nobody", &[])];
    let outcome = ada.bulk_save(many).await?;
    let reasons: Vec<&str> = outcome.rejected.iter().map(|rejected| rejected.operation.reason()).collect();
    println!("{} saved, rejected: {reasons:?}", outcome.saved.len());
    expect((outcome.saved.len(), reasons.len()) == (1, 1), "one of two is saved")?;

    // 4. A delete can be taken back, and says who did it.
    Invoice::delete(&bob, 1).await?;
    let counts = (Invoice::search().count(es).await?, Invoice::search().with_deleted().count(es).await?);
    println!("{} of {} invoices are left", counts.0, counts.1);
    expect(counts == (1, 2) && Invoice::find(es, 1).await?.is_none(), "a deleted invoice is not seen")?;
    let gone = Invoice::get(es, 1).with_deleted().await?;
    println!("invoice 1 was deleted by {:?} at {:?}", gone.updated_by, gone.deleted_at);
    expect(gone.deleted_at.is_some() && gone.updated_by.as_deref() == Some("bob"), "bob deleted it")?;
    let back = Invoice::restore(&ada, 1).await?;
    expect(back.deleted_at.is_none() && Invoice::search().count(es).await? == 2, "it is back")?;

    // 5. And a last one cannot.
    Invoice::purge(&ada, 1).await?;
    expect(!Invoice::exists(es, 1).with_deleted().await?, "it is gone for good")?;

    es.index::<Invoice>().delete().await?;
    Ok(())
}
