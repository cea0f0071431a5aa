//! Pictures as pure geometry: values in, positions out. What draws them stands in `components`.

pub mod wheel;
