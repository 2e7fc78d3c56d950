//! Where one document is: index, id, routing; and which ids there can be.

use std::{borrow::Cow, fmt};

use crate::{
    client::Client,
    error::{Error, Result},
    model::{Doc, Meta, ModelDefinition},
    wire::{check_index_name, covers, is_date_math, is_dot_segment, may_be_one},
};

/// The longest id that servers take, in bytes.
pub const MAX_ID_BYTES: usize = 512;

/// A document's place.
#[derive(Debug, Clone)]
pub(crate) struct Address<'a> {
    pub(crate) index: Cow<'a, str>,
    pub(crate) id: Cow<'a, str>,
    pub(crate) routing: Option<Cow<'a, str>>,
}

impl<'a> Address<'a> {
    /// The place of the document `id` of a model. Without a routing value a model that requires one is refused.
    pub(super) fn of_id<T: ModelDefinition>(
        client: &Client,
        id: Cow<'a, str>,
        routing: Option<String>,
        index: Option<&str>,
    ) -> Result<Self> {
        check_id(&id)?;
        check_routing::<T>(routing.as_deref(), format_args!("the call for `{id}`"), "say it with `.routing(..)`")?;
        Ok(Self { index: index_of::<T>(client, index)?.into(), id, routing: routing.map(Cow::Owned) })
    }

    /// The place of a loaded document, once it is sure that writing it there leaves no twin on another shard.
    pub(super) fn of_doc<T: ModelDefinition>(client: &Client, doc: &'a Doc<T>, explicit: Option<&str>) -> Result<Self> {
        let loaded = doc.meta.routing.as_deref();
        match explicit {
            Some(explicit) if Some(explicit) != loaded => return Err(moved(doc, Some(explicit))),
            Some(_) => {}
            None => {
                if let Some(hook) = doc.value.document_routing().filter(|hook| Some(&**hook) != loaded) {
                    return Err(moved(doc, Some(&hook)));
                }
            }
        }
        Self::stored::<T>(client, &doc.meta)
    }

    /// Where a loaded document is, whatever its routing hook says by now. A new one is nowhere, and one of another prefix
    /// is none of this client's: where each tenant has a prefix, it is another tenant's.
    pub(crate) fn stored<T: ModelDefinition>(client: &Client, meta: &'a Meta) -> Result<Self> {
        if meta.is_new() {
            return Err(never_stored::<T>());
        }
        let prefix = client.index_prefix();
        if !meta.index.starts_with(prefix) {
            return Err(Error::invalid(format!(
                "document `{}` is stored in index `{}`, and the names of this client's indices begin with `{prefix}`: use \
                 the client that read it, or a copy `.with_index_prefix(..)` with a prefix of that index",
                meta.id, meta.index
            )));
        }
        Ok(Self {
            index: Cow::Borrowed(&meta.index),
            id: Cow::Borrowed(&meta.id),
            routing: meta.routing.as_deref().map(Cow::Borrowed),
        })
    }

    /// There is no such document of `T` there.
    pub(super) fn missing<T: ModelDefinition>(&self) -> Error {
        match Error::not_found(&self.index, &self.id) {
            Error::NotFound(missing) if self.may_lead_astray::<T>() => {
                Error::NotFound(Box::new(missing.perhaps_elsewhere()))
            }
            missing => missing,
        }
    }

    /// Whether the document may lie under a routing that was not said.
    pub(super) const fn may_lead_astray<T: ModelDefinition>(&self) -> bool {
        T::IS_ROUTED && self.routing.is_none()
    }

    /// Whether the id cannot stand in a URL: parsers would fold dots, and address the index; and Elasticsearch 7
    /// still has routes such as `/index/_doc/_search` from the time of types.
    pub(super) fn needs_body(&self) -> bool {
        is_dot_segment(&self.id) || self.id.starts_with('_')
    }
}

/// The index that a verb on `T` uses: the model's, or the one the call names, with the client's prefix.
pub(crate) fn index_of<T: ModelDefinition>(client: &Client, index: Option<&str>) -> Result<String> {
    if T::HAS_INDEX_HOOK && index.is_none() && T::SCHEMA.index.contains('*') {
        return Err(Error::invalid(format!(
            "documents of `{}` are spread over the indices `{}`: say which one by `.index(..)`, or search for the id",
            T::SCHEMA.name,
            client.index_name(T::SCHEMA.index)
        )));
    }
    let name = client.index_name(index.unwrap_or(T::SCHEMA.index));
    check_index_name(&name)?;
    Ok(name.into_owned())
}

