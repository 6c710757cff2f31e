//! Makes the catalogue: `locales/LANGUAGE/FEATURE.json`, and those of a bundle in its folder, become one typed value per language.
//!
//! A key or a `{placeholder}` that one language lacks is a build error, so the three are complete (decisions.md 1).

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, error::Error, fs, path::Path};

/// The first language is the one that the others are held against.
const LANGUAGES: [(&str, &str); 3] = [("pt-BR", "PT_BR"), ("en", "EN"), ("es", "ES")];

/// Words that only one side of the app shows (`src/bundle.rs`) lie in its folder: the other side does not download them.
const BUNDLES: [&str; 2] = ["team", "portal"];

/// Scripts that stand in pages.
const SCRIPTS: [(&str, &str); 2] = [("start.js", "src/start.js"), ("keep.js", "src/board/keep.js")];

type Catalogue = BTreeMap<String, BTreeMap<String, String>>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=locales");
    for (_, script) in SCRIPTS {
        println!("cargo:rerun-if-changed={script}");
    }
    let catalogues = LANGUAGES.map(|(folder, _)| read_language(&Path::new("locales").join(folder)));
    let catalogues: Vec<Catalogue> = catalogues.into_iter().collect::<Result<_, _>>()?;
    for (catalogue, (language, _)) in catalogues.iter().zip(LANGUAGES).skip(1) {
        compare(&catalogues[0], catalogue, language)?;
    }
    let mut code = structs(&catalogues[0])?;
    // The browser's program is told the words of one language as it starts: see `i18n::tell`.
    code += &if env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32" {
        reader(&catalogues[0])
    } else {
        statics(&catalogues)
    }?;
    let out = Path::new(&env::var("OUT_DIR")?).to_owned();
    fs::write(out.join("words.rs"), code)?;
    for (name, script) in SCRIPTS {
        fs::write(out.join(name), squeeze(&fs::read_to_string(script)?))?;
    }
    Ok(())
}

/// All that is said in a language.
fn read_language(folder: &Path) -> Result<Catalogue, Box<dyn Error>> {
    let mut catalogue = read(folder)?;
    for bundle in BUNDLES {
        catalogue.append(&mut read(&folder.join(bundle))?);
    }
    Ok(catalogue)
}

fn read(folder: &Path) -> Result<Catalogue, Box<dyn Error>> {
    let mut catalogue = Catalogue::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            continue;
        }
        let feature = path.file_stem().and_then(|s| s.to_str()).ok_or("a file without a name")?.to_owned();
        let text = fs::read_to_string(&path)?;
        let map: Map<String, Value> =
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        let words = map.into_iter().map(|(key, value)| match value {
            // A line each: so they are told to the browser's program.
            Value::String(text) if !text.contains('\n') => Ok((key, text)),
            _ => Err(format!("{}: {key} is not a text of one line", path.display())),
        });
        catalogue.insert(feature, words.collect::<Result<_, _>>()?);
    }
    Ok(catalogue)
}

fn compare(first: &Catalogue, other: &Catalogue, language: &str) -> Result<(), String> {
    let keys = |c: &Catalogue| -> Vec<String> {
        c.iter().flat_map(|(f, w)| w.keys().map(move |k| format!("{f}.{k}"))).collect()
    };
    let (a, b) = (keys(first), keys(other));
    if let Some(missing) = a.iter().find(|k| !b.contains(k)) {
        return Err(format!("{language} lacks {missing}"));
    }
    if let Some(extra) = b.iter().find(|k| !a.contains(k)) {
        return Err(format!("{language} has {extra}, which pt-BR lacks"));
    }
    for (feature, words) in first {
        for (key, text) in words {
            if placeholders(text) != placeholders(&other[feature][key]) {
                return Err(format!("{language}: {feature}.{key} has other placeholders than in pt-BR"));
            }
        }
    }
    Ok(())
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

fn structs(first: &Catalogue) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    writeln!(code, "/// All words of one language, by feature.\n#[derive(Debug)]\npub struct Words {{")?;
    for feature in first.keys() {
        writeln!(code, "    /// Of `{feature}.json`.\n    pub {feature}: {}Words,", camel(feature))?;
    }
    writeln!(code, "}}")?;
    for (feature, words) in first {
        writeln!(code, "/// Of `{feature}.json`.\n#[derive(Debug)]\npub struct {}Words {{", camel(feature))?;
        for (key, text) in words {
            let text = text.replace('`', "'").replace('[', "(").replace(']', ")").replace('<', "‹");
            writeln!(code, "    /// {text}\n    pub {key}: &'static str,")?;
        }
        writeln!(code, "}}")?;
    }
    Ok(code)
}

fn statics(catalogues: &[Catalogue]) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    for (catalogue, (language, name)) in catalogues.iter().zip(LANGUAGES) {
        writeln!(
            code,
            "/// {language}.\npub static {name}: Words = {};",
            value(catalogue, |text| format!("{text:?}"))?
        )?;
    }
    Ok(code)
}

/// `Words::read`: a line for each word, as `xtask` writes them down: what both sides say, then what one of them does,
/// features and keys by the alphabet. A call for each word, and no more: there are hundreds.
fn reader(first: &Catalogue) -> Result<String, Box<dyn Error>> {
    let unsaid = value(first, |_| "\"\"".to_owned())?;
    let folder = Path::new("locales").join(LANGUAGES[0].0);
    let (both, both_takes) = takes(&read(&folder)?)?;
    let (team, team_takes) = takes(&read(&folder.join("team"))?)?;
    let (portal, portal_takes) = takes(&read(&folder.join("portal"))?)?;
    Ok(format!(
        "impl Words {{
    const UNSAID: Self = {unsaid};

    /// From a line for each word of one side; `None`: these are another build's.
    pub fn read(text: &'static str, team: bool) -> Option<Box<Self>> {{
        let mut lines = text.split('\\n');
        if lines.clone().count() != {both} + if team {{ {team} }} else {{ {portal} }} {{
            return None;
        }}
        let mut words = Box::new(Self::UNSAID);
        let mut take = |word: &mut &'static str| *word = lines.next().unwrap_or_default();
{both_takes}        if team {{
{team_takes}        }} else {{
{portal_takes}        }}
        Some(words)
    }}
}}
"
    ))
}

/// How many words these are, and a call for each.
fn takes(catalogue: &Catalogue) -> Result<(usize, String), std::fmt::Error> {
    let mut takes = String::new();
    for (feature, words) in catalogue {
        for key in words.keys() {
            writeln!(takes, "        take(&mut words.{feature}.{key});")?;
        }
    }
    Ok((takes.lines().count(), takes))
}

/// A script without its remarks and its indentation: it stands in every page. A remark has a line of its own.
fn squeeze(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// A `Words`, each word as `say` writes it.
fn value(catalogue: &Catalogue, say: impl Fn(&str) -> String) -> Result<String, std::fmt::Error> {
    let mut code = String::from("Words {\n");
    for (feature, words) in catalogue {
        writeln!(code, "    {feature}: {}Words {{", camel(feature))?;
        for (key, text) in words {
            writeln!(code, "        {key}: {},", say(text))?;
        }
        writeln!(code, "    }},")?;
    }
    code.push('}');
    Ok(code)
}

fn camel(feature: &str) -> String {
    feature.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
