//! Nothing: this package holds the cases in `fail` and `pass`.
