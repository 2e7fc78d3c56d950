//! Scopes over several models: chained, filled by functions, moved into tasks.
#![allow(dead_code)]

use esmodel::prelude::*;

#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "users")]
struct User {
    #[es(id)]
    id: u32,
    name: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "groups")]
struct Group {
    #[es(id)]
    id: Option<String>,
    #[es(routing)]
    owner: String,
}

#[derive(Serialize)]
struct Rename<'a> {
    name: &'a str,
}

fn add_all<'d>(bulk: &mut Bulk<'_, 'd>, users: &'d mut [Doc<User>]) -> esmodel::Result<()> {
    for user in users {
        bulk.save(user)?;
    }
    Ok(())
}

async fn change(es: &Client, users: &mut [Doc<User>], group: &mut Doc<Group>, gone: &mut Doc<User>) -> esmodel::Result<()> {
    let mut renamed = Doc::new(User { id: 7, name: "x".into() });
    let mut bulk = es.bulk().refresh(Refresh::WaitFor).max_operations(10).max_bytes(1 << 20);
    add_all(&mut bulk, users)?;
    bulk.create(group)?.delete(gone)?.update(&mut renamed, Rename { name: "y" })?;
    bulk.commit().await
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn a_task(es: Client, mut users: Vec<Doc<User>>, mut group: Doc<Group>, mut gone: Doc<User>) {
    drop(is_send(async move { change(&es, &mut users, &mut group, &mut gone).await }));
}

fn refused(error: &esmodel::Error) -> Vec<(usize, bool)> {
    let esmodel::Error::Bulk(error) = error else { return Vec::new() };
    error.failed_operations().iter().map(|failed| (failed.position(), failed.is_conflict())).collect()
}

fn main() {}
