//! What a write adds to the JSON of the structs in a document: fields that serde hides from what an API shows and that are
//! stored all the same, and timestamps of embedded objects.
//!
//! When serde writes a struct it does not speak of a hidden field at all. So the derive gathers the additions beside the
//! value, and the filter takes a struct's part of them when it meets the struct.

use std::{
    cell::{Cell, RefCell},
    fmt,
    marker::PhantomData,
    slice,
};

use serde::Serialize;

use super::{
    EsField, EsObject, Millis, Overlay, Stamped,
    filter::{Put, Storable},
    overlay::Overlaid,
};

/// What a write adds to one struct, and to those inside it.
#[derive(Debug)]
pub struct Additions<'v> {
    /// Written over the value's own; only a whole document has one.
    overlay: RefCell<Overlay>,
    /// When the write happens; `None` for a value that is not stored.
    at: Option<Millis>,
    own: Vec<Addition<'v>>,
    /// By the key of the field that holds the structs.
    inside: Vec<(&'static str, AdditionsInside<'v>)>,
}

/// What a write adds to the structs that one field holds, in the order in which serde writes them.
#[derive(Debug)]
pub struct AdditionsInside<'v> {
    at: Option<Millis>,
    each: Vec<Additions<'v>>,
}

/// A field of the struct.
struct Addition<'v> {
    key: &'static str,
    value: Added<'v>,
    is_written: Cell<bool>,
}

/// What is written into it.
#[derive(Clone, Copy)]
enum Added<'v> {
    /// Its value, which serde hides.
    Hidden(&'v dyn Storable),
    /// The time.
    Stamp(Millis, Stamped),
}

impl fmt::Debug for Addition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Addition").field("key", &self.key).finish_non_exhaustive()
    }
}

impl<'v> Additions<'v> {
    /// To a whole document; `None` for nothing.
    pub(super) fn to_document<T: EsObject>(value: &'v T, overlay: &Overlay) -> Option<Self> {
        if !T::ADDS {
            return Self::to_part(overlay);
        }
        let mut additions = Self::new(overlay.clone(), overlay.of_whole());
        value.gather_additions(&mut additions);
        Some(additions)
    }

    /// To a part of a document, which is of a type of its own; `None` for nothing.
    pub(super) fn to_part(overlay: &Overlay) -> Option<Self> {
        (!overlay.is_nothing()).then(|| Self::new(overlay.clone(), None))
    }

    const fn new(overlay: Overlay, at: Option<Millis>) -> Self {
        Self { overlay: RefCell::new(overlay), at, own: Vec::new(), inside: Vec::new() }
    }

    /// Adds a field that serde hides.
    pub fn hidden<T: Serialize>(&mut self, key: &'static str, value: &'v T) {
        self.own.push(Addition { key, value: Added::Hidden(value), is_written: Cell::new(false) });
    }

    /// Writes the time over a field.
    pub fn stamp(&mut self, stamped: Stamped) {
        if let Some(at) = self.at {
            let value = Added::Stamp(at, stamped);
            self.own.push(Addition { key: stamped.key, value, is_written: Cell::new(false) });
        }
    }

    /// Adds what a field's structs add.
    pub fn inside(&mut self, key: &'static str, gather: impl FnOnce(&mut AdditionsInside<'v>)) {
        let mut inside = AdditionsInside { at: self.at, each: Vec::new() };
        gather(&mut inside);
        self.inside.push((key, inside));
    }

    /// What is written for `key`, once.
    pub(super) fn take(&self, key: &str) -> Option<Put<'_>> {
        let overlaid = self.overlay.borrow_mut().take(key).map(Put::Overlaid);
        // A hidden timestamp stands here twice, the time first.
        let own = self.own.iter().filter(|own| own.key == key && !own.is_written.replace(true));
        let own = own.map(|own| match own.value {
            Added::Hidden(value) => Put::Hidden(value),
            Added::Stamp(at, stamped) => Put::Overlaid(Overlaid::At(at, stamped)),
        });
        own.fold(overlaid, |first, own| first.or(Some(own)))
    }

    /// A key that was not asked for yet, and what is written for it.
    pub(super) fn take_any(&self) -> Option<(&'static str, Put<'_>)> {
        if let Some(own) = self.own.iter().find(|own| !own.is_written.get()) {
            return Some((own.key, self.take(own.key)?));
        }
        self.overlay.borrow_mut().take_any().map(|(key, overlaid)| (key, Put::Overlaid(overlaid)))
    }

    /// What is added inside of `key`.
    pub(super) fn below(&self, key: &str) -> Option<Queue<'_>> {
        let (_, AdditionsInside { each, .. }) = self.inside.iter().find(|(name, _)| *name == key)?;
        Some(Queue::new(each))
    }

    /// What is added to the only struct inside of `key`.
    pub(super) fn only_below(&self, key: &str) -> Option<&Self> {
        let (_, AdditionsInside { each, .. }) = self.inside.iter().find(|(name, _)| *name == key)?;
        each.first()
    }

    /// As those of the only struct.
    pub(super) const fn alone(&self) -> Queue<'_> {
        Queue::new(slice::from_ref(self))
    }
}

impl<'v> AdditionsInside<'v> {
    /// Adds what the fields of an enum's variant add, which is the next struct.
    pub fn variant(&mut self, gather: impl FnOnce(&mut Additions<'v>)) {
        let mut additions = Additions::new(Overlay::NONE, self.at);
        gather(&mut additions);
        self.each.push(additions);
    }

    /// Adds what the next struct adds.
    pub fn object<T: EsObject>(&mut self, value: &'v T) {
        self.variant(|additions| value.gather_additions(additions));
    }
}

/// The additions to some structs: each takes the next when it is written.
pub(super) struct Queue<'p> {
    each: &'p [Additions<'p>],
    next: Cell<usize>,
}

impl<'p> Queue<'p> {
    const fn new(each: &'p [Additions<'p>]) -> Self {
        Self { each, next: Cell::new(0) }
    }

    /// Those to the struct that is written now.
    pub(super) fn next(&self) -> Option<&'p Additions<'p>> {
        self.each.get(self.next.replace(self.next.get() + 1))
    }
}

/// Tells [`EsField::ADDS`] of any type, also of one that is no [`EsField`], by `Adding::<T>::ADDS` where [`AddsNothing`]
/// is in scope.
#[derive(Debug)]
pub struct Adding<T>(PhantomData<T>);

impl<T: EsField> Adding<T> {
    /// That of the type.
    pub const ADDS: bool = T::ADDS;
}

/// What holds of a type that is no [`EsField`].
pub trait AddsNothing {
    /// Nothing.
    const ADDS: bool = false;
}

impl<T> AddsNothing for Adding<T> {}
