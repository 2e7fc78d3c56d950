//! The application's web API.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use esmodel::prelude::*;
use esmodel_fastapi_like::{Paged, Pagination, Problem, Query, SearchExt as _, Sort, named_sorts};

use crate::users::User;

named_sorts! {
    /// The orders in which users are listed.
    pub(crate) enum UserSort for User {
        /// By first name, then by last name.
        First = "first_name_last_name_asc" => |f| [f.first_name().asc(), f.last_name().asc()],
        /// By last name, then by first name.
        Last = "last_name_first_name_asc" => |f| [f.last_name().asc(), f.first_name().asc()],
    }
}

/// A name, or a part of it.
#[derive(Debug, Deserialize)]
struct Name {
    first_name: Option<String>,
    last_name: Option<String>,
}

async fn create_user(State(es): State<Client>, Query(name): Query<Name>) -> Result<Json<Doc<User>>, Problem> {
    let Name { first_name: Some(first), last_name: Some(last) } = name else {
        return Err(Problem::new(axum::http::StatusCode::BAD_REQUEST, "say `first_name` and `last_name`"));
    };
    Ok(Json(User::new(&first, &last, "europe").create(&es).await?))
}

async fn users(State(es): State<Client>, Query(name): Query<Name>) -> Result<Paged<User>, Problem> {
    let f = User::fields();
    let search = User::search()
        .maybe(name.first_name, |search, first| search.filter(f.first_name().eq(first)))
        .maybe(name.last_name, |search, last| search.filter(f.last_name().eq(last)));
    Ok(search.without_lazy().fetch(&es).await?.into())
}

async fn all_users(
    State(es): State<Client>,
    pagination: Pagination<10, 100>,
    sort: Sort<UserSort>,
) -> Result<Paged<User>, Problem> {
    Ok(User::search().without_lazy().paginate(pagination).sorted(sort).fetch(&es).await?.into())
}

/// `POST /users`, `GET /users`, `GET /all_users?_page&_page_size&_sort`.
pub(crate) fn routes(es: Client) -> Router {
    let users = post(create_user).merge(get(users));
    Router::new().route("/users", users).route("/all_users", get(all_users)).with_state(es)
}
