//! Makes the catalogue: `locales/LANGUAGE/FEATURE.json` becomes one typed value per language.
//!
//! A key or a `{placeholder}` that one language lacks is a build error, so the three are complete (decisions.md 1).

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, error::Error, fs, path::Path};

/// The first language is the one that the others are held against.
const LANGUAGES: [(&str, &str); 3] = [("pt-BR", "PT_BR"), ("en", "EN"), ("es", "ES")];

/// Features that only one half of the app shows (`src/half.rs`): the other half does not download their words.
const OF_ONE_HALF: [(&str, &str); 4] =
    [("board", "TEAM"), ("shell", "TEAM"), ("portal", "PORTAL"), ("sign_in", "PORTAL")];

type Catalogue = BTreeMap<String, BTreeMap<String, String>>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=locales");
    let catalogues = LANGUAGES.map(|(folder, _)| read(&Path::new("locales").join(folder)));
    let mut catalogues: Vec<Catalogue> = catalogues.into_iter().collect::<Result<_, _>>()?;
    for (catalogue, (language, _)) in catalogues.iter().zip(LANGUAGES).skip(1) {
        compare(&catalogues[0], catalogue, language)?;
    }
    for catalogue in &mut catalogues {
        catalogue.retain(|feature, _| is_said(feature));
    }
    let out = Path::new(&env::var("OUT_DIR")?).join("words.rs");
    fs::write(out, generate(&catalogues)?)?;
    Ok(())
}

fn is_said(feature: &str) -> bool {
    let said = |half: &str| env::var_os(format!("CARGO_FEATURE_{half}")).is_some();
    OF_ONE_HALF.iter().all(|(of_half, half)| *of_half != feature || said(half))
}

fn read(folder: &Path) -> Result<Catalogue, Box<dyn Error>> {
    let mut catalogue = Catalogue::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let feature = path.file_stem().and_then(|s| s.to_str()).ok_or("a file without a name")?.to_owned();
        let text = fs::read_to_string(&path)?;
        let map: Map<String, Value> =
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        let words = map.into_iter().map(|(key, value)| match value {
            Value::String(text) => Ok((key, text)),
            _ => Err(format!("{}: {key} is not a text", path.display())),
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

fn generate(catalogues: &[Catalogue]) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    let features: Vec<&String> = catalogues[0].keys().collect();
    writeln!(code, "/// All words of one language, by feature.\n#[derive(Debug)]\npub struct Words {{")?;
    for feature in &features {
        writeln!(code, "    /// `locales/*/{feature}.json`.\n    pub {feature}: {}Words,", camel(feature))?;
    }
    writeln!(code, "}}")?;
    for (feature, words) in &catalogues[0] {
        writeln!(
            code,
            "/// `locales/*/{feature}.json`.\n#[derive(Debug)]\npub struct {}Words {{",
            camel(feature)
        )?;
        for (key, text) in words {
            writeln!(
                code,
                "    /// {}\n    pub {key}: &'static str,",
                text.replace('\n', " ")
                    .replace('`', "'")
                    .replace('[', "(")
                    .replace(']', ")")
                    .replace('<', "‹")
            )?;
        }
        writeln!(code, "}}")?;
    }
    for (catalogue, (language, name)) in catalogues.iter().zip(LANGUAGES) {
        writeln!(code, "/// {language}.\npub static {name}: Words = Words {{")?;
        for (feature, words) in catalogue {
            writeln!(code, "    {feature}: {}Words {{", camel(feature))?;
            for (key, text) in words {
                writeln!(code, "        {key}: {text:?},")?;
            }
            writeln!(code, "    }},")?;
        }
        writeln!(code, "}};")?;
    }
    Ok(code)
}

fn camel(feature: &str) -> String {
    feature.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
