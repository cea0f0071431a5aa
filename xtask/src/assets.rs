//! What the server embeds: `dist/`, with content-hashed names, compressed siblings, and `manifest.json` that maps the
//! names the sources use to the names on disk. Budgets are checked here, because here the sizes are known.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::css;
use crate::steps::note;

const DIST: &str = "dist";
const SOURCES: &str = "client/assets";
/// Kept in the repository so that the server compiles before the client was ever built. Rewriting it tells cargo that
/// files of the folder came or went.
const KEEP: &str = "dist/.gitkeep";

/// The second face of each family holds the letters beyond Latin-1 and is fetched only when a page has one.
const FONTS: [&str; 4] = ["inter.woff2", "inter-ext.woff2", "bg.woff2", "bg-ext.woff2"];

/// Bytes over the wire, brotli where nothing else is said. A phone on its first visit fetches the room; the stage and the office wait until somebody
/// goes there.
/// The wish is 450 kB; the pages of a whole PSV day have outgrown it, and this only keeps it from growing further.
const WISH: usize = 450_000;
const PROGRAM_LIMIT: usize = 830_000;
/// The plans and the seminar's pages, which nobody meets first.
const PLAN_LIMIT: usize = 1_300_000;
const CSS_LIMIT: usize = 36_000;
/// With the sheet of a program's own, which is never a phone's first visit.
const OWN_CSS_LIMIT: usize = 60_000;
const PAGE_LIMIT: usize = 12_000;
/// Fetched when somebody first writes prose. As gzip, which every network in between leaves alone.
const ISLAND_LIMIT: usize = 115_000;

/// What the bindings step leaves behind of one program.
pub struct Program {
    pub name: &'static str,
    pub wasm: Vec<u8>,
    pub glue: String,
}

/// True if an earlier build finished.
pub fn are_built() -> bool {
    Path::new(DIST).join("manifest.json").exists()
}

/// Empties `dist/` and writes all of it anew. `island` is the bundle of the prose editor.
pub fn write(programs: &[Program], island: &[u8]) -> Result<()> {
    let mut dist = Dist::empty()?;

    let mut sizes = Vec::new();
    for Program { name, wasm, glue } in programs {
        let wasm = dist.add(&format!("{name}.wasm"), wasm)?;
        let glue = dist.add(&format!("{name}.js"), glue.as_bytes())?;
        sizes.push((*name, wasm.brotli + glue.brotli));
    }

    let island = dist.add("island.js", island)?;

    for font in FONTS {
        let bytes = fs::read(source(&format!("fonts/{font}")));
        dist.add_font(font, &bytes.with_context(|| format!("cannot read {font}"))?)?;
    }
    let sheets = Sheets::read()?;
    let mut style = css::join(&sheets.everywhere);
    for font in FONTS {
        style = style.replace(
            &format!("url({font})"),
            &format!("url({})", dist.url(font)?),
        );
    }
    let style = dist.add("app.css", style.as_bytes())?;
    let stage_style = dist.add("stage.css", css::join(&sheets.of_stage).as_bytes())?;
    let plan_style = dist.add("plan.css", css::join(&sheets.of_plan).as_bytes())?;

    dist.add("favicon.svg", read("favicon.svg")?.as_bytes())?;
    dist.add("too-old.js", read("too-old.js")?.as_bytes())?;
    dist.add("boot.js", dist.fill(&read("boot.js")?)?.as_bytes())?;

    let page = dist.fill(&read("index.html")?)?;
    let page_sizes = dist.add_plain("index.html", page.as_bytes())?;
    let worker = worker(&dist, &page)?;
    dist.add_plain("sw.js", worker.as_bytes())?;
    dist.add_plain("licences.txt", licences()?.as_bytes())?;
    let manifest = serde_json::to_string_pretty(&dist.names).context("names are always JSON")?;
    put("manifest.json", manifest.as_bytes())?;
    fs::write(KEEP, "").context("cannot touch dist/.gitkeep")?;

    for (name, size) in sizes {
        let what = format!("{name}, WebAssembly and glue");
        let limit = if name == "plan" {
            PLAN_LIMIT
        } else {
            PROGRAM_LIMIT
        };
        keep_budget(&what, size, limit, Some(WISH))?;
    }
    keep_budget("style sheet", style.brotli, CSS_LIMIT, None)?;
    for (whose, own) in [("stage", stage_style), ("plans", plan_style)] {
        let what = format!("style sheets of the {whose}");
        keep_budget(&what, style.brotli + own.brotli, OWN_CSS_LIMIT, None)?;
    }
    keep_budget("prose island", island.gzip, ISLAND_LIMIT, None)?;
    keep_budget("page", page_sizes.brotli, PAGE_LIMIT, None)
}

