//! Two writers, one document: what is refused, and the three ways on.
//!
//! `cargo run --example conflict`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use esmodel::{document::Expected, prelude::*};
use esmodel_examples::{Error, Server};

/// What is left of something on a shelf.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-stock")]
struct Stock {
    #[es(id)]
    article: String,
    left: u32,
}

/// Why nothing was taken.
#[derive(Debug)]
enum Refusal {
    SoldOut,
    Store(esmodel::Error),
}

impl From<esmodel::Error> for Refusal {
    fn from(error: esmodel::Error) -> Self {
        Self::Store(error)
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    es.schema::<Stock>().apply().await?;
    Stock { article: "lamp".into(), left: 3 }.save(es).await?;

    // 1. A loaded document is saved only if nobody wrote it in between.
    let mut mine = Stock::get(es, "lamp").await?;
    let mut theirs = Stock::get(es, "lamp").await?;
    theirs.left -= 1;
    theirs.save(es).await?;
    mine.left -= 1;
    let Err(error) = mine.save(es).await else { return Err("the stale save went through".into()) };
    println!("refused:   {error}");

    // .. reload it, and decide again.
    mine.reload(es).await?;
    mine.left -= 1;
    mine.save(es).await?;
    println!("reloaded:  {} left", mine.left);

    // 2. `modify` does that by itself, as often as it takes; the closure may refuse.
    let takers = (0..3).map(|_| tokio::spawn(take(es.clone())));
    for taker in takers.collect::<Vec<_>>() {
        match taker.await? {
            Ok(left) => println!("taken:     {left} left"),
            Err(Refusal::SoldOut) => println!("sold out"),
            Err(Refusal::Store(error)) => return Err(error.into()),
        }
    }

    // 3. A form carries the version as text, and hours later nobody is overwritten.
    let token = Expected::of(Stock::find(es, "lamp").await?.as_ref()).to_string();
    Stock { article: "lamp".into(), left: 50 }.save(es).expecting(token.parse()?).await?;
    let late = Stock { article: "lamp".into(), left: 99 }.save(es).expecting(token.parse()?).await;
    println!("by token:  {}", if late.is_err() { "the second form is refused" } else { "overwritten!" });

    es.index::<Stock>().delete().await?;
    Ok(())
}

/// Takes one from the shelf.
async fn take(es: Client) -> Result<u32, Refusal> {
    let stock = Stock::try_modify(&es, "lamp", |stock| {
        let Some(left) = stock.left.checked_sub(1) else { return Err(Refusal::SoldOut) };
        stock.left = left;
        Ok(())
    })
    .await?;
    Ok(stock.left)
}
