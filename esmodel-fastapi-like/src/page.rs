//! The extractor of `_page` and `_page_size`. It knows no model and sends nothing.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::Deserialize;

use crate::{
    Problem,
    query::{read, refused, shown, single},
};

/// Which page a client wants: `_page`, from 1, and `_page_size`.
///
/// | constant | default | is |
/// |---|---|---|
/// | `DEFAULT` | 10 | the size of a page when `_page_size` is not given |
/// | `MAX` | 10,000 | the greatest `_page_size` |
/// | `WINDOW` | 10,000 | the last hit that can be reached: the `max_result_window` of the model's index |
/// | `FIRST` | 1 | the page when `_page` is not given |
///
/// A parameter that is empty counts as not given. Sizes past `MAX` are refused, not cut: a client that asked for 500
/// hits and got 100 would take them for the last page.
///
/// Give it to a search with [`SearchExt::paginate`](crate::SearchExt::paginate). Constants that contradict each other
/// (`MAX` less than `DEFAULT`, for one) do not compile.
///
/// # Errors
/// 400, with the member `parameter`, for a value that is no whole number from 1, for a size past `MAX`, for a page that
/// ends past `WINDOW`, and for a parameter that is given twice. The search is not sent then.
///
/// ```
/// use esmodel_fastapi_like::Pagination;
///
/// // 20 cities unless asked otherwise, never more than 100.
/// async fn list(pagination: Pagination<20, 100>) -> String {
///     format!("page {} of {} hits", pagination.page(), pagination.page_size())
/// }
/// # let _ = axum::Router::<()>::new().route("/", axum::routing::get(list));
/// ```
///
/// ```compile_fail
/// # use esmodel_fastapi_like::Pagination;
/// let contradiction = Pagination::<200, 100>::default();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pagination<
    const DEFAULT: u32 = 10,
    const MAX: u32 = 10_000,
    const WINDOW: u32 = 10_000,
    const FIRST: u32 = 1,
> {
    page: u64,
    page_size: u64,
}

#[derive(Deserialize)]
struct Params {
    #[serde(default, rename = "_page")]
    page: Vec<String>,
    #[serde(default, rename = "_page_size")]
    page_size: Vec<String>,
}

impl<const DEFAULT: u32, const MAX: u32, const WINDOW: u32, const FIRST: u32> Pagination<DEFAULT, MAX, WINDOW, FIRST> {
    const FITS: () = {
        assert!(DEFAULT >= 1 && FIRST >= 1, "pages, and their sizes, count from 1");
        assert!(DEFAULT <= MAX, "the default page size is greater than the greatest page size");
        assert!(MAX <= WINDOW, "the greatest page size is past the window: its first page could not be reached");
        assert!(FIRST as u64 * DEFAULT as u64 <= WINDOW as u64, "the default page is past the window");
    };

    /// Page `page`, from 1, of `page_size` hits: for pages that do not come from the query string.
    ///
    /// # Errors
    /// 400 as for the parameters: a 0, a size past `MAX`, a page that ends past `WINDOW`.
    pub fn new(page: u64, page_size: u64) -> Result<Self, Problem> {
        const { Self::FITS };
        if page == 0 {
            return Err(refused("_page", not_a_number("_page", "0")));
        }
        if page_size == 0 {
            return Err(refused("_page_size", not_a_number("_page_size", "0")));
        }
        if page_size > u64::from(MAX) {
            return Err(refused("_page_size", format!("`_page_size` is at most {MAX}")).member("maximum", MAX));
        }
        if page.saturating_mul(page_size) > u64::from(WINDOW) {
            let last = u64::from(WINDOW) / page_size;
            let detail = format!(
                "only the first {WINDOW} hits can be reached: with {page_size} to a page, `_page` is at most {last}; \
                 narrow the search down"
            );
            return Err(refused("_page", detail).member("maximum", last));
        }
        Ok(Self { page, page_size })
    }

    /// The page's number, from 1.
    pub const fn page(&self) -> u64 {
        self.page
    }

    /// How many hits it has at most.
    pub const fn page_size(&self) -> u64 {
        self.page_size
    }
}

/// The first page, or `FIRST`, of the default size.
impl<const DEFAULT: u32, const MAX: u32, const WINDOW: u32, const FIRST: u32> Default
    for Pagination<DEFAULT, MAX, WINDOW, FIRST>
{
    fn default() -> Self {
        const { Self::FITS };
        Self { page: u64::from(FIRST), page_size: u64::from(DEFAULT) }
    }
}

impl<const DEFAULT: u32, const MAX: u32, const WINDOW: u32, const FIRST: u32, S: Send + Sync> FromRequestParts<S>
    for Pagination<DEFAULT, MAX, WINDOW, FIRST>
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let params: Params = read(parts)?;
        let page = number("_page", params.page)?.unwrap_or(u64::from(FIRST));
        let page_size = number("_page_size", params.page_size)?.unwrap_or(u64::from(DEFAULT));
        Self::new(page, page_size)
    }
}

/// A whole number, however great: what is too great is for the caller to say.
fn number(name: &'static str, values: Vec<String>) -> Result<Option<u64>, Problem> {
    let Some(text) = single(name, values)? else { return Ok(None) };
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused(name, not_a_number(name, &text)));
    }
    // Digits alone fail for one reason only: there are too many of them.
    Ok(Some(text.parse().unwrap_or(u64::MAX)))
}

fn not_a_number(name: &str, text: &str) -> String {
    format!("`{name}` is a whole number from 1, not `{}`", shown(text))
}
