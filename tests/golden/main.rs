//! Mappings as the derive makes them.

mod engines;
