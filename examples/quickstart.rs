//! 34,006 real cities: indexed, searched, changed under concurrency control, aggregated.
//!
//! `cargo run --release --example quickstart` starts a real engine for it, unless `ESMODEL_URL` names one.
#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use std::{
    fs::File,
    io::{BufRead as _, BufReader, IsTerminal as _},
    path::Path,
    time::{Duration, Instant},
};

use esmodel::{prelude::*, search::Total};
use esmodel_examples::{Error, Server};
use flate2::read::GzDecoder;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A place where people live.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-cities", default_sort = "-population")]
struct City {
    #[es(id)]
    geonameid: u32,
    /// Its name, in its own language where that is written in Latin letters.
    #[es(text, fields(raw(keyword)))]
    name: String,
    /// The country's two letters (ISO 3166-1).
    country: String,
    admin1: String,
    population: u32,
    timezone: String,
    location: GeoPoint,
    /// Its name in other languages and scripts.
    #[es(text)]
    alternate_names: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::find().await?;
    let es = &server.es;
    println!("Server: {}\n", server.describe());

    let applied = es.schema::<City>().apply().await?;
    println!("Index `esmodel-cities`: {applied:?}");
    load(es).await?;
    search(es).await?;
    compute(es).await?;
    conflict(es).await?;

    let counted = City::search().count(es).await?;
    println!("\nThe server counts {counted} cities.");
    println!("Next: examples/conflict.rs, routing.rs and nested.rs; `cargo doc --open -p esmodel`.");
    Ok(())
}

/// Reads the cities and saves them in bulk.
async fn load(es: &Client) -> Result<(), Error> {
    let cities = read()?;
    let bar = progress_bar(cities.len());
    let started = Instant::now();
    let saved = es.bulk_save(cities).progress(|done| bar.set_position(done as u64)).await?.all()?;
    bar.finish_and_clear();
    es.index::<City>().refresh().await?;
    println!("Saved {} cities in {:.1} s", saved.len(), started.elapsed().as_secs_f64());
    Ok(())
}

fn read() -> Result<Vec<City>, Error> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cities.ndjson.gz");
    let lines = BufReader::new(GzDecoder::new(File::open(path)?)).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn progress_bar(total: usize) -> ProgressBar {
    let target =
        if std::io::stdout().is_terminal() { ProgressDrawTarget::stdout() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(total as u64), target);
    if let Ok(style) = ProgressStyle::with_template("  {wide_bar:.cyan/blue} {pos}/{len} cities, {per_sec}") {
        bar.set_style(style);
    }
    bar
}

/// Typed searches: a filter of another model, a sort by analyzed text, `eq` on it do not compile.
async fn search(es: &Client) -> Result<(), Error> {
    let f = City::fields();

    println!("\nNames in any script:");
    for name in ["सुरत", "さいたま", "주룽", "Μπεκάσι", "ᏓᎵᏆ", "Copenhague"] {
        let found = City::search().filter(f.name().match_phrase(name) | f.alternate_names().match_phrase(name));
        match found.first(es).await? {
            Some(city) => println!("  {name} is {} ({}), {} people", city.name, city.country, people(city.population)),
            None => println!("  {name} is not among them"),
        }
    }

    println!("\nMedium-sized cities of Norway, by name:");
    let page = City::search()
        .filter(f.country().eq("NO"))
        .filter(f.population().between(50_000, 150_000))
        .sort(f.name().raw().asc())
        .page(1, 5)
        .fetch(es)
        .await?;
    print_hits(&page);

    println!("\nWithin 50 km of the Eiffel tower, largest first:");
    let tower = GeoPoint::new(48.8583, 2.2945);
    let page = City::search().filter(f.location().within(Distance::km(50), tower)).page(1, 5).fetch(es).await?;
    print_hits(&page);
    Ok(())
}

fn print_hits(page: &Page<City>) {
    let total = match page.total {
        Total::Exact(total) => total.to_string(),
        other => format!("{other:?}"),
    };
    for city in &page.hits {
        println!("  {:<22} {} {:>12}", city.name, city.country, people(city.population));
    }
    println!("  .. of {total}");
}

/// Aggregations are values with a type of their own; a tuple of them comes back as a tuple.
async fn compute(es: &Client) -> Result<(), Error> {
    let f = City::fields();
    let (sizes, countries) = City::search()
        .aggregate((f.population().stats(), f.country().terms(5).sub(f.population().sum())))
        .only_aggregations()
        .fetch(es)
        .await?;
    println!("\nAll of them: {} people, {} on average", millions(sizes.sum), people_f(sizes.avg));
    println!("Countries with the most cities:");
    for bucket in &countries.buckets {
        println!("  {} {:>6} cities, {:>8} people", bucket.key, bucket.doc_count, millions(bucket.sub));
    }
    Ok(())
}

/// Two writers load the same city. The second to save is told, and `modify` does it right.
async fn conflict(es: &Client) -> Result<(), Error> {
    const OSLO: u32 = 3_143_244;
    println!("\nTwo writers:");
    let mut mine = City::get(es, OSLO).await?;
    let mut theirs = City::get(es, OSLO).await?;
    theirs.population += 10;
    theirs.save(es).await?;
    mine.population += 1;
    match mine.save(es).await {
        Err(error) if error.is_conflict() => println!("  refused: {error}"),
        outcome => return Err(format!("the stale save was not refused: {outcome:?}").into()),
    }
    let before = theirs.population;
    let after = City::modify(es, OSLO, |city| city.population += 1).await?;
    println!("  modify: {} has {} + 1 = {} people", after.name, before, after.population);
    City::require(es, OSLO, Duration::from_secs(1)).await?;
    Ok(())
}

fn people(count: u32) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn people_f(count: Option<f64>) -> String {
    count.map_or_else(|| "none".to_owned(), |count| format!("{count:.0}"))
}

fn millions(count: f64) -> String {
    format!("{:.1} M", count / 1e6)
}
