//! What an index's analyzers make of a text.

use serde::{Deserialize, Serialize};

use super::Index;
use crate::{
    error::{Error, Result},
    query::LeafToken,
    wire::{Effect, Method, Request, RequestPath},
};

/// A piece of a text, as it is indexed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// What searches compare with.
    #[serde(rename = "token")]
    pub text: String,
    /// Where it begins in the given text, in units of UTF-16.
    #[serde(rename = "start_offset")]
    pub start: usize,
    /// Where it ends, in the same units.
    #[serde(rename = "end_offset")]
    pub end: usize,
    /// Its place among the tokens, which phrases count by. Words for one another share a place; left out words leave a
    /// gap.
    pub position: usize,
    /// What the tokenizer took it for: `<ALPHANUM>`, `word`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// The body of the request.
#[derive(Serialize)]
struct Analyze<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    analyzer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    text: &'a str,
}

impl Index<'_> {
    /// What an analyzer of the index, or a built-in one, makes of a text. One request.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such index; [`Error::Invalid`] for a name with a wildcard; [`Error::Server`]
    /// when it has no such analyzer, or the text has more tokens than the index's `analyze.max_token_count` allows.
    pub async fn analyze(&self, analyzer: &str, text: &str) -> Result<Vec<Token>> {
        self.tokens(&Analyze { analyzer: Some(analyzer), field: None, text }).await
    }

    /// What a field of the index makes of a text: by its analyzer when it is text, by its normalizer when it is a
    /// keyword. A field that the index does not have is analyzed by the index's default. One request.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze); [`Error::Server`] when the field is of another kind.
    pub async fn analyze_field(&self, field: impl LeafToken, text: &str) -> Result<Vec<Token>> {
        self.tokens(&Analyze { analyzer: None, field: Some(field.leaf().path()), text }).await
    }

    async fn tokens(&self, analyze: &Analyze<'_>) -> Result<Vec<Token>> {
        #[derive(Deserialize)]
        struct Tokens {
            tokens: Vec<Token>,
        }

        self.is_one("analyze(..)")?;
        let path = RequestPath::new(&[&self.name, "_analyze"])?;
        let body = serde_json::to_vec(analyze).map_err(|source| Error::encode("an analysis", source))?;
        let response = self.es.send(Request::new(Method::Post, path, Effect::Read).json(body)).await?;
        let response = response.checked(&self.name, "an analysis")?;
        let tokens: Tokens = response.parse("the answer to `_analyze`")?;
        Ok(tokens.tokens)
    }
}
