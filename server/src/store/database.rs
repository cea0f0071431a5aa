//! Which of the two databases something belongs to. Both are asked with the same SQL text; see [`on!`](crate::on).

use sqlx::{PgConnection, PgPool, SqliteConnection, SqlitePool};

/// The same thing for one database or the other.
#[derive(Debug, Clone)]
pub enum Database<S, P> {
    Sqlite(S),
    Postgres(P),
}

pub type Pool = Database<SqlitePool, PgPool>;

/// A connection that somebody else holds, perhaps in the middle of a transaction.
pub type Connection<'c> = Database<&'c mut SqliteConnection, &'c mut PgConnection>;

impl<'c> From<&'c mut SqliteConnection> for Connection<'c> {
    fn from(connection: &'c mut SqliteConnection) -> Self {
        Self::Sqlite(connection)
    }
}

impl<'c> From<&'c mut PgConnection> for Connection<'c> {
    fn from(connection: &'c mut PgConnection) -> Self {
        Self::Postgres(connection)
    }
}

/// The statement that begins a transaction in which everything read is of one moment.
pub fn begin_reading(readers: &Pool) -> &'static str {
    match readers {
        Database::Sqlite(_) => "BEGIN",
        Database::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    }
}

/// Writes an expression once and compiles it for both databases:
/// `on!(pool, |pool| sqlx::query("…").execute(pool).await?)`.
#[macro_export]
macro_rules! on {
    ($database:expr, |$inner:pat_param| $work:expr) => {
        match $database {
            $crate::store::database::Database::Sqlite($inner) => $work,
            $crate::store::database::Database::Postgres($inner) => $work,
        }
    };
}
