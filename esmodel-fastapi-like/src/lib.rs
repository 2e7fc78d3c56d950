//! The web layer of [`esmodel`] on [axum]: what FastAPI users know as dependencies, as extractors.
//!
//! ```
//! use axum::{Router, extract::State, routing::get};
//! use esmodel::prelude::*;
//! use esmodel_fastapi_like::{Paged, Pagination, Problem, Query, SearchExt as _, Sort, named_sorts};
//!
//! /// A place where people live.
//! #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
//! #[es(index = "cities", default_sort = "-population")]
//! struct City {
//!     #[es(text, fields(raw(keyword)))]
//!     name: String,
//!     country: String,
//!     population: u64,
//! }
//!
//! named_sorts! {
//!     /// The orders in which cities are listed.
//!     enum CitySort for City {
//!         /// The most people first.
//!         Population = "population_desc" => |f| [f.population().desc(), f.name().raw().asc()],
//!         /// By country, then by name.
//!         Country = "country_name_asc" => |f| [f.country().asc(), f.name().raw().asc()],
//!     }
//! }
//!
//! /// Which cities are listed.
//! #[derive(Deserialize)]
//! struct Filter {
//!     country: Option<String>,
//! }
//!
//! /// `GET /cities?country=NO&_sort=population_desc&_page=2&_page_size=20`
//! async fn list(
//!     State(es): State<Client>,
//!     Query(filter): Query<Filter>,
//!     pagination: Pagination<10, 100>,
//!     sort: Sort<CitySort>,
//! ) -> Result<Paged<City>, Problem> {
//!     let f = City::fields();
//!     let page = City::search()
//!         .maybe(filter.country, |search, country| search.filter(f.country().eq(country)))
//!         .paginate(pagination)
//!         .sorted(sort)
//!         .fetch(&es)
//!         .await?;
//!     Ok(page.into())
//! }
//!
//! fn routes(es: Client) -> Router {
//!     Router::new().route("/cities", get(list)).with_state(es)
//! }
//! #
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use esmodel::{dialect::{Dialect, Product, Version}, transport::mock::MockTransport};
//! # use tower::ServiceExt as _;
//! # let mock = MockTransport::new();
//! # let es = mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 0, 0))).await?;
//! # mock.json(200, serde_json::json!({"hits": {"total": {"value": 25, "relation": "eq"}, "hits": []}}));
//! # let request = axum::http::Request::get("/cities?country=NO&_page=2").body(axum::body::Body::empty())?;
//! # let answer = routes(es).oneshot(request).await?;
//! # assert_eq!((answer.status().as_u16(), &answer.headers()["x-total-hits"]), (200, &"25".parse()?));
//! # Ok(()) }
//! ```
//!
//! The answer is the list of cities as JSON, with `X-Total-Hits` and `X-Total-Relation` beside it ([`Paged`]). What is
//! wrong with a request is answered as `application/problem+json` ([`Problem`]), and so is what goes wrong behind it.
//!
//! Nothing is ambient: a page and a sort order apply to the search that they are given to, and to no other one that a
//! handler makes.
//!
//! # Where things are
//!
//! | item | is |
//! |---|---|
//! | [`Pagination`] | the extractor of `_page` and `_page_size` |
//! | [`Sort`], [`named_sorts!`], [`NamedSort`] | the extractor of `_sort`, and the orders that it may name |
//! | [`Query`] | the extractor of everything else in the query string |
//! | [`SearchExt`] | `.paginate(..)` and `.sorted(..)` on searches |
//! | [`Paged`], [`EXPOSED_HEADERS`] | the answer of a list, and the headers that browsers must be allowed to read |
//! | [`Json`] | the answer of one document, or of any other value |
//! | [`Problem`] | the answer when something is wrong |
//!
//! [axum]: https://docs.rs/axum

mod json;
mod page;
mod problem;
mod query;
mod response;
mod search;
mod sort;

pub use json::Json;
pub use page::Pagination;
pub use problem::Problem;
pub use query::Query;
pub use response::{EXPOSED_HEADERS, Paged, X_PARTIAL_RESULTS, X_TOTAL_HITS, X_TOTAL_RELATION};
pub use search::SearchExt;
pub use sort::{NamedSort, Sort};

/// What [`named_sorts!`] may name, and nobody else.
#[doc(hidden)]
pub mod __private {
    pub use esmodel::{EsModel, query::Sort};

    pub use crate::sort::checked;
}
