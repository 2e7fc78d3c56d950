//! Models as values: what the commands do with each.

use std::fmt;

use esmodel::{
    Client, Result,
    index::{Applied, Plan},
    model::ModelDefinition,
    schema::ModelSchema,
};
use futures_util::future::BoxFuture;

use crate::command::ApplyOptions;

/// One model that the commands know.
#[derive(Clone, Copy)]
pub struct Model {
    pub(crate) schema: ModelSchema,
    pub(crate) plan: for<'c> fn(&'c Client) -> BoxFuture<'c, Result<Plan>>,
    pub(crate) apply: for<'c> fn(&'c Client, &ApplyOptions) -> BoxFuture<'c, Result<Applied>>,
}

impl Model {
    fn of<T: ModelDefinition>() -> Self {
        Self {
            schema: T::SCHEMA,
            plan: |es| Box::pin(es.schema::<T>().plan()),
            apply: |es, options| {
                let schema = es.schema::<T>();
                let schema = if let Some(index) = &options.index { schema.index(index) } else { schema };
                let apply = schema.apply().mode(options.mode.into());
                (if options.allow_close { apply.allow_close() } else { apply }).into_future()
            },
        }
    }

    /// The Rust type's name.
    pub const fn name(&self) -> &'static str {
        self.schema.name
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("name", &self.name()).finish_non_exhaustive()
    }
}

/// Whether a model's name stands for all indices that match it: then documents name theirs, and no command can make one.
pub(crate) fn is_pattern(index: &str) -> bool {
    index.contains('*')
}

/// That there is nothing to compare with, and nothing that a command could do about it.
pub(crate) fn none_matches(model: &str, index: &str) -> String {
    format!("{model}: no index matches `{index}` yet; the program makes the first one by `.for_document(&value)`")
}

/// The models of a binary: a tuple of up to sixteen, or `()`.
pub trait Models {
    /// Each of them.
    fn list() -> Vec<Model>;
}

macro_rules! tuples {
    ($($model:ident)*) => {
        impl<$($model: ModelDefinition),*> Models for ($($model,)*) {
            fn list() -> Vec<Model> {
                vec![$(Model::of::<$model>()),*]
            }
        }
    };
}

tuples!();
tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);
tuples!(A B C D E F G H I J K L M);
tuples!(A B C D E F G H I J K L M N);
tuples!(A B C D E F G H I J K L M N O);
tuples!(A B C D E F G H I J K L M N O P);
