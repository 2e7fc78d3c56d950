//! One route over the cities of the test data: what an application writes. The live suite serves it too.

use axum::{Router, extract::State, routing::get};
use esmodel::prelude::*;
use esmodel_fastapi_like::{Paged, Pagination, Problem, Query, SearchExt as _, Sort, named_sorts};

/// A place where people live.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "cities", default_sort = "-population,name.raw")]
pub(crate) struct City {
    #[es(id)]
    pub(crate) geonameid: u32,
    #[es(text, fields(raw(keyword)))]
    pub(crate) name: String,
    pub(crate) country: String,
    pub(crate) admin1: String,
    pub(crate) population: u32,
    pub(crate) timezone: String,
    pub(crate) location: GeoPoint,
    #[es(text)]
    pub(crate) alternate_names: Vec<String>,
}

named_sorts! {
    /// The orders in which cities are listed.
    pub(crate) enum CitySort for City {
        /// The least people first.
        Population = "population_asc" => |f| [f.population().asc(), f.name().raw().asc()],
        /// By country, then by name.
        Country = "country_name_asc" => |f| [f.country().asc(), f.name().raw().asc()],
        /// By name, backwards.
        Name = "name_desc" => |f| [f.name().raw().desc(), f.country().asc()],
    }
}

/// Which cities are listed: those of any of the countries, or all.
#[derive(Debug, Deserialize)]
struct Filter {
    #[serde(default)]
    country: Vec<String>,
    min_population: Option<u32>,
}

async fn list(
    State(es): State<Client>,
    Query(filter): Query<Filter>,
    pagination: Pagination<10, 100>,
    sort: Sort<CitySort>,
) -> Result<Paged<City>, Problem> {
    let f = City::fields();
    let countries = Some(filter.country).filter(|countries| !countries.is_empty());
    let page = City::search()
        .maybe(countries, |search, countries| search.filter(f.country().any_of(countries)))
        .maybe(filter.min_population, |search, least| search.filter(f.population().gte(least)))
        .paginate(pagination)
        .sorted(sort)
        .fetch(&es)
        .await?;
    Ok(page.into())
}

/// `GET /cities?country&min_population&_page&_page_size&_sort`.
pub(crate) fn routes(es: Client) -> Router {
    Router::new().route("/cities", get(list)).with_state(es)
}
