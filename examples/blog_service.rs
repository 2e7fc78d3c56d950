//! A service over a model: create with defaults, update of given fields only, upsert; errors that say what failed.
//!
//! `cargo run --example blog_service`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use std::fmt;

use chrono::{DateTime, Utc};
use esmodel::prelude::*;
use esmodel_examples::{Error, Server};

/// A post of a blog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-blog-posts", settings(number_of_shards = 1, number_of_replicas = 0))]
struct BlogPost {
    #[es(id)]
    id: Option<String>,
    #[es(text)]
    title: String,
    #[es(text)]
    content: String,
    author: String,
    category: Option<String>,
    tags: Vec<String>,
    view_count: u32,
    is_published: bool,
    published_date: Option<DateTime<Utc>>,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
}

/// What is asked for when a post is created: the rest has defaults.
#[derive(Debug, Clone, Default, Deserialize)]
struct NewPost {
    title: String,
    content: String,
    author: String,
    category: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    is_published: bool,
}

impl From<NewPost> for BlogPost {
    fn from(new: NewPost) -> Self {
        let NewPost { title, content, author, category, tags, is_published } = new;
        Self {
            id: None,
            title,
            content,
            author,
            category,
            tags,
            view_count: 0,
            is_published,
            published_date: is_published.then(Utc::now),
            created_at: None,
            updated_at: None,
        }
    }
}

/// What an update may set; what is absent stays. A key that no post has is ignored, as serde does.
#[derive(Debug, Clone, Default, Deserialize)]
struct PostUpdate {
    title: Option<String>,
    content: Option<String>,
    category: Option<String>,
    tags: Option<Vec<String>>,
    is_published: Option<bool>,
}

impl PostUpdate {
    fn apply(&self, post: &mut BlogPost) {
        let Self { title, content, category, tags, is_published } = self;
        set(&mut post.title, title.as_ref());
        set(&mut post.content, content.as_ref());
        set(&mut post.category, category.is_some().then_some(category));
        set(&mut post.tags, tags.as_ref());
        set(&mut post.is_published, is_published.as_ref());
        if *is_published == Some(true) {
            post.published_date.get_or_insert_with(Utc::now);
        }
    }
}

/// Sets what is given.
fn set<T: Clone>(field: &mut T, given: Option<&T>) {
    if let Some(value) = given {
        field.clone_from(value);
    }
}

/// Which task of the service failed, and why.
#[derive(Debug)]
enum BlogError {
    Create(esmodel::Error),
    Update(String, esmodel::Error),
}

impl fmt::Display for BlogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create(cause) => write!(f, "Failed to create blog post: {cause}"),
            Self::Update(id, cause) => write!(f, "Failed to update blog post {id}: {cause}"),
        }
    }
}

impl std::error::Error for BlogError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let (Self::Create(cause) | Self::Update(_, cause)) = self;
        Some(cause)
    }
}

/// What an application does with posts.
#[derive(Debug, Clone)]
struct BlogService {
    es: Client,
}

impl BlogService {
    /// Creates a post; the server makes its id.
    async fn create(&self, new: NewPost) -> Result<Doc<BlogPost>, BlogError> {
        BlogPost::from(new).create(&self.es).await.map_err(BlogError::Create)
    }

    /// Sets the given fields of a post. Two updates at once both count: the loser's is applied to the winner's.
    async fn update(&self, id: &str, update: PostUpdate) -> Result<Doc<BlogPost>, BlogError> {
        let post = BlogPost::modify(&self.es, id, |post| update.apply(post)).await;
        post.map_err(|cause| BlogError::Update(id.to_owned(), cause))
    }

