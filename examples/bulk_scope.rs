//! Documents of several models, changed together in one request; and what happens when some of it is refused.
//!
//! `cargo run --example bulk_scope`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use esmodel::prelude::*;
use esmodel_examples::{Error, Server};
use serde_json::json;

/// Somebody with an account.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-users")]
struct User {
    #[es(id)]
    id: u32,
    first_name: String,
    last_name: String,
}

/// Several users.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-groups")]
struct Group {
    #[es(id)]
    id: Option<String>,
    members: Vec<u32>,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    es.schema::<User>().apply().await?;
    es.schema::<Group>().apply().await?;

    // 1. New documents of two models. What was stored is written back: versions, and the id that the server made.
    let mut users = ["Ada", "Grace", "Edith"].map(|name| Doc::new(user(name)));
    let mut group = Doc::new(Group { id: None, members: users.iter().map(|user| user.id).collect() });
    let mut bulk = es.bulk();
    for user in &mut users {
        bulk.save(user)?;
    }
    bulk.save(&mut group)?;
    bulk.commit().await?;
    println!("stored:   3 users, and group {}", Doc::meta(&group).id());

    // 2. A scope that fails halfway has sent nothing.
    let failed = promote(es, &mut users).await;
    println!("halfway:  {}", failed.err().map_or_else(String::new, |error| error.to_string()));
    println!("          .. and Ada is {} there", User::get(es, users[0].id).await?.last_name);

    // 3. The same user, loaded twice: the second save is refused, what is beside it is stored.
    let mut load1 = User::get(es, users[0].id).await?;
    let mut load2 = User::get(es, users[0].id).await?;
    load1.first_name = "John".into();
    load2.first_name = "Jane".into();
    group.members.pop();
    let [_, grace, edith] = &mut users;
    let mut bulk = es.bulk().refresh(Refresh::WaitFor);
    bulk.save(&mut load1)?.save(&mut load2)?;
    bulk.update(grace, json!({ "last_name": "Hopper" }))?.delete(edith)?.save(&mut group)?;
    match bulk.commit().await {
        Err(esmodel::Error::Bulk(error)) if error.cause().is_none() => {
            for failed in error.failed_operations() {
                let what = if failed.is_conflict() { "somebody was faster" } else { failed.reason() };
                println!("refused:  number {} (user {}): {what}", failed.position(), failed.id().unwrap_or_default());
            }
        }
        other => other?,
    }
    println!("stored:   {} users; Grace is {} now", User::search().count(es).await?, grace.last_name);

    // .. whoever was refused loads again and decides again; the others go on with their new versions.
    load2.reload(es).await?;
    load2.first_name.push_str(" Jane");
    let mut bulk = es.bulk();
    bulk.save(&mut load2)?.save(grace)?.save(&mut group)?;
    bulk.commit().await?;
    println!("again:    user {} is {}", load2.id, load2.first_name);

    es.index::<User>().delete().await?;
    es.index::<Group>().delete().await?;
    Ok(())
}

fn user(name: &str) -> User {
    let id = name.bytes().map(u32::from).sum();
    User { id, first_name: name.into(), last_name: "Unknown".into() }
}

/// Everybody gets a title, except that the last one cannot have it.
async fn promote(es: &Client, users: &mut [Doc<User>; 3]) -> Result<(), Error> {
    let mut changed = users.clone();
    let mut bulk = es.bulk();
    for (number, user) in changed.iter_mut().enumerate() {
        user.last_name = format!("Unknown, Dr. {}", number + 1);
        if number == 2 {
            return Err("there are only two titles left".into());
        }
        bulk.save(user)?;
    }
    Ok(bulk.commit().await?)
}