/// The index that a value goes to: the one its model works out, which a call may name too; or the model's.
pub(crate) fn index_for<T: ModelDefinition>(client: &Client, value: &T, index: Option<&str>) -> Result<String> {
    let own = own_index(value)?;
    if let (Some(own), Some(index)) = (&own, index)
        && !may_be_one(own, index)
    {
        // Stored there, it could not be saved again: it would seem to have left its index.
        return Err(Error::invalid(format!(
            "by its `index_for` this `{}` belongs to index `{}`, and `.index(..)` says `{}`: leave that away, or change \
             the value",
            T::SCHEMA.name,
            client.index_name(own),
            client.index_name(index)
        )));
    }
    index_of::<T>(client, index.or(own.as_deref()))
}

/// The index that a model's `index_for` works out, before the client's prefix. One that searches would not read is refused.
pub(crate) fn own_index<T: ModelDefinition>(value: &T) -> Result<Option<Cow<'_, str>>> {
    let Some(name) = value.document_index() else { return Ok(None) };
    let read = T::SCHEMA.index;
    // A name without `*` is an alias, and who is behind it only the server knows, as it does with date math.
    if read.contains('*') && !is_date_math(&name) && !covers(read, &name) {
        return Err(Error::invalid(format!(
            "`index_for` of `{}` yields `{name}`, where searches do not look: they read `{read}`, as `index` says",
            T::SCHEMA.name
        )));
    }
    Ok(Some(name))
}

/// Where the value belongs by now, when that is another index than `stored`.
pub(super) fn left_index<T: ModelDefinition>(client: &Client, value: &T, stored: &str) -> Result<Option<String>> {
    if !T::HAS_INDEX_HOOK {
        return Ok(None);
    }
    let index = index_for(client, value, None)?;
    Ok((!may_be_one(&index, stored)).then_some(index))
}

/// Refuses a document of a routed model whose routing value nothing tells: the server would look on the wrong shard, or
/// refuse. `what` lacks it, and `remedy` says what to write.
pub(super) fn check_routing<T: ModelDefinition>(
    routing: Option<&str>,
    what: impl fmt::Display,
    remedy: &str,
) -> Result<()> {
    if routing.is_some_and(str::is_empty) {
        return Err(Error::invalid(format!("{what} has an empty routing, which servers take for none: {remedy}")));
    }
    if routing.is_some() || !T::SCHEMA.routing_required {
        return Ok(());
    }
    Err(Error::invalid(format!("`{}` is routed, and {what} has no routing: {remedy}", T::SCHEMA.name)))
}

/// What needs a stored document was asked of a new one.
pub(super) fn never_stored<T: ModelDefinition>() -> Error {
    Error::invalid(format!(
        "this `{}` was never stored, so there is nothing to read or change: `save` it first",
        T::SCHEMA.name
    ))
}

/// Refuses ids that no server takes.
pub(crate) fn check_id(id: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::invalid("an id cannot be empty; leave an `Option` id at `None` to let the server make one"));
    }
    if id.len() > MAX_ID_BYTES {
        return Err(Error::invalid(format!(
            "an id has at most {MAX_ID_BYTES} bytes, this one has {}: `{}..`",
            id.len(),
            id.chars().take(40).collect::<String>()
        )));
    }
    Ok(())
}

fn moved<T: ModelDefinition>(doc: &Doc<T>, now: Option<&str>) -> Error {
    let quote = |routing: Option<&str>| routing.map_or_else(|| "no routing".to_owned(), |value| format!("`{value}`"));
    Error::invalid(format!(
        "document `{}` is stored under {} and its routing is now {}: saving it would leave a twin on another shard; \
         use `relocate` to move it",
        doc.meta.id,
        quote(doc.meta.routing.as_deref()),
        quote(now)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_id_is_refused_and_the_message_offers_the_servers_ids() {
        assert!(check_id("").unwrap_err().to_string().contains("let the server make one"));
    }

    #[test]
    fn an_id_may_have_512_bytes_and_no_more() {
        assert!(check_id(&"é".repeat(256)).is_ok());
        let error = check_id(&"x".repeat(513)).unwrap_err();
        assert!(error.to_string().contains("this one has 513"), "{error}");
    }
}
