//! Reading documents in part.

use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::{Find, Get, GetMany};
use crate::{
    error::Result,
    model::{Doc, EsProjection, ModelDefinition, Projected},
};

macro_rules! projected {
    ($($verb:ident -> $output:ty;)+) => { $(
        impl<'c, T: ModelDefinition, P: EsProjection<T>> IntoFuture for Projected<$verb<'c, T>, P> {
            type Output = Result<$output>;
            type IntoFuture = BoxFuture<'c, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.verb.read_as::<P>())
            }
        }
    )+ };
}

projected! {
    Get -> Doc<P>;
    Find -> Option<Doc<P>>;
    GetMany -> Vec<Option<Doc<P>>>;
}
