//! Closing an index for a moment, and opening it again: also in the next `apply()`, when this one does not end.
//!
//! A mark in `_meta` tells an index that `apply()` closed from one that an operator closed, which stays closed.

use std::future::Future;

use serde_json::{Value, json};

use super::{apply::put, plan::Work};
use crate::{
    client::Client,
    error::Result,
    schema::RESERVED,
    wire::{Effect, Method, Request, RequestPath},
};

/// The key below the reserved one.
const KEY: &str = "closed_by";
const MARK: &str = "apply";

/// Whether an `apply()` wrote its mark and did not take it away.
pub(super) fn is_marked(meta: Option<&Value>) -> bool {
    meta.and_then(|meta| meta.get(RESERVED)?.get(KEY)).is_some_and(|mark| mark == MARK)
}

/// Carries out `change` while the index is closed. The outer error says that the index may not be open.
pub(super) async fn while_closed(
    es: &Client,
    index: &str,
    meta: Option<&Value>,
    change: impl Future<Output = Result<()>>,
) -> Result<Result<()>> {
    let meta = meta.unwrap_or(&Value::Null);
    put_meta(es, index, marked(meta)).await?;
    post(es, index, "_close", "the closing").await?;
    let done = change.await;
    open(es, index, meta).await?;
    Ok(done)
}

/// Opens the indices that an earlier `apply()` left closed, and takes its marks away.
pub(super) async fn reopen(es: &Client, work: &Work) -> Result<()> {
    for (index, meta) in work.metas.iter().filter(|(_, meta)| is_marked(Some(meta))) {
        open(es, index, meta).await?;
    }
    Ok(())
}

/// Opens the index, which does nothing to one that is open. The mark goes last: until then the next `apply()` tries again.
async fn open(es: &Client, index: &str, meta: &Value) -> Result<()> {
    post(es, index, "_open", "the opening, without which the index stays closed until the next `apply()`").await?;
    put_meta(es, index, unmarked(meta)).await
}

fn marked(meta: &Value) -> Value {
    let mut meta = unmarked(meta);
    if let Some(all) = meta.as_object_mut() {
        let own = all.entry(RESERVED).or_insert_with(|| json!({}));
        if let Some(own) = own.as_object_mut() {
            own.insert(KEY.to_owned(), MARK.into());
        }
    }
    meta
}

fn unmarked(meta: &Value) -> Value {
    let mut meta = if meta.is_object() { meta.clone() } else { json!({}) };
    if let Some(own) = meta.get_mut(RESERVED).and_then(Value::as_object_mut) {
        own.remove(KEY);
        if own.is_empty()
            && let Some(all) = meta.as_object_mut()
        {
            all.remove(RESERVED);
        }
    }
    meta
}

/// Servers keep the whole of `_meta` as it is sent.
async fn put_meta(es: &Client, index: &str, meta: Value) -> Result<()> {
    put(es, index, "_mapping", json!({ "_meta": meta }), "the mark that `apply()` closes the index").await
}

async fn post(es: &Client, index: &str, verb: &str, what: &str) -> Result<()> {
    let path = RequestPath::new(&[index, verb])?;
    let request = Request::new(Method::Post, path, Effect::Idempotent);
    es.send(request).await?.acknowledged(index, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_comes_and_goes_and_leaves_the_rest() {
        for meta in [json!({"version": 1}), json!({}), json!({"esmodel": {"rebuild": 7}})] {
            let with = marked(&meta);
            assert!(is_marked(Some(&with)) && !is_marked(Some(&meta)), "{with}");
            assert_eq!(unmarked(&with), meta);
        }
        assert_eq!(unmarked(&marked(&Value::Null)), json!({}));
    }
}