/// A hash of everything below `client/assets`, and of this build's own source.
pub fn fingerprint(hasher: &mut Sha256) -> Result<()> {
    hash_directory(hasher, Path::new(SOURCES))?;
    hash_directory(hasher, Path::new("xtask/src"))
}

/// Names and contents of everything below a folder.
pub fn hash_directory(hasher: &mut Sha256, directory: &Path) -> Result<()> {
    let entries =
        fs::read_dir(directory).with_context(|| format!("cannot list {}", directory.display()))?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            hash_directory(hasher, &path)?;
        } else {
            hasher.update(path.to_string_lossy().as_bytes());
            hasher.update(
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?,
            );
        }
    }
    Ok(())
}

/// `dist/` while it is being filled.
struct Dist {
    /// Name in the sources to name on disk, for everything that may be cached for ever.
    names: BTreeMap<String, String>,
}

/// Bytes over the wire.
struct Sizes {
    brotli: usize,
    gzip: usize,
}

impl Dist {
    fn empty() -> Result<Self> {
        fs::create_dir_all(DIST).context("cannot create dist/")?;
        for entry in fs::read_dir(DIST).context("cannot list dist/")? {
            let path = entry?.path();
            if path != Path::new(KEEP) {
                fs::remove_file(&path)
                    .with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(Self {
            names: BTreeMap::new(),
        })
    }

    /// Adds a file under a name made from its content.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<Sizes> {
        let on_disk = self.name(name, bytes)?;
        write_compressed(&on_disk, bytes)
    }

    /// Adds a font the same way; it is compressed already.
    fn add_font(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let on_disk = self.name(name, bytes)?;
        note(&format!("{on_disk:<32} {:>8}", bytes.len()));
        put(&on_disk, bytes)
    }

    fn name(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let (stem, extension) = name
            .rsplit_once('.')
            .context("every asset has an extension")?;
        let on_disk = format!("{stem}-{}.{extension}", short_hash(bytes));
        self.names.insert(name.to_owned(), on_disk.clone());
        Ok(on_disk)
    }

    /// Adds a file that keeps its name, because its address is known to browsers.
    fn add_plain(&self, name: &str, bytes: &[u8]) -> Result<Sizes> {
        debug_assert!(
            !self.names.contains_key(name),
            "a name is either hashed or plain"
        );
        write_compressed(name, bytes)
    }

    fn url(&self, name: &str) -> Result<String> {
        let on_disk = self
            .names
            .get(name)
            .with_context(|| format!("no asset is called {name}"))?;
        Ok(format!("/{on_disk}"))
    }

    /// Replaces each `{{name}}` with the address of that asset.
    fn fill(&self, template: &str) -> Result<String> {
        let mut filled = template.to_owned();
        for name in self.names.keys() {
            filled = filled.replace(&format!("{{{{{name}}}}}"), &self.url(name)?);
        }
        if let Some(position) = filled
            .find("{{")
            .filter(|at| !filled[*at..].starts_with("{{double"))
        {
            bail!(
                "nothing to put in for {}",
                filled[position..].lines().next().unwrap_or_default()
            );
        }
        Ok(filled)
    }
}

/// The service worker, with what it keeps at once, what it keeps once it was used, and a version that changes with any.
fn worker(dist: &Dist, page: &str) -> Result<String> {
    // The second faces are large and seldom needed, the programs beside the room are for few or for later, and so is the
    // prose editor; old browsers
    // have no service worker.
    let is_seldom = |name: &str| {
        let of_program = |program| {
            name.strip_prefix(program)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        name.contains("-ext.")
            || ["stage", "office", "plan", "island"]
                .into_iter()
                .any(of_program)
    };
    let names = dist.names.keys().filter(|name| *name != "too-old.js");
    let (seldom, kept): (Vec<_>, Vec<_>) = names.partition(|name| is_seldom(name));
    let source = read("sw.js")?;
    let [kept, seldom] = [kept, seldom].map(|names| {
        let addresses = names.into_iter().map(|name| dist.url(name));
        let addresses = addresses.collect::<Result<Vec<_>>>()?;
        serde_json::to_string(&addresses).context("addresses are always JSON")
    });
    let (kept, seldom) = (kept?, seldom?);
    let version = short_hash(format!("{page}{source}{kept}{seldom}").as_bytes());
    Ok(source
        .replace("{{version}}", &version)
        .replace("{{precache}}", &kept)
        .replace("{{on-use}}", &seldom))
}

/// The sheets that only pages of the stage need; they come as one beside the others.
const STAGE_SHEETS: [&str; 4] = ["console.css", "papers.css", "seminar.css", "wall.css"];
/// Those of the plans and of the seminar's pages; a sheet may stand in both lists.
const PLAN_SHEETS: [&str; 8] = [
    "evaluation.css",
    "formal.css",
    "plan.css",
    "prose.css",
    "revisions.css",
    "seminar.css",
    "talk.css",
    "versions.css",
];

/// Style sheets, and where they are needed.
struct Sheets {
    /// The design system, its theme, our own layer, then any further sheet by name.
    everywhere: Vec<String>,
    of_stage: Vec<String>,
    of_plan: Vec<String>,
}

impl Sheets {
    fn read() -> Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(source("css")).context("cannot list the style sheets")? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        let first = ["ds.css", "theme.css", "app.css"];
        let rank = |name: &str| first.iter().position(|known| *known == name);
        names.sort_by_key(|name| (rank(name).unwrap_or(first.len()), name.clone()));
        let mut sheets = Self {
            everywhere: Vec::new(),
            of_stage: Vec::new(),
            of_plan: Vec::new(),
        };
        for name in names {
            let sheet = read(&format!("css/{name}"))?;
            let is_in = |list: &[&str]| list.contains(&name.as_str());
            let (stage, plan) = (is_in(&STAGE_SHEETS), is_in(&PLAN_SHEETS));
            if stage {
                sheets.of_stage.push(sheet.clone());
            }
            if plan {
                sheets.of_plan.push(sheet.clone());
            }
            if !(stage || plan) {
                sheets.everywhere.push(sheet);
            }
        }
        Ok(sheets)
    }
}

fn licences() -> Result<String> {
    let mut parts = vec![String::from(
        "Samling includes the following works of others.\n",
    )];
    for name in [
        "designsystemet",
        "aksel-icons",
        "inter",
        "bricolage-grotesque",
        "prose-island",
    ] {
        parts.push(format!(
            "==== {name} ====\n\n{}",
            read(&format!("licences/{name}.txt"))?
        ));
    }
    Ok(parts.join("\n\n"))
}

fn write_compressed(name: &str, bytes: &[u8]) -> Result<Sizes> {
    let (brotli, gzip) = (brotli(bytes)?, gzip(bytes)?);
    put(name, bytes)?;
    put(&format!("{name}.br"), &brotli)?;
    put(&format!("{name}.gz"), &gzip)?;
    let (raw_len, gzip_len, brotli_len) = (bytes.len(), gzip.len(), brotli.len());
    note(&format!(
        "{name:<32} {raw_len:>8}, gzip {gzip_len:>7}, brotli {brotli_len:>7}"
    ));
    Ok(Sizes {
        brotli: brotli_len,
        gzip: gzip_len,
    })
}

fn put(name: &str, bytes: &[u8]) -> Result<()> {
    fs::write(Path::new(DIST).join(name), bytes)
        .with_context(|| format!("cannot write {DIST}/{name}"))
}

fn keep_budget(what: &str, size: usize, limit: usize, warn: Option<usize>) -> Result<()> {
    if size > limit {
        bail!("{what} is {size} bytes over the wire, over the limit of {limit}");
    }
    if warn.is_some_and(|warn| size > warn) {
        note(&format!(
            "warning: {what} is {size} bytes over the wire, near the limit of {limit}"
        ));
    } else {
        note(&format!(
            "{what}: {size} of at most {limit} bytes over the wire"
        ));
    }
    Ok(())
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)
        .context("cannot compress with brotli")?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .context("cannot compress with gzip")?;
    encoder.finish().context("cannot compress with gzip")
}

fn short_hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .take(8)
        .fold(String::new(), |mut text, byte| {
            let _written = write!(text, "{byte:02x}");
            text
        })
}

fn read(name: &str) -> Result<String> {
    fs::read_to_string(source(name)).with_context(|| format!("cannot read {SOURCES}/{name}"))
}

fn source(name: &str) -> std::path::PathBuf {
    Path::new(SOURCES).join(name)
}
