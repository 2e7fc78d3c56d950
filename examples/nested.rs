//! Lists of structs: a query about one element, and the trap beside it.
//!
//! `cargo run --example nested`
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use esmodel::prelude::*;
use esmodel_examples::{Error, Server};

/// Somebody who can do something.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-people")]
struct Person {
    #[es(id)]
    name: String,
    /// A list of structs is `nested`: each element can be searched as one.
    skills: Vec<Skill>,
}

/// Something to be good at.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Skill {
    name: String,
    level: u8,
}

fn person(name: &str, skills: &[(&str, u8)]) -> Person {
    let skills = skills.iter().map(|(name, level)| Skill { name: (*name).into(), level: *level }).collect();
    Person { name: name.into(), skills }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    es.schema::<Person>().apply().await?;
    let people = [
        person("Ada", &[("rust", 5), ("sql", 2)]),
        person("Grace", &[("rust", 1), ("cobol", 5)]),
        person("Linus", &[]),
    ];
    es.bulk_save(people).refresh(Refresh::Now).await?.all()?;
    let f = Person::fields();

    // One element meets both conditions.
    let page = Person::search()
        .filter(f.skills().any(|skill| skill.name().eq("rust") & skill.level().gte(3)))
        .fetch(es)
        .await?;
    println!("rust at 3 or more:          {:?}", names(&page));

    // Two filters may each be met by another element: Grace has rust, and something at 5.
    let page = Person::search()
        .filter(f.skills().name().eq("rust"))
        .filter(f.skills().level().gte(3))
        .sort(Sort::doc())
        .fetch(es)
        .await?;
    println!("rust, and anything at 3:    {:?}", names(&page));

    let page = Person::search().filter(f.skills().none(|skill| skill.name().eq("cobol"))).fetch(es).await?;
    println!("nobody who writes cobol:    {:?}", names(&page));

    let page = Person::search().filter(f.skills().missing()).fetch(es).await?;
    println!("no skills at all:           {:?}", names(&page));

    let levels = Person::search()
        .aggregate(f.skills().name().terms(10).sub(f.skills().level().avg()))
        .only_aggregations()
        .fetch(es)
        .await?;
    for bucket in &levels.buckets {
        println!("{:<8} {} skills, level {:?} on average", bucket.key, bucket.doc_count, bucket.sub);
    }

    es.index::<Person>().delete().await?;
    Ok(())
}

fn names(page: &Page<Person>) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.name.as_str()).collect()
}
