//! Lazy properties: fields that further queries fill, all of them together.
//!
//! `cargo run --example lazy`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use std::time::Instant;

use esmodel::prelude::*;
use esmodel_examples::{Error, Server};

/// Somebody who writes.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-authors")]
struct Author {
    #[es(id)]
    name: String,
    home: Town,
    /// The newest three.
    #[es(lazy)]
    posts: Lazy<Vec<Post>>,
    #[es(lazy)]
    mentor: Lazy<Option<Author>>,
    mentor_name: Option<String>,
}

/// Where somebody lives. An embedded struct has properties of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Town {
    name: String,
    #[es(lazy)]
    authors: Lazy<u64>,
}

/// Something written.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-posts")]
struct Post {
    author: String,
    title: String,
    number: u32,
}

impl Author {
    async fn posts(&self, cx: &LazyCx) -> esmodel::Result<Vec<Post>> {
        let f = Post::fields();
        let newest = Post::search().filter(f.author().eq(&self.name)).sort(f.number().desc()).size(3);
        Ok(newest.fetch(cx).await?.into_values())
    }

    async fn mentor(&self, cx: &LazyCx) -> esmodel::Result<Option<Author>> {
        let Some(name) = &self.mentor_name else { return Ok(None) };
        Ok(Author::find(cx, name).await?.map(Doc::into_inner))
    }
}

impl Town {
    async fn authors(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Author::search().filter(Author::fields().home().name().eq(&self.name)).count(cx).await
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    write(es).await?;

    // 1. A hundred authors with three properties each: the search, one `_msearch`, one `_mget`.
    let started = Instant::now();
    let page = Author::search().size(100).fetch(es).await?;
    println!("{} authors with their posts, mentors and towns in {:?}", page.hits.len(), started.elapsed());
    let author = page.iter().find(|author| author.name == "author 007").ok_or("an author is missing")?;
    let titles: Vec<&str> = author.posts.value()?.iter().map(|post| &*post.title).collect();
    let mentor = author.mentor.value()?.as_ref().map_or("nobody", |mentor| &mentor.name);
    println!("{} wrote {titles:?}; taught by {mentor}", author.name);
    println!("{} of {} authors live there", author.home.authors.value()?, page.total.value().unwrap_or(0));

    // 2. What an API shows has the properties, what is stored has not.
    println!("shown:  {}", serde_json::to_string(author)?);
    let bare = Author::get(es, &author.name).without_lazy().await?;
    println!("stored: {}", serde_json::to_string(&bare)?);

    // 3. Left out, and loaded later for the whole page.
    let mut later = Author::search().size(50).without_lazy().fetch(es).await?;
    let before = later.hits.iter().filter(|hit| hit.posts.is_loaded()).count();
    later.load_lazy(es).await;
    let after = later.hits.iter().filter(|hit| hit.posts.is_loaded()).count();
    println!("loaded later: {before} before, {after} after");
    if (before, after) != (0, 50) {
        return Err("fifty authors should have been loaded".into());
    }

    // 4. The same merging for any parallel reads.
    let (posts, ann) = es
        .batched(async |es| tokio::join!(Post::search().count(es), Author::get(es, "author 000").into_future()))
        .await;
    println!("{} posts; the first author lives in {}", posts?, ann?.home.name);

    es.index::<Author>().delete().await?;
    es.index::<Post>().delete().await?;
    Ok(())
}

/// A hundred authors in four towns, with ten posts each.
async fn write(es: &Client) -> Result<(), Error> {
    es.schema::<Author>().apply().await?;
    es.schema::<Post>().apply().await?;
    let name = |number: u32| format!("author {number:03}");
    let towns = ["Oslo", "Kraków", "Łódź", "東京"];
    let authors = (0..100).zip(towns.iter().cycle()).map(|(number, town)| Author {
        name: name(number),
        home: Town { name: (*town).to_owned(), authors: Lazy::NotLoaded },
        posts: Lazy::NotLoaded,
        mentor: Lazy::NotLoaded,
        mentor_name: (number > 0).then(|| name(number / 2)),
    });
    es.bulk_save(authors).refresh(Refresh::Now).await?.all()?;
    let posts = (0..1000).map(|number| Post {
        author: name(number % 100),
        title: format!("Thoughts, part {}", number / 100),
        number,
    });
    es.bulk_save(posts).refresh(Refresh::Now).await?.all()?;
    Ok(())
}
