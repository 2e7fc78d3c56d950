//! Many writers, one document: nobody is overwritten, and nobody has to write a retry loop.
//!
//! `cargo run --example contention`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use std::time::Instant;

use esmodel::prelude::*;
use esmodel_examples::{Error, Server};

/// A page of a shared wiki.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-wiki")]
struct Page {
    #[es(id)]
    slug: String,
    #[es(text)]
    title: String,
    views: u32,
    editors: Vec<String>,
}

impl Page {
    fn new(slug: &str) -> Self {
        Self { slug: slug.into(), title: String::new(), views: 0, editors: Vec::new() }
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    es.index::<Page>().delete().await.or_else(|error| if error.is_not_found() { Ok(()) } else { Err(error) })?;
    es.schema::<Page>().apply().await?;

    conflict(es).await?;
    modify(es).await?;
    upsert(es).await?;
    merge(es).await?;

    es.index::<Page>().delete().await?;
    Ok(())
}

/// Without any help: the second of two who loaded the same is told, and nothing is lost.
async fn conflict(es: &Client) -> Result<(), Error> {
    Page::new("home").save(es).await?;
    let mut first = Page::get(es, "home").await?;
    let mut second = Page::get(es, "home").await?;
    first.title = "Home".into();
    first.save(es).await?;
    second.title = "Start".into();
    let Err(error) = second.save(es).await else { return Err("the stale save went through".into()) };
    assert!(error.is_conflict());
    println!("conflict:     {error}");
    Ok(())
}

/// `modify` reads, changes and saves, and goes round again when somebody was faster.
///
/// A writer loses only to one who succeeded, so `n` attempts are always enough for `n` writers. The default of 8
/// serves some thirty at once; for a counter that hundreds hit say more, or spread it over several documents.
async fn modify(es: &Client) -> Result<(), Error> {
    const RACERS: u32 = 64;
    let started = Instant::now();
    let racers: Vec<_> = (0..RACERS).map(|_| tokio::spawn(view(es.clone(), RACERS))).collect();
    let mut most = 0;
    for racer in racers {
        most = most.max(racer.await??);
    }
    let views = Page::get(es, "home").await?.views;
    assert_eq!(views, RACERS);
    println!("modify:       {views} of {RACERS} views in {:.0?}; the unluckiest tried {most} times", started.elapsed());
    Ok(())
}

/// Adds a view; how often that was tried.
async fn view(es: Client, attempts: u32) -> Result<u32, esmodel::Error> {
    let mut tried = 0;
    let count = |page: &mut Page| {
        tried += 1;
        page.views += 1;
    };
    Page::modify(&es, "home", count).attempts(attempts).await?;
    Ok(tried)
}

/// `upsert` also where there is nothing yet: one of them creates the page, all of them are in it.
async fn upsert(es: &Client) -> Result<(), Error> {
    let names = ["Ada", "Grace", "Hedy", "Joan", "Lise", "Mary", "Rosa", "Vera"];
    let editors = names.map(|name| tokio::spawn(edit(es.clone(), name)));
    let mut creators = Vec::new();
    for (editor, name) in editors.into_iter().zip(names) {
        if editor.await?? {
            creators.push(name);
        }
    }
    let mut editors = Page::get(es, "news").await?.editors.clone();
    editors.sort();
    assert_eq!(editors, names);
    assert_eq!(creators.len(), 1);
    println!("upsert:       {} created the page, and {} are its editors", creators.join(", "), editors.join(", "));
    Ok(())
}

/// Joins the editors of a page; whether that created it.
async fn edit(es: Client, name: &str) -> Result<bool, esmodel::Error> {
    let joined = Page::upsert(&es, "news", || Page::new("news"), |page| page.editors.push(name.into())).await?;
    Ok(joined.created)
}

/// `save_merging` for a value that was loaded long ago, in a form that is open in two windows: only what was changed
/// here is brought into what is stored by now.
async fn merge(es: &Client) -> Result<(), Error> {
    let loaded = Page::get(es, "news").await?;
    let mut mine = loaded.clone();
    mine.title = "News of the day".into();

    let mut theirs = Page::get(es, "news").await?;
    theirs.views = 1000;
    theirs.save(es).await?;

    mine.save_merging(es, |stored, mine| {
        if mine.title != loaded.title {
            stored.title.clone_from(&mine.title);
        }
    })
    .await?;
    assert_eq!((mine.title.as_str(), mine.views), ("News of the day", 1000));
    println!("save_merging: \"{}\" with {} views", mine.title, mine.views);

    // Deleted meanwhile: created again, unless that is refused.
    Page::delete(es, "news").await?;
    let Err(error) = mine.save_merging(es, |_, _| ()).recreate(false).await else {
        return Err("the deleted page came back".into());
    };
    assert!(error.is_not_found());
    mine.save_merging(es, |_, _| ()).await?;
    assert!(Page::exists(es, "news").await?);
    println!("              deleted meanwhile, and created again");
    Ok(())
}
