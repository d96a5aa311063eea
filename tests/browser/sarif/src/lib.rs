//! Nothing: only the schema that a dependency carries is wanted.
