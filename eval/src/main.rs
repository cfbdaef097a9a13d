//! Writes onrecord's predictions in the forms that outside scorers read.
//!
//! ```text
//! onrecord-eval pages HTML_DIR OUT.json          {page: {"articleBody"}}
//! onrecord-eval statements IN.jsonl OUT.jsonl [accurate]   in: id, text; out: id, statements (code points)
//! onrecord-eval events IN.jsonl OUT.jsonl        in: id, text; out: id, events as measure/event.py reads them
//! onrecord-eval figures IN OUT.jsonl             in: id, text, or a folder; out: a figure a line, to be judged
//! onrecord-eval pairs IN.jsonl OUT.jsonl         in: id, a, b, form_a, form_b; out: id, same, label, score, ops
//! onrecord-eval measures IN.jsonl OUT.jsonl      in: as pairs; out: what eval/fit_link.py fits the link model on
//! onrecord-eval rank IN.jsonl OUT.jsonl          in: id, a, b; out: query, ranked
//! onrecord-eval speed PAGES TEXTS                folders or files to time each step on
//! onrecord-eval collate-speed STATEMENTS         times collation on invented records of up to so many
//! onrecord-eval tagged IN.jsonl OUT.jsonl        the same of the network alone, with its confidence
//! onrecord-eval windows IN.jsonl OUT.jsonl PIECES   in: id, text; out: what the accurate tier is trained on
//! onrecord-eval stories IN.jsonl OUT.jsonl       in: id, date, outlet, title, text; out: id, story
//! onrecord-eval background N OUT.jsonl [--gold FILE]   a crawl of N invented reports, and what is a copy of what
//! onrecord-eval stories-speed N                  times signatures and stories on such a crawl
//! onrecord-eval copies IN.jsonl OUT.jsonl        in: as stories, url; out: a, b and the text they share; copy, exemplar
//! onrecord-eval load-addresses SERVER OUT.tsv    pages of every kind that a served record has: kind, address
//! onrecord-eval load SERVER IN.tsv [--connections N] [--seconds N]   how long they take to answer
//! onrecord-eval parties GOLD.json [misses]       share of actors whose code is right; the gold of PLOVER
//! onrecord-eval copies-speed IN.jsonl REPORTS DAY   times the search for copies in a stream made of IN, DAY a day
//! ```

mod background;
mod clock;
mod collate_speed;
mod copies;
mod events;
mod figures;
mod invented;
mod language;
mod load;
mod memory;
mod pages;
mod pairs;
mod parties;
mod rank;
mod speed;
mod statements;
mod stories;
mod stories_speed;
mod texts;
mod windows;

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["pages", dir, out] => pages::run(Path::new(dir), Path::new(out)),
        ["statements", input, out] => statements::run(Path::new(input), Path::new(out), false),
        ["statements", input, out, "accurate"] => {
            statements::run(Path::new(input), Path::new(out), true)
        }
        ["pairs", input, out] => pairs::run(Path::new(input), Path::new(out)),
        ["measures", input, out] => pairs::measures(Path::new(input), Path::new(out)),
        ["rank", input, out] => rank::run(Path::new(input), Path::new(out)),
        ["tagged", input, out] => statements::tagged(Path::new(input), Path::new(out)),
        ["windows", input, out, longest] => {
            windows::run(Path::new(input), Path::new(out), longest.parse()?)
        }
        ["events", input, out] => events::run(Path::new(input), Path::new(out)),
        ["stories", input, out] => stories::run(Path::new(input), Path::new(out)),
        ["background", ref args @ ..] => background::run(args),
        ["stories-speed", n] => stories_speed::run(n.parse()?),
        ["copies", input, out] => copies::run(Path::new(input), Path::new(out)),
        ["copies-speed", input, n, a_day] => {
            copies::speed(Path::new(input), n.parse()?, a_day.parse()?)
        }
        ["collate-speed", most] => collate_speed::run(most.parse()?),
        ["load-addresses", server, out] => load::addresses(server, Path::new(out)),
        ["load", server, addresses, ref options @ ..] => {
            load::ask(server, Path::new(addresses), options)
        }
        ["figures", input, out] => figures::run(Path::new(input), Path::new(out)),
        ["parties", gold] => parties::run(Path::new(gold), false),
        ["parties", gold, "misses"] => parties::run(Path::new(gold), true),
        ["speed", pages, texts] => speed::run(Path::new(pages), Path::new(texts)),
        _ => anyhow::bail!(
            "usage: onrecord-eval pages|statements|events|figures|tagged|pairs|measures|rank|stories|copies|windows|parties|speed|stories-speed|copies-speed|collate-speed|background|load-addresses|load IN OUT\n\
             try: onrecord-eval statements dev.jsonl predictions.jsonl"
        ),
    }
}