    /// Sets the given fields of a post, or of the one that `new` makes where there is none; whether it was created.
    async fn upsert(&self, id: &str, new: NewPost, update: PostUpdate) -> Result<(Doc<BlogPost>, bool), BlogError> {
        let upserted = BlogPost::upsert(&self.es, id, || new.clone().into(), |post| update.apply(post)).await;
        let upserted = upserted.map_err(|cause| BlogError::Update(id.to_owned(), cause))?;
        Ok((upserted.doc, upserted.created))
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    let blog = BlogService { es: es.clone() };
    es.index::<BlogPost>().delete().await.or_else(|error| if error.is_not_found() { Ok(()) } else { Err(error) })?;

    // Nothing is there yet, and each task says what it was.
    let Err(error) = blog.update("first", PostUpdate::default()).await else { return Err("updated nothing".into()) };
    assert!(
        error.to_string().starts_with("Failed to update blog post first: no index `esmodel-blog-posts`"),
        "{error}"
    );
    println!("refused: {error}");

    es.schema::<BlogPost>().apply().await?;
    create_and_update(&blog).await?;
    upsert(&blog).await?;
    failures(&blog).await?;

    es.index::<BlogPost>().delete().await?;
    Ok(())
}

async fn create_and_update(blog: &BlogService) -> Result<(), Error> {
    let new: NewPost = serde_json::from_str(r#"{ "title": "Draft", "content": "..", "author": "ada" }"#)?;
    let draft = blog.create(new).await?;
    let id = draft.id.clone().ok_or("the draft has no id")?;
    assert_eq!((draft.tags.len(), draft.view_count, draft.is_published, draft.published_date), (0, 0, false, None));
    println!("created: {id}, published: {}", draft.is_published);

    let update: PostUpdate = serde_json::from_str(r#"{ "title": "Done", "is_published": true, "colour": "red" }"#)?;
    let post = blog.update(&id, update).await?;
    assert_eq!((post.title.as_str(), post.author.as_str(), post.is_published), ("Done", "ada", true));
    let first_published = post.published_date.ok_or("no date of publication")?;
    println!("updated: \"{}\", published on {}", post.title, first_published.date_naive());

    // Published once more, the date stays.
    let again = blog.update(&id, PostUpdate { is_published: Some(true), ..PostUpdate::default() }).await?;
    assert_eq!(again.published_date, Some(first_published));
    assert_eq!(again.created_at, post.created_at);

    let published = blog.create(NewPost { title: "At once".into(), is_published: true, ..NewPost::default() }).await?;
    assert!(published.published_date.is_some());
    assert_eq!(*BlogPost::get(&blog.es, published.id.as_deref().unwrap_or_default()).await?, *published);
    Ok(())
}

async fn upsert(blog: &BlogService) -> Result<(), Error> {
    let new = NewPost { title: "About".into(), author: "grace".into(), ..NewPost::default() };
    for created in [true, false] {
        let tagged = PostUpdate { tags: Some(vec![format!("created-{created}")]), ..PostUpdate::default() };
        let (post, was_created) = blog.upsert("about", new.clone(), tagged).await?;
        assert_eq!(was_created, created);
        assert_eq!((post.id.as_deref(), post.author.as_str()), (Some("about"), "grace"));
        assert_eq!(post.tags, [format!("created-{created}")]);
        println!("upsert:  {} `about`", if was_created { "created" } else { "changed" });
    }
    Ok(())
}

async fn failures(blog: &BlogService) -> Result<(), Error> {
    let Err(error) = blog.update("nothing", PostUpdate::default()).await else { return Err("updated nothing".into()) };
    assert_eq!(
        error.to_string(),
        "Failed to update blog post nothing: no document `nothing` in index `esmodel-blog-posts`"
    );
    println!("refused: {error}");

    // With this prefix the name is longer than that of an index can be.
    let prefixed = BlogService { es: blog.es.with_index_prefix("x".repeat(250))? };
    let Err(error) = prefixed.create(NewPost::default()).await else { return Err("created in no index".into()) };
    assert!(error.to_string().starts_with("Failed to create blog post: "), "{error}");
    println!("refused: {error}");
    Ok(())
}
