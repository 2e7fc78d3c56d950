//! Which of the hits a search returns, and how far into them its index lets it look.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Search, Window, body::Wanted};
use crate::{
    batch::Runner,
    error::{Error, Result},
    model::ModelDefinition,
    query::agg::Aggs,
    schema::ParamValue,
    wire::{Effect, Method, Request, RequestPath},
};

/// How far a server looks from the first hit, unless the index says otherwise.
const MAX_RESULT_WINDOW: u64 = 10_000;

/// The greatest number that servers read there.
const LARGEST_WINDOW: u64 = 2_147_483_647;

/// Position of the first hit, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) from: u64,
    pub(super) size: u64,
}

impl Extent {
    /// Where the last hit is.
    pub(super) const fn end(self) -> u64 {
        self.from.saturating_add(self.size)
    }

    /// It ends past the window.
    fn out_of_reach(self, window: u64) -> Error {
        Error::invalid(format!(
            "hits {} to {} are past the {window} that a search can reach (`max_result_window`); go on with `.after(..)` \
             and what `page.next()` yields",
            self.from.saturating_add(1),
            self.end(),
        ))
    }
}

impl<T: ModelDefinition, A: Aggs<T>> Search<T, A> {
    /// The hits that are wanted, after a look for mistakes in the search.
    pub(super) fn extent(&self, wanted: Wanted) -> Result<Extent> {
        self.spec.check()?;
        self.check_answers(wanted)?;
        let (from, size) = match self.spec.window {
            Window::Page { page: 0, .. } => return Err(Error::invalid("page 0 does not exist: pages count from 1")),
            Window::Page { size: 0, .. } => {
                return Err(Error::invalid("a page of 0 hits: use `.only_aggregations()`, `.count(..)` or `.size(0)`"));
            }
            Window::Page { page, size } => ((page - 1).saturating_mul(size), size),
            Window::Slice { from, size } => (from, size),
        };
        let extent = Extent { from, size };
        if extent.end() > LARGEST_WINDOW {
            return Err(extent.out_of_reach(LARGEST_WINDOW));
        }
        if self.spec.after.is_some() && from > 0 {
            return Err(Error::invalid(
                "`.after(..)` says where hits begin: leave the page away, and give `.size(..)`",
            ));
        }
        Ok(match wanted {
            Wanted::Page => extent,
            Wanted::First => Extent { from, size: 1 },
            Wanted::Aggregations => Extent { from: 0, size: 0 },
        })
    }

    /// How far the index lets a search look: as the model says; or, where that is not far enough, as the index says.
    pub(super) async fn window<R: Runner + ?Sized>(&self, es: &R, extent: Extent) -> Result<u64> {
        let own = own_window::<T>();
        if extent.end() <= own {
            return Ok(own);
        }
        let window = self.deployed_window(es).await?.unwrap_or(extent.end());
        if extent.end() > window {
            return Err(extent.out_of_reach(window));
        }
        Ok(window)
    }

    /// The least window of the indices that are searched; `None` where the server does not tell, and so has to judge
    /// the search itself.
    async fn deployed_window<R: Runner + ?Sized>(&self, es: &R) -> Result<Option<u64>> {
        let names = self.spec.index_names(es.client());
        let path = RequestPath::new(&[&names, "_settings", "index.max_result_window"])?;
        let known = ["ignore_unavailable", "allow_no_indices", "expand_wildcards"];
        let request = Request::new(Method::Get, path, Effect::Read).param("flat_settings", "true");
        let params = self.spec.params.iter().filter(|(name, _)| known.contains(name));
        let request = params.fold(request, |request, (name, value)| request.param(name, value.clone()));
        let response = es.run(request).await?;
        // Who may search need not be allowed to read settings.
        if matches!(response.status(), 401 | 403) {
            return Ok(None);
        }
        let response = response.checked(&names, "a look at the settings")?;
        let indices: BTreeMap<String, Deployed> = response.parse(format!("the settings of index `{names}`"))?;
        Ok(Some(indices.values().map(Deployed::window).min().unwrap_or(MAX_RESULT_WINDOW)))
    }
}

/// What an index says.
#[derive(Deserialize)]
struct Deployed {
    settings: BTreeMap<String, Value>,
}

impl Deployed {
    /// Servers write settings as text, and leave those out that nobody set.
    fn window(&self) -> u64 {
        let window = self.settings.get("index.max_result_window");
        let window = window.and_then(|window| window.as_u64().or_else(|| window.as_str()?.parse().ok()));
        window.unwrap_or(MAX_RESULT_WINDOW)
    }
}

/// The model's own `max_result_window`, where its settings have one.
fn own_window<T: ModelDefinition>() -> u64 {
    let named = |name: &str| matches!(name, "max_result_window" | "index.max_result_window");
    let setting = T::SCHEMA.settings.iter().find(|setting| named(setting.key));
    match setting.map(|setting| setting.value) {
        Some(ParamValue::Int(window)) => u64::try_from(window).unwrap_or(MAX_RESULT_WINDOW),
        _ => MAX_RESULT_WINDOW,
    }
}
