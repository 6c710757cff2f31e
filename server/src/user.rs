//! `chama user add`: the first administrator, and whoever else before there is a page for it.

use crate::cli::AddUser;
use crate::http::build;
use crate::start::{StartError, database};
use desk::{Config, LiveDesk, NewPerson, SystemClock, SystemIds};
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;

/// Adds a person.
pub(crate) async fn add(wish: AddUser) -> Result<(), StartError> {
    let password = password()?;
    let config = Config { database: database(&wish.database), build: build().to_owned() };
    let desk = LiveDesk::open_beside(config, Arc::new(SystemClock), Arc::new(SystemIds)).await?;
    let person = NewPerson {
        email: wish.email.clone(),
        name: wish.name,
        role: wish.role,
        departments: wish.department,
        organization: wish.organization,
        password,
    };
    let added = desk.add_person(person).await;
    desk.close().await;
    added?;
    println!("{} can sign in now.", wish.email);
    Ok(())
}

/// From the environment, else the first line of the standard input: never from the command line, which every
/// process on the machine can read.
fn password() -> Result<String, StartError> {
    if let Ok(password) = std::env::var("CHAMA_PASSWORD")
        && !password.is_empty()
    {
        return Ok(password);
    }
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Password (it will be shown as you type):");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).map_err(StartError::Input)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() { Err(StartError::NoPassword) } else { Ok(password.to_owned()) }
}
