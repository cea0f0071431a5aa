//! The numbered migrations, compiled in. They are only ever added to.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

const SQLITE: [(i64, &str, &str); 2] = [
    (
        1,
        "programme",
        include_str!("../../../migrations/sqlite/0001_programme.sql"),
    ),
    (
        2,
        "document_sync",
        include_str!("../../../migrations/sqlite/0002_document_sync.sql"),
    ),
];

pub fn sqlite() -> Migrator {
    let migrations = SQLITE.map(|(version, description, sql)| {
        Migration::new(
            version,
            description.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.into())
}
