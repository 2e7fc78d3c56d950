//! Documents of one tenant on one shard: searches that ask that shard alone, and no twins.
//!
//! `cargo run --example routing`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use esmodel::prelude::*;
use esmodel_examples::{Error, Server};

/// A message of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-messages", settings(number_of_shards = 5))]
struct Message {
    #[es(id)]
    id: u32,
    /// Which shard the message is on.
    #[es(routing)]
    tenant: String,
    #[es(text)]
    text: String,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    es.schema::<Message>().apply().await?;

    // The routing comes from the field.
    for (id, tenant) in [(1, "acme"), (2, "acme"), (3, "globex")] {
        let text = format!("hello from {tenant}");
        Message { id, tenant: tenant.into(), text }.save(es).refresh(Refresh::Now).await?;
    }

    // A get must say where to look: without it would be a 404 by chance, so it is an error before it is sent.
    let Err(error) = Message::get(es, 1).await else { return Err("a get without routing went through".into()) };
    println!("refused:   {error}");
    let mut message = Message::get(es, 1).routing("acme").await?;
    println!("found:     {}", message.text);

    // One shard of five is asked. Two tenants may share a shard, so the filter stays.
    let f = Message::fields();
    let page = Message::search().filter(f.tenant().eq("acme")).routing("acme").fetch(es).await?;
    println!("of acme:   {} messages", page.hits.len());

    // A changed routing field would leave the old document behind, on another shard.
    message.tenant = "globex".into();
    let Err(error) = message.save(es).await else { return Err("the twin was written".into()) };
    println!("refused:   {error}");
    message.relocate(es).refresh(Refresh::Now).await?;
    println!("relocated: {} messages in all", Message::search().count(es).await?);

    es.index::<Message>().delete().await?;
    Ok(())
}
