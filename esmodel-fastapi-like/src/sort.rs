//! The extractor of `_sort`, and the named orders that it chooses from. No field name ever comes from a client.

use axum::{extract::FromRequestParts, http::request::Parts};
use esmodel::{model::ModelDefinition, query};
use serde::Deserialize;

use crate::{
    Problem,
    query::{read, refused, shown, single},
};

/// Orders that a client may choose from by name. [`named_sorts!`](crate::named_sorts) writes it for an enum.
///
/// Each is one or several keys. The last key should tell any two documents apart (a name, a number of your own):
/// documents that are equal in all keys may change places from one page to the next.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of named sort orders",
    note = "write `named_sorts! {{ enum CitySort for City {{ Name = \"name_asc\" => |f| [f.name().raw().asc()] }} }}`"
)]
pub trait NamedSort: Copy + Send + Sync + 'static {
    /// The model whose documents are sorted.
    type Model: ModelDefinition;
    /// The names, in the order in which they were declared: the values of an OpenAPI enum. At least one, each once.
    const NAMES: &'static [&'static str];

    /// The order of that name.
    fn from_name(name: &str) -> Option<Self>;

    /// Its keys, the first of which counts most.
    fn keys(self) -> Vec<query::Sort<Self::Model>>;
}

/// Which of the orders `O` a client wants: `_sort`. Not given, or empty, it is none: the model's `default_sort`.
///
/// Give it to a search with [`SearchExt::sorted`](crate::SearchExt::sorted). A set of orders that is empty, or has a
/// name twice, does not compile.
///
/// # Errors
/// 400 for a name that is none of them, with all of them in the member `allowed`, and for `_sort` given twice. The
/// search is not sent then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<O>(pub Option<O>);

/// None: the model's own order.
impl<O> Default for Sort<O> {
    fn default() -> Self {
        Self(None)
    }
}

#[derive(Deserialize)]
struct Params {
    #[serde(default, rename = "_sort")]
    sort: Vec<String>,
}

impl<O: NamedSort, S: Send + Sync> FromRequestParts<S> for Sort<O> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        const { checked(O::NAMES) };
        let params: Params = read(parts)?;
        let Some(name) = single("_sort", params.sort)? else { return Ok(Self(None)) };
        O::from_name(&name).map(|order| Self(Some(order))).ok_or_else(|| {
            let allowed: Vec<String> = O::NAMES.iter().map(|name| format!("`{name}`")).collect();
            let one_of = if allowed.len() > 1 { "one of " } else { "" };
            let detail = format!("`_sort` is {one_of}{}, not `{}`", allowed.join(", "), shown(&name));
            refused("_sort", detail).member("allowed", O::NAMES)
        })
    }
}

/// Stops the compiler where a set of names is empty, or has one twice.
#[doc(hidden)]
#[expect(clippy::indexing_slicing, reason = "runs in the compiler, and in bounds: a const fn has no iterators")]
pub const fn checked(names: &[&str]) {
    assert!(!names.is_empty(), "there is no sort order to choose from: give at least one");
    let mut second = 1;
    while second < names.len() {
        let mut first = 0;
        while first < second {
            assert!(!is_same(names[first].as_bytes(), names[second].as_bytes()), "two sort orders have the same name");
            first += 1;
        }
        second += 1;
    }
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler, and in bounds: a const fn has no iterators")]
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Declares an enum of named sort orders, for [`Sort`](struct@crate::Sort): a variant for each, its name in `_sort`, and
/// its keys from the tokens of the model's fields. The enum can be seen no further than the model.
///
/// ```
/// use esmodel::prelude::*;
/// use esmodel_fastapi_like::{NamedSort as _, named_sorts};
///
/// /// Somebody who works here.
/// #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
/// #[es(index = "users")]
/// pub struct User {
///     first_name: String,
///     last_name: String,
/// }
///
/// named_sorts! {
///     /// The orders in which users are listed.
///     pub enum UserSort for User {
///         /// By first name.
///         FirstName = "first_name_last_name_asc" => |f| [f.first_name().asc(), f.last_name().asc()],
///         /// By last name.
///         LastName = "last_name_first_name_asc" => |f| [f.last_name().asc(), f.first_name().asc()],
///     }
/// }
///
/// assert_eq!(UserSort::NAMES, ["first_name_last_name_asc", "last_name_first_name_asc"]);
/// assert_eq!(UserSort::from_name("last_name_first_name_asc"), Some(UserSort::LastName));
/// assert_eq!(UserSort::LastName.keys().len(), 2);
/// ```
///
/// At least one is needed, of at least one key, and no name twice:
///
/// ```compile_fail
/// # use esmodel::prelude::*;
/// # #[derive(Serialize, Deserialize, EsModel)] #[es(index = "users")] struct User { name: String }
/// esmodel_fastapi_like::named_sorts! { enum NoSort for User {} }
/// ```
///
/// ```compile_fail
/// # use esmodel::prelude::*;
/// # #[derive(Serialize, Deserialize, EsModel)] #[es(index = "users")] struct User { name: String }
/// esmodel_fastapi_like::named_sorts! {
///     enum Twice for User {
///         Up = "name" => |f| [f.name().asc()],
///         Down = "name" => |f| [f.name().desc()],
///     }
/// }
/// ```
#[macro_export]
macro_rules! named_sorts {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Sorts:ident for $Model:ty {
            $(
                $(#[$variant_meta:meta])*
                $Variant:ident = $name:literal => |$f:pat_param| [$($key:expr),+ $(,)?]
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $Sorts {
            $($(#[$variant_meta])* $Variant,)+
        }

        const _: () = $crate::__private::checked(&[$($name),+]);

        impl $crate::NamedSort for $Sorts {
            type Model = $Model;
            const NAMES: &'static [&'static str] = &[$($name),+];

            fn from_name(name: &str) -> ::core::option::Option<Self> {
                match name {
                    $($name => ::core::option::Option::Some(Self::$Variant),)+
                    _ => ::core::option::Option::None,
                }
            }

            fn keys(self) -> ::std::vec::Vec<$crate::__private::Sort<$Model>> {
                match self {
                    $(Self::$Variant => {
                        let $f = <$Model as $crate::__private::EsModel>::fields();
                        ::std::vec![$($key),+]
                    })+
                }
            }
        }
    };
}
