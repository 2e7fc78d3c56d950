//! `url::Url`: a keyword.

use std::borrow::Cow;

use url::Url;

use super::field;
use crate::{
    model::{Scalar, Term},
    schema::kind,
};

field! {
    Url: Keyword, also Keyword, ConstantKeyword, Wildcard, Text;
}

impl Scalar for Url {
    type Kind = kind::Keyword;

    fn to_term(&self) -> Term {
        Term::Str(Cow::Owned(self.as_str().to_owned()))
    }
}
