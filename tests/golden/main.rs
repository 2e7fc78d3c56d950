//! Mappings as the derive makes them.
