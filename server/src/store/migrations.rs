//! The numbered migrations, compiled in. They are only ever added to, for both databases at once.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

struct Numbered {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! numbered {
    ($version:literal, $name:literal, $file:literal) => {
        Numbered {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../../../migrations/postgres/", $file)),
        }
    };
}

const ALL: [Numbered; 5] = [
    numbered!(1, "programme", "0001_programme.sql"),
    numbered!(2, "document_sync", "0002_document_sync.sql"),
    numbered!(3, "getting_in", "0003_getting_in.sql"),
    numbered!(4, "proceedings", "0004_proceedings.sql"),
    numbered!(5, "plans", "0005_plans.sql"),
];

/// What the first migration is called in the database's own list: nobody else's is.
pub const FIRST_NAME: &str = ALL[0].name;

/// The newest version there is.
pub const NEWEST: i64 = ALL[ALL.len() - 1].version;

pub fn sqlite() -> Migrator {
    migrator(|numbered| numbered.sqlite)
}

pub fn postgres() -> Migrator {
    migrator(|numbered| numbered.postgres)
}

fn migrator(sql: impl Fn(&Numbered) -> &'static str) -> Migrator {
    of(&ALL, sql)
}

fn of(numbered: &[Numbered], sql: impl Fn(&Numbered) -> &'static str) -> Migrator {
    let migrations = numbered.iter().map(|numbered| {
        Migration::new(
            numbered.version,
            numbered.name.into(),
            MigrationType::Simple,
            sql(numbered).into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;

    /// The statements without comments and spacing, in PostgreSQL's words.
    fn statements(sql: &str) -> Vec<String> {
        let lines = sql.lines().map(|line| line.split("--").next().unwrap());
        let words = lines.flat_map(str::split_whitespace);
        let text = words.collect::<Vec<_>>().join(" ");
        let text = text.replace(" COLLATE \"C\"", "");
        let text = text.replace("BLOB", "BYTEA").replace("INTEGER", "BIGINT");
        text.split(';')
            .map(|statement| statement.trim().to_owned())
            .collect()
    }

    #[test]
    fn both_databases_have_the_same_tables_and_columns() {
        for numbered in &ALL {
            let (sqlite, postgres) = (statements(numbered.sqlite), statements(numbered.postgres));
            assert!(sqlite.len() > 1);
            assert_eq!(sqlite, postgres, "{}", numbered.name);
        }
    }

    #[test]
    fn what_postgres_is_told_fits_it() {
        for numbered in &ALL {
            for word in ["BLOB", "INTEGER", "PRAGMA"] {
                assert!(!numbered.postgres.contains(word), "{word}");
            }
        }
    }

    /// Documents moved to another table when plans came, with whose each client id is.
    #[tokio::test]
    async fn what_a_database_held_before_plans_is_in_it_afterwards() {
        let options = SqliteConnectOptions::new()
            .in_memory(true)
            .foreign_keys(true);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let before = of(&ALL[..4], |numbered| numbered.sqlite);
        before.run(&mut connection).await.unwrap();
        let rows = "INSERT INTO programme VALUES ('f', '{}');
            INSERT INTO person (id, programme_id, position, is_active, body) VALUES ('k', 'f', 1, 1, '{}');
            INSERT INTO meeting VALUES ('m', 'f', NULL, '{}');
            INSERT INTO document VALUES ('m-assessment', 'm', 'assessment', 'g', 1);
            INSERT INTO document_client VALUES ('m-assessment', 7, 'k', 9);";
        sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
        sqlite().run(&mut connection).await.unwrap();
        let document: (String, Option<String>, Option<String>, String, i64) = sqlx::query_as(
            "SELECT document.id, meeting_id, plan_id, person_id, client_id
             FROM document JOIN document_client ON document_id = document.id",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap();
        let expected = ("m-assessment".into(), Some("m".into()), None, "k".into(), 7);
        assert_eq!(document, expected);
        let broken: Vec<(String,)> =
            sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check")
                .fetch_all(&mut connection)
                .await
                .unwrap();
        assert_eq!(broken, []);
        let whose_else =
            sqlx::query("INSERT INTO document VALUES ('x', NULL, NULL, 'plan', 'g', 1)");
        assert!(whose_else.execute(&mut connection).await.is_err());
    }
}
