//! Closures and properties that fail with errors of the program's own.
#![allow(dead_code)]

use std::{error::Error as StdError, fmt};

use esmodel::prelude::*;

#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "stock")]
struct Stock {
    #[es(id)]
    article: String,
    left: u32,
    #[es(lazy)]
    reserved: Lazy<u32>,
}

#[derive(Debug)]
enum Refusal {
    SoldOut,
    Store(esmodel::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl StdError for Refusal {}

impl From<esmodel::Error> for Refusal {
    fn from(error: esmodel::Error) -> Self {
        Self::Store(error)
    }
}

impl Stock {
    async fn reserved(&self, _: &LazyCx) -> Result<u32, Refusal> {
        Err(Refusal::SoldOut)
    }

    fn take(&mut self) -> Result<(), Refusal> {
        self.left = self.left.checked_sub(1).ok_or(Refusal::SoldOut)?;
        Ok(())
    }
}

async fn take(es: &Client, article: &str) -> Result<u32, Refusal> {
    let new = || Ok::<_, Refusal>(Stock { article: article.into(), left: 1, reserved: Lazy::NotLoaded });
    let upserted = Stock::try_upsert(es, article, new, Stock::take).attempts(3).await?;
    let mut doc = Stock::try_modify(es, article, Stock::take).await?;
    doc.try_save_merging(es, |stored, mine| {
        stored.left = stored.left.min(mine.left);
        stored.take()
    })
    .await?;
    match doc.reserved.error().and_then(|error| error.downcast_ref::<Refusal>()) {
        Some(Refusal::SoldOut) => Ok(0),
        _ => Ok(upserted.doc.left + doc.reserved.value().map_err(esmodel::Error::from)?),
    }
}

fn main() {}
