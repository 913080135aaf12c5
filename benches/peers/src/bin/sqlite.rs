//! SQLite's FTS5: articles in one full-text table, days, months, places and actors in narrow side
//! tables, facets by `GROUP BY` over a temporary table of matches, its own `snippet()`.

use std::collections::HashMap;
use std::path::Path;

use dateline_bench_peers::Outcome;
use dateline_bench_peers::input::{Doc, Request};
use dateline_bench_peers::protocol::{self, Engine};
use rusqlite::{Connection, OptionalExtension, ToSql};

const SCHEMA: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -262144;
    CREATE VIRTUAL TABLE news USING fts5(title, body);
    CREATE TABLE dates (id INTEGER PRIMARY KEY, day INTEGER, month INTEGER);
    CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT UNIQUE);
    CREATE TABLE places (id INTEGER, name INTEGER, PRIMARY KEY (id, name)) WITHOUT ROWID;
    CREATE TABLE actors (id INTEGER, name INTEGER, PRIMARY KEY (id, name)) WITHOUT ROWID;
    BEGIN;";
const INDEXES: &str = "
    CREATE INDEX by_place ON places (name, id);
    COMMIT;
    INSERT INTO news(news) VALUES('optimize');
    ANALYZE;";

/// An index and what has been put into it.
struct Sqlite {
    connection: Connection,
    names: HashMap<String, i64>,
    articles: i64,
}

impl Sqlite {
    fn at(dir: &Path) -> Outcome<Sqlite> {
        let connection = Connection::open(dir.join("news.db"))?;
        Ok(Sqlite { connection, names: HashMap::new(), articles: 0 })
    }

    fn number(&mut self, name: &str) -> Outcome<i64> {
        if let Some(&number) = self.names.get(name) {
            return Ok(number);
        }
        let number = self.names.len() as i64;
        self.names.insert(name.to_owned(), number);
        self.connection.prepare_cached("INSERT INTO names VALUES (?, ?)")?.execute((number, name))?;
        Ok(number)
    }

    fn rows(&self, sql: &str, values: &[(&str, &dyn ToSql)]) -> Outcome<usize> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut number = 0;
        while let Some(row) = rows.next()? {
            std::hint::black_box(row.get_ref(0)?);
            number += 1;
        }
        Ok(number)
    }
}

impl Engine for Sqlite {
    const NAME: &'static str = "sqlite";

    fn create(dir: &Path) -> Outcome<Sqlite> {
        let sqlite = Sqlite::at(dir)?;
        sqlite.connection.execute_batch(SCHEMA)?;
        Ok(sqlite)
    }

    fn add(&mut self, docs: Vec<Doc>) -> Outcome<()> {
        for doc in docs {
            self.articles += 1;
            let id = self.articles;
            let mut news =
                self.connection.prepare_cached("INSERT INTO news(rowid, title, body) VALUES (?, ?, ?)")?;
            news.execute((id, &doc.title, &doc.body))?;
            let mut dates = self.connection.prepare_cached("INSERT INTO dates VALUES (?, ?, ?)")?;
            dates.execute((id, doc.day, doc.month))?;
            drop((news, dates));
            for (table, names) in [("places", &doc.places), ("actors", &doc.actors)] {
                for name in names {
                    let number = self.number(name)?;
                    let sql = format!("INSERT OR IGNORE INTO {table} VALUES (?, ?)");
                    self.connection.prepare_cached(&sql)?.execute((id, number))?;
                }
            }
        }
        Ok(())
    }

    fn close(self) -> Outcome<()> {
        Ok(self.connection.execute_batch(INDEXES)?)
    }

    fn open(dir: &Path) -> Outcome<Sqlite> {
        let sqlite = Sqlite::at(dir)?;
        let setup = "PRAGMA cache_size = -262144; PRAGMA mmap_size = 4294967296; PRAGMA temp_store = MEMORY;
            CREATE TEMP TABLE matches (id INTEGER PRIMARY KEY);";
        sqlite.connection.execute_batch(setup)?;
        Ok(sqlite)
    }

    fn answer(&mut self, request: &Request) -> Outcome<Option<u64>> {
        let words = request.prefix.as_ref().map_or_else(|| request.words.clone(), |p| format!("{p}*"));
        let (from, to) = request.days.unwrap_or_default();
        let place: Option<i64> = match &request.place {
            Some(place) => {
                let mut names = self.connection.prepare_cached("SELECT number FROM names WHERE name = ?")?;
                Some(names.query_row([place], |row| row.get(0)).optional()?.unwrap_or(-1))
            }
            None => None,
        };
        let mut values: Vec<(&str, &dyn ToSql)> = vec![(":words", &words)];
        let mut wheres = String::from("FROM news WHERE news MATCH :words");
        if request.days.is_some() {
            wheres +=
                " AND EXISTS (SELECT 1 FROM dates WHERE dates.id = news.rowid AND day BETWEEN :from AND :to)";
            values.extend([(":from", &from as &dyn ToSql), (":to", &to)]);
        }
        if place.is_some() {
            wheres += " AND EXISTS (SELECT 1 FROM places WHERE places.id = news.rowid AND name = :place)";
            values.push((":place", &place));
        }
        let hits = format!(
            "SELECT title, snippet(news, 1, '<b>', '</b>', '...', 40) {wheres} ORDER BY rank LIMIT 10"
        );
        let shown = self.rows(&hits, &values)? as u64;
        if !request.facets {
            return Ok(Some(shown));
        }
        self.connection.prepare_cached("DELETE FROM matches")?.execute([])?;
        let fill = format!("INSERT INTO matches SELECT rowid {wheres}");
        let total = self.connection.prepare_cached(&fill)?.execute(values.as_slice())? as u64;
        for table in ["places", "actors"] {
            let counts = format!(
                "SELECT (SELECT names.name FROM names WHERE number = {table}.name), count(*) AS n
                 FROM matches JOIN {table} USING (id) GROUP BY {table}.name ORDER BY n DESC LIMIT 10"
            );
            self.rows(&counts, &[])?;
        }
        self.rows("SELECT month, count(*) FROM matches JOIN dates USING (id) GROUP BY month", &[])?;
        Ok(Some(total))
    }
}

fn main() -> Outcome<()> {
    protocol::run::<Sqlite>()
}
