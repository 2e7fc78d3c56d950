//! `uuid::Uuid`: an id, and a keyword.

use std::borrow::Cow;

use uuid::Uuid;

use super::field;
use crate::{
    model::{Id, Scalar, Term},
    schema::kind,
};

field! {
    Uuid: Keyword, also Keyword, ConstantKeyword, Wildcard, Text;
}

impl Scalar for Uuid {
    type Kind = kind::Keyword;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.to_string()))
    }
}

impl Id for Uuid {
    fn to_id(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn from_id(id: &str) -> Result<Self, String> {
        id.parse().map_err(|error| format!("id `{id}` is no UUID: {error}"))
    }
}
