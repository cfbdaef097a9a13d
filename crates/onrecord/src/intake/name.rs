//! Names of files in, whether to open them out.

/// Whether a file found in a folder should be opened, by its name: not if it only goes along with
/// pages (images, fonts, style sheets, scripts), is hidden, or is a record of ours. What is opened
/// is told by content; of files like PDFs, reading says what to try.
///
/// ```
/// use onrecord::intake::worth_opening;
///
/// assert!(worth_opening("talks/page.html") && worth_opening("crawl.warc.gz"));
/// assert!(worth_opening("no-extension") && worth_opening("briefing.pdf"));
/// assert!(!worth_opening("page_files/logo.PNG") && !worth_opening(".git"));
/// ```
pub fn worth_opening(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let extension = file.rsplit_once('.').map(|it| it.1.to_ascii_lowercase());
    let is_aside = extension.is_some_and(|it| ASIDE.contains(&it.as_str()));
    !file.is_empty() && !file.starts_with('.') && !file.ends_with('~') && !is_aside
}

/// Extensions of files that pages bring along, that programs leave behind, and of records.
#[rustfmt::skip]
const ASIDE: &[&str] = &[
    "apng", "avif", "bmp", "cur", "gif", "heic", "ico", "jpe", "jpeg", "jpg", "png", "svg", "svgz",
    "tif", "tiff", "webp",
    "aac", "avi", "flac", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "oga", "ogg",
    "ogv", "opus", "wav", "webm",
    "eot", "otf", "ttf", "woff", "woff2",
    "cjs", "css", "js", "less", "map", "mjs", "scss", "swf", "ts", "wasm",
    "bak", "lock", "log", "part", "pyc", "swp", "tmp",
    "cdx", "cdxj", "db", "db-shm", "db-wal", "sqlite", "sqlite3",
];
