//! Reading, writing, comparing and compressing files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::failure::{Done, Failure};

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Done<Vec<u8>> {
    fs::read(path).map_err(Failure::file("read", path))
}

/// The text of a file.
pub(crate) fn read_text(path: &Path) -> Done<String> {
    fs::read_to_string(path).map_err(Failure::file("read", path))
}

/// Writes a file and the folders above it, unless it already says so: an untouched file rebuilds nothing.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Done {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::file("make", folder))?;
    }
    fs::write(path, bytes).map_err(Failure::file("write", path))
}

/// Every file below a folder, sorted, so that the same tree always reads the same. A missing folder is empty.
pub(crate) fn below(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        collect(folder, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Done {
    for entry in fs::read_dir(folder).map_err(Failure::file("list", folder))? {
        let path = entry.map_err(Failure::file("list", folder))?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// A growing fingerprint of files and facts.
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    /// A fingerprint of nothing yet.
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds a named piece; lengths keep two pieces from reading as one.
    pub(crate) fn add(&mut self, name: &str, bytes: &[u8]) -> &mut Self {
        for part in [name.as_bytes(), bytes] {
            self.0.update(part.len().to_le_bytes());
            self.0.update(part);
        }
        self
    }

    /// Adds every file below `path`, or the file itself, by its path within `root`.
    pub(crate) fn add_tree(&mut self, root: &Path, path: &Path) -> Done<&mut Self> {
        let files = if path.is_file() { vec![path.to_path_buf()] } else { below(path)? };
        for file in files {
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
            self.add(&name, &read(&file)?);
        }
        Ok(self)
    }

    /// The first 16 hex digits: short enough for a file's name, far beyond chance for a few files.
    pub(crate) fn hex(&self) -> String {
        let digest = self.0.clone().finalize();
        let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{number:016x}")
    }
}

/// The fingerprint of one piece.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    Fingerprint::new().add("", bytes).hex()
}

/// Brotli at its best quality: slow once, small for every visitor.
pub(crate) fn brotli(bytes: &[u8]) -> Done<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &settings)
        .map_err(|error| Failure::new(format!("brotli failed: {error}")))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_do_not_run_together() {
        let one = Fingerprint::new().add("a", b"bc").hex();
        let other = Fingerprint::new().add("ab", b"c").hex();
        assert_ne!(one, other);
        assert_eq!(one.len(), 16);
    }

    #[test]
    fn brotli_can_be_read_back() {
        let text = "chama ".repeat(500);
        let small = brotli(text.as_bytes()).expect("compresses");
        assert!(small.len() < 100);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).expect("decompresses");
        assert_eq!(back, text.as_bytes());
    }
}
