//! One small application that uses everything at once: optimistic concurrency, bulk scopes, lazy properties, routing,
//! a purge of old drafts, and a web API over it. The chapters are those of ESORM's advanced usage.
//!
//! `cargo run --release --example advanced`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

mod users;
mod web;

use axum::{Router, body::Body, http::Request};
use chrono::{DateTime, TimeDelta, Utc};
use esmodel::{date_math, prelude::*};
use esmodel_examples::{Error, Server};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use users::User;

/// Something begun and perhaps never finished.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-app-drafts")]
struct Draft {
    #[es(id)]
    id: String,
    /// The id once more: servers cannot search by patterns of ids.
    key: String,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    // Whatever is written is searchable at once; other parts of an application would wait for the next refresh.
    let es = server.es.with_refresh(Refresh::WaitFor);
    es.schema::<User>().apply().await?;
    es.schema::<Draft>().apply().await?;

    concurrency(&es).await?;
    bulk(&es).await?;
    lazy_properties(&es).await?;
    routing(&es).await?;
    purge(&es).await?;
    web_api(&es).await?;

    es.index::<User>().delete().await?;
    es.index::<Draft>().delete().await?;
    Ok(())
}

/// Two who loaded the same user: the second save is refused, and so is a delete.
async fn concurrency(es: &Client) -> Result<(), Error> {
    let user = User::new("Ann", "Lee", "europe").save(es).await?;
    let id = user.id.clone().ok_or("the server made no id")?;
    let load = || User::get(es, &*id).routing(users::shard_of("europe")).without_lazy();

    let (mut load1, mut load2) = (load().await?, load().await?);
    load1.first_name = "John".into();
    load1.save(es).await?;
    load2.first_name = "Jane".into();
    let Err(esmodel::Error::Conflict(conflict)) = load2.save(es).await else {
        return Err("the stale save went through".into());
    };
    println!("save:     {conflict}");
    let Err(error) = load2.delete(es).await else { return Err("the stale delete went through".into()) };
    println!("delete:   refused too: {}", error.is_conflict());

    // Most changes only need to be applied to whatever is there.
    let route = users::shard_of("europe");
    let jane = User::modify(es, &*id, |user| user.first_name = "Jane".into()).routing(route).await?;
    println!("modify:   {} it is", jane.first_name);
    Ok(())
}

/// Several changes in one request; what is refused is named, the rest is stored.
async fn bulk(es: &Client) -> Result<(), Error> {
    let mut staff: Vec<Doc<User>> = [("Ada", "Smith", "europe"), ("Ada", "Jones", "asia"), ("Bo", "Chan", "asia")]
        .into_iter()
        .map(|(first, last, region)| Doc::new(User::new(first, last, region)))
        .collect();
    let mut scope = es.bulk();
    for user in &mut staff {
        scope.save(user)?;
    }
    scope.commit().await?;
    println!("bulk:     {} users, each with id and version", staff.len());

    let [ada, ..] = staff.as_mut_slice() else { return Err("nobody was stored".into()) };
    let mut stale = ada.clone();
    ada.last_name = "King".into();
    stale.last_name = "Lovelace".into();
    let mut scope = es.bulk();
    scope.save(ada)?.save(&mut stale)?;
    match scope.commit().await {
        Err(esmodel::Error::Bulk(error)) => {
            for failed in error.failed_operations() {
                println!("bulk:     number {} was refused: {}", failed.position(), failed.kind());
            }
        }
        other => return Err(format!("the stale save went through: {other:?}").into()),
    }
    stale.reload(es).without_lazy().await?;
    println!("bulk:     the first is stored: {}", stale.last_name);
    Ok(())
}

/// Fields that further queries fill: here to a depth of two.
async fn lazy_properties(es: &Client) -> Result<(), Error> {
    let page = User::search().size(20).fetch(es).await?;
    for user in &page {
        let namesakes = user.same_first_name.value()?;
        println!(
            "lazy:     {} has {} of the same name",
            user.full_name.get().ok_or("not computed")?,
            namesakes.len() - 1
        );
        for namesake in namesakes {
            if namesake.same_first_name.value()?.len() != namesakes.len() {
                return Err("the second level has other namesakes".into());
            }
        }
    }
    Ok(())
}

/// A search that asks one shard of three.
async fn routing(es: &Client) -> Result<(), Error> {
    let asians = users::in_region(es, "asia").await?;
    println!("routing:  {} in asia, found on one shard", asians.len());
    Ok(())
}

/// What the seed leaves to a watcher: drafts older than an hour are deleted, unless somebody just went on with one.
async fn purge(es: &Client) -> Result<(), Error> {
    let old = Utc::now() - TimeDelta::hours(2);
    for (id, created_at) in [("_old", Some(old)), ("_new", None), ("kept", Some(old))] {
        Draft { id: id.into(), key: id.into(), created_at }.save(es).await?;
    }
    let f = Draft::fields();
    let old = Draft::search().filter(f.key().prefix("_")).filter(f.created_at().lt(date_math!("now-1h"))).size(1000);
    let mut drafts = old.fetch(es).await?.into_docs();
    let mut scope = es.bulk();
    for draft in &mut drafts {
        scope.delete(draft)?;
    }
    scope.commit().await?;
    println!("purge:    {} deleted, {} left", drafts.len(), Draft::search().count(es).await?);
    Ok(())
}

/// The users over HTTP, asked as a browser would.
async fn web_api(es: &Client) -> Result<(), Error> {
    let api = web::routes(es.clone());
    let zoe = ask(&api, "POST", "/users?first_name=Zoë&last_name=Lee").await?;
    println!("web:      {zoe}");
    println!("web:      {}", ask(&api, "GET", "/users?last_name=Lee").await?);
    println!("web:      {}", ask(&api, "GET", "/all_users?_page=1&_page_size=2&_sort=last_name_first_name_asc").await?);
    println!("web:      {}", ask(&api, "GET", "/all_users?_page=0").await?);
    Ok(())
}

/// The answer in one line: status, number of hits, body.
async fn ask(api: &Router, method: &str, uri: &str) -> Result<String, Error> {
    let request = Request::builder().method(method).uri(uri.replace('ë', "%C3%AB")).body(Body::empty())?;
    let (head, body) = api.clone().oneshot(request).await?.into_parts();
    let body = String::from_utf8(body.collect().await?.to_bytes().to_vec())?;
    let total = head.headers.get("x-total-hits").map_or_else(|| "-", |total| total.to_str().unwrap_or("?"));
    let short: String = body.chars().take(120).collect();
    Ok(format!("{method} {uri}: {} of {total}: {short}", head.status))
}
