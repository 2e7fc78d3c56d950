//! The application's users.

use chrono::{DateTime, Utc};
use esmodel::prelude::*;

/// Somebody with an account.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "esmodel-app-users", routing = User::shard, lazy_depth = 2, settings(number_of_shards = 3))]
pub(crate) struct User {
    #[es(id)]
    pub(crate) id: Option<String>,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) region: String,
    #[es(created_at)]
    pub(crate) created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    pub(crate) updated_at: Option<DateTime<Utc>>,
    #[es(computed)]
    #[serde(default)]
    pub(crate) full_name: Computed<String>,
    /// Everybody of that first name, this one too.
    #[es(lazy)]
    pub(crate) same_first_name: Lazy<Vec<User>>,
}

impl User {
    pub(crate) fn new(first_name: &str, last_name: &str, region: &str) -> Self {
        Self {
            id: None,
            first_name: first_name.into(),
            last_name: last_name.into(),
            region: region.into(),
            created_at: None,
            updated_at: None,
            full_name: Computed::EMPTY,
            same_first_name: Lazy::NotLoaded,
        }
    }

    fn shard(&self) -> String {
        shard_of(&self.region)
    }

    fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    async fn same_first_name(&self, cx: &LazyCx) -> esmodel::Result<Vec<Self>> {
        let same = Self::by_fields([("first_name", &*self.first_name)]).size(100);
        Ok(same.fetch(cx).await?.into_values())
    }
}

/// The routing value of a region.
pub(crate) fn shard_of(region: &str) -> String {
    format!("{region}_routing")
}

/// The users of a region, whose shard alone is asked.
pub(crate) async fn in_region(es: &Client, region: &str) -> esmodel::Result<Vec<User>> {
    let f = User::fields();
    let page = User::search().filter(f.region().eq(region)).routing(shard_of(region)).without_lazy().fetch(es).await?;
    Ok(page.into_values())
}
