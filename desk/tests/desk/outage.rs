//! A database that refuses writes, and rules that no desk can go by.

use crate::house::{House, Kind, both_engines, comment};
use desk::NotReady;
use domain::port::{Commands, DeskError};
use domain::rules::Rules;

/// From now on the database refuses every change of an account, as one on a full disk does.
async fn fill_up(house: &House) {
    house
        .run(match house.kind {
            Kind::Sqlite => {
                "CREATE TRIGGER no_room BEFORE UPDATE ON account BEGIN SELECT RAISE(FAIL, 'no room'); END"
            }
            Kind::Postgres => {
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$; \
                 CREATE TRIGGER no_room BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION no_room()"
            }
        })
        .await;
}

both_engines! {
    async fn ready_says_what_cannot_be_done_and_recovers(house) {
        assert_eq!(house.desk.ready().await, Ok(()));
        let ticket = house.ticket().await;
        fill_up(house).await;
        let refused = house.desk.execute(&house.agent(), house.op(), comment(ticket, "nota")).await;
        assert!(matches!(refused, Err(DeskError::Unavailable(_))), "{refused:?}");
        let why = if house.kind == Kind::Sqlite { NotReady::Refused } else { NotReady::Full };
        assert_eq!(house.desk.ready().await, Err(why));
        assert!(why.to_string().starts_with("nothing can be written: "));
        house.run(match house.kind {
            Kind::Sqlite => "DROP TRIGGER no_room",
            Kind::Postgres => "DROP TRIGGER no_room ON account",
        }).await;
        assert_eq!(house.desk.ready().await, Ok(()));
        house.must(&house.agent(), comment(ticket, "nota")).await;
    }

    async fn rules_with_a_number_out_of_range_are_refused_in_words(house) {
        let ticket = house.ticket().await;
        let mut rules = Rules { version: 2, ..Rules::default() };
        rules.sla.warn_minutes = 1 << 62;
        let text = serde_json::to_string(&rules).unwrap();
        house.run(&format!("UPDATE account SET rules = '{text}', rules_version = 2")).await;
        // A desk that works goes on by the rules that it has.
        house.must(&house.agent(), comment(ticket, "nota")).await;
        house.ticket().await;
        house.desk.close().await;
        let error = house.try_again().await.unwrap_err().to_string();
        assert!(error.contains("warn_minutes is 4611686018427387904"), "{error}");
    }
}

/// The file's own word for it: a format of the database that this SQLite may read and not write.
#[tokio::test]
async fn a_file_that_may_only_be_read_is_not_ready() {
    let house = House::new(Kind::Sqlite).await;
    house.desk.close().await;
    let path = house.address.strip_prefix("sqlite:").unwrap().to_owned();
    let mut file = std::fs::read(&path).unwrap();
    assert_eq!(file[18..20], [2, 2], "a WAL");
    file[18] = 3;
    std::fs::write(&path, &file).unwrap();
    let again = house.again().await;
    assert_eq!(again.ready().await, Err(NotReady::ReadOnly));
    again.close().await;
    file[18] = 2;
    std::fs::write(&path, &file).unwrap();
    let again = house.again().await;
    assert_eq!(again.ready().await, Ok(()));
    again.close().await;
    house.end().await;
}
