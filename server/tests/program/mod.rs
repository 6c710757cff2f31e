//! The real binary, as a process of its own.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The program with those words on its command line.
pub(crate) fn chama(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chama"));
    // Nothing of the environment of whoever runs the tests.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CHAMA_")) {
        command.env_remove(name);
    }
    command.args(words).env("CHAMA_LOG", "warn").stdin(Stdio::null());
    command
}

/// Kills what a failed test leaves.
pub(crate) struct Running(pub(crate) Child, pub(crate) String);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Starts it and reads the address that it prints.
pub(crate) fn start(mut command: Command) -> Running {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next().expect("the address is printed").unwrap();
    std::thread::spawn(move || lines.for_each(drop));
    // `serve` names the address at which people reach it, too.
    let address = match line.split_once("listening on ") {
        Some((_, address)) => address.trim_end_matches(')').to_owned(),
        None => line.strip_prefix("Chama: http://").expect(&line).split(' ').next().unwrap().to_owned(),
    };
    Running(child, address)
}

/// Signs in: the status, and the cookie.
pub(crate) async fn sign_in(address: &str, email: &str, password: &str) -> (u16, Option<String>) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let response = client
        .post(format!("http://{address}/entrar"))
        .header("sec-fetch-site", "same-origin")
        .form(&[("email", email), ("password", password)])
        .send()
        .await
        .unwrap();
    let cookie = response
        .headers()
        .get("set-cookie")
        .map(|v| v.to_str().unwrap().split(';').next().unwrap().to_owned());
    (response.status().as_u16(), cookie)
}
