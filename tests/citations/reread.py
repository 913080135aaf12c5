#!/usr/bin/env python3
"""Reads exported citations again with parsers that others wrote, field by field.

    python3 tests/citations/reread.py target/debug/dateline

A small corpus of records with everything that breaks citations is written, indexed and exported as
RIS, BibTeX and CSL-JSON. Each file is read by a parser from PyPI, and each field of each record is
compared with what was written into the corpus, not with what dateline says of it. Packages:

    pip install rispy bibtexparser pybtex citeproc-py

The last line tells how many fields were compared and how many of them differ; the exit code is 0
when none does, 1 when one does, and 77 when a package is missing.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import bibtexparser
    import bibtexparser.middlewares as steps
    from bibtexparser.middlewares.names import parse_single_name_into_parts
    import rispy
    from citeproc.source.json import CiteProcJSON
    from pybtex.database import parse_string
    from pylatexenc.latex2text import LatexNodes2Text
except ImportError as missing:
    print(f"not compared: {missing}")
    sys.exit(77)


def person(family, given, suffix=None):
    return {"family": family, "given": given, **({"suffix": suffix} if suffix else {})}


def literal(name):
    return {"literal": name}


# What stands in the corpus. `authors` are those that the byline names; `shown` is what a field
# becomes where it cannot be written as it is (a line break in a headline).
RECORDS = [
    {"id": "plain", "title": "Grain prices rise", "date": "2024-08-08", "outlet": "Lake Post", "byline": "By Ana Lima",
     "authors": [person("Lima", "Ana")], "page": "A1", "section": "World", "edition": "Late Edition - Final",
     "url": "https://lake.example/2024/08/08/grain-prices", "lang": "en"},
    {"id": "tex", "title": "50% of $5 & #1 under_scored ~ tilde ^ caret", "date": "2024-02-29",
     "outlet": "Rock & Roll #1_News", "byline": "Ana Lima and Bo Ek", "authors": [person("Lima", "Ana"), person("Ek", "Bo")],
     "page": "12", "section": "Arts & Books", "url": "https://a.example/x_y?q=1&r=50%25#top~z", "lang": "en"},
    {"id": "braces", "title": "Open { and close } and {both} }{", "date": "2024-01-01", "outlet": "The {Brace}",
     "byline": "Ana Lima; Bo de Wit", "authors": [person("Lima", "Ana"), person("de Wit", "Bo")], "lang": "en"},
    {"id": "slash", "title": "C:\\temp\\new \\textbf{bold} \\& \\\\ end\\", "date": "1999-12-31", "outlet": "Back\\slash",
     "lang": "en"},
    {"id": "quotes", "title": "\"Quoted\" 'single' “curly” ‘curled’ «guillemets» ``ticks'' -- dash --- long",
     "date": "2001-09-12", "outlet": "The \"Quote\"", "byline": "Siobhán O’Brien-Smith",
     "authors": [person("O’Brien-Smith", "Siobhán")], "lang": "en"},
    {"id": "html", "title": "1 < 2 > 0 and a <b>bold</b> claim", "date": "2010-10-10", "outlet": "Angle <News>", "lang": "en"},
    {"id": "lines", "title": "First line\nsecond line\r\n  third\tline", "shown": {"title": "First line second line third line"},
     "date": "2011-11-11", "outlet": "Lines", "lang": "en"},
    {"id": "tags", "title": "ER  - is no end, TY  - NEWS no beginning, @article{x, no entry", "date": "2012-12-12",
     "shown": {"title": "ER - is no end, TY - NEWS no beginning, @article{x, no entry"}, "outlet": "Tags", "lang": "en"},
    {"id": "year", "title": "A year alone", "date": "1943", "outlet": "Old Post", "lang": "en"},
    {"id": "month", "title": "A month alone", "date": "1943-05", "outlet": "Old Post", "lang": "en"},
    {"id": "undated", "title": "Nobody knows when", "date": None, "outlet": "Old Post", "lang": "en"},
    {"id": "old", "title": "Before the world of programs began", "date": "1788-07-14", "outlet": "The Gazette", "lang": "en"},
    {"id": "untitled", "title": None, "date": "2020-02-02", "outlet": "Bare Wire", "lang": "en"},
    {"id": "nothing", "title": "No outlet, no author", "date": "2020-02-03", "outlet": None, "lang": "en"},
    {"id": "cyrillic", "title": "Войска перешли границу у Суджи", "date": "2024-08-06", "outlet": "Вестник переправы",
     "byline": "Нина Заречная", "authors": [person("Заречная", "Нина")], "lang": "ru"},
    {"id": "chinese", "title": "莫斯科：边境战斗", "date": "2024-08-07", "outlet": "新华社", "byline": "李明",
     "authors": [literal("李明")], "lang": "zh"},
    {"id": "arabic", "title": "معارك على الحدود", "date": "2024-08-09", "outlet": "صوت النهر", "byline": "محمد علي",
     "authors": [literal("محمد علي")], "lang": "ar"},
    {"id": "accents", "title": "Ærø, Łódź, São Tomé, Đà Nẵng, ſ, ß, ﬁ, e\u0301",
     "shown": {"title": "Ærø, Łódź, São Tomé, Đà Nẵng, ſ, ß, ﬁ, \u00e9"}, "date": "2015-05-05", "outlet": "Düsseldorfer Stimme",
     "byline": "Jörg Küster", "authors": [person("Küster", "Jörg")], "lang": "de"},
    {"id": "emoji", "title": "Floods 🌊 in the delta — “worst ever” … 100 °C", "date": "2021-07-15", "outlet": "Delta 🗞", "lang": "en"},
    {"id": "agency", "title": "By an agency", "date": "2003-03-20", "outlet": "Lake Post", "byline": "Meridian Wire",
     "authors": [literal("Meridian Wire")], "lang": "en"},
    {"id": "inverted", "title": "As indexes print names", "date": "2004-04-01", "outlet": "Lake Post", "byline": "BERG, JAN",
     "authors": [person("BERG", "JAN")], "lang": "en"},
    {"id": "many", "title": "Three of them", "date": "2005-05-01", "outlet": "Lake Post",
     "byline": "Ana Lima, Bo Ek and John R. Smith Jr.",
     "authors": [person("Lima", "Ana"), person("Ek", "Bo"), person("Smith", "John R.", "Jr.")], "lang": "en"},
    {"id": "particles", "title": "Van and von", "date": "2006-06-01", "outlet": "Lake Post",
     "byline": "Ursula von der Leyen & Eva Van Dyke", "authors": [person("von der Leyen", "Ursula"), person("Van Dyke", "Eva")],
     "lang": "en"},
    {"id": "role", "title": "With a role", "date": "2007-07-01", "outlet": "Lake Post", "byline": "Ana Lima, Staff Writer",
     "authors": [person("Lima", "Ana")], "note": "Byline: Ana Lima, Staff Writer", "lang": "en"},
    {"id": "odd", "title": "No person at all", "date": "2008-08-01", "outlet": "Lake Post",
     "byline": "a {friend} & foe_1, 100% \\sure", "authors": [literal("a {friend} & foe_1, 100% \\sure")], "lang": "en"},
    {"id": "pages", "title": "On two pages", "date": "2009-09-01", "outlet": "Lake Post", "page": "A1, A4-A5", "section": "Metro; City",
     "edition": "National, Final", "lang": "en"},
    {"id": "address", "title": "An address with everything", "date": "2010-01-02", "outlet": "Lake Post",
     "url": "https://a.example/{id}/a\\b?q=\"x\"&y=ü", "percent": True, "lang": "en"},
    {"id": "words", "title": "With topic words and a summary", "date": "2013-03-03", "outlet": "Lake Post",
     "lead": "What it says in 100 words & {less}.", "keywords": ["war & peace", "Kursk", "50%"], "lang": "en"},
    {"id": "control", "title": "Red \u001b[31m alarm\u0007 \u202egnp.exe", "shown": {"title": "Red [31m alarm gnp.exe", "outlet": "Lake Post"},
     "date": "2014-04-04", "outlet": "Lake\u0000 Post", "lang": "en"},
    {"id": "long", "title": "A headline that goes on " * 20 + "and ends", "date": "2016-06-06", "outlet": "Lake Post", "lang": "en"},
]

# What is shown differently: line breaks become blanks, control characters go, and a letter with its
# accent apart becomes one character, when the corpus is read.

# Fields of the corpus by the names that a reader of JSON knows.
NAMES = {"page": "print_page", "lead": "summary"}
BODY = "The text of the article says nothing that a citation needs. "


def write_corpus(folder):
    folder.mkdir()
    with open(folder / "nasty.jsonl", "w", encoding="utf-8") as out:
        for record in RECORDS:
            known = {k: v for k, v in record.items() if k not in ("authors", "shown", "note", "percent")}
            row = {NAMES.get(k, k): v for k, v in known.items() if v is not None}
            out.write(json.dumps({**row, "body": BODY + record["id"]}) + "\n")


def expected(record, form):
    """What a parser should give back for a record."""
    fields = {k: record.get(k) for k in ("title", "outlet", "date", "page", "section", "edition", "url", "lang", "lead", "note")}
    fields["keywords"] = record.get("keywords", [])
    fields["authors"] = record.get("authors", [])
    fields.update(record.get("shown", {}))
    if record.get("percent") and form == "bibtex":
        # An address has its own way to write what BibTeX would read as its end.
        fields["url"] = re.sub(r'[{}\\"]', lambda m: "%%%02X" % ord(m[0]), fields["url"])
    if form == "ris":
        # In RIS every name is taken apart at its comma; put together again it reads as before.
        fields["authors"] = [ris_name(name["literal"]) if "literal" in name else name for name in fields["authors"]]
    return fields


def ris_name(name):
    parts = [part.strip() for part in name.split(",")]
    if len(parts) in (2, 3) and all(parts):
        return person(*parts)
    return literal(name)


def ris_date(raw):
    year, month, day, _ = raw.split("/")
    return "-".join(part for part in (year, month, day) if part)


def from_ris(text):
    found = {}
    for entry in rispy.loads(text):
        assert entry["type_of_reference"] == "NEWS", entry
        date = ris_date(entry["date"]) if "date" in entry else None
        assert (date or "")[:4] == entry.get("year", ""), entry
        found[entry["accession_number"]] = {
            "title": entry.get("title"), "outlet": entry.get("secondary_title"), "date": date,
            "page": entry.get("start_page"), "section": entry.get("section"), "edition": entry.get("edition"),
            "url": next(iter(entry.get("urls", [])), None), "lang": entry.get("language"), "lead": entry.get("abstract"),
            "note": next(iter(entry.get("notes", [])), None), "keywords": entry.get("keywords", []),
            "authors": [ris_name(name) for name in entry.get("authors", [])],
        }
    return found


def decode(text):
    """What TeX would print. The library takes a circumflex that stands alone for an accent."""
    decoder = LatexNodes2Text(keep_comments=True, strict_latex_spaces=True, math_mode="verbatim")
    return decoder.latex_to_text(text).replace("\u02c6", "^")


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def from_bibtex(text):
    library = bibtexparser.parse_string(text, parse_stack=[
        steps.ResolveStringReferencesMiddleware(), steps.RemoveEnclosingMiddleware(), steps.SeparateCoAuthors(),
    ])
    assert not library.failed_blocks, [block.raw for block in library.failed_blocks]
    found = {}
    for entry in library.entries:
        fields = {field.key: field.value for field in entry.fields}
        get = lambda name: decode(fields[name]) if name in fields else None
        date = fields.get("date")
        assert fields.get("year") == (date and str(int(date[:4]))), fields
        assert fields.get("month") == (date and len(date) > 4 and MONTHS[int(date[5:7]) - 1] or None), fields
        assert entry.entry_type == "article" and fields["entrysubtype"] == "newspaper"
        found[entry.key.rsplit("-", 1)[1]] = {
            "title": get("title"), "outlet": get("journal"), "date": date, "page": get("pages"), "section": get("chapter"),
            "edition": get("edition"), "url": fields.get("url"), "lang": get("language"), "lead": get("abstract"),
            "note": get("note"), "keywords": decode(fields["keywords"]).split(", ") if "keywords" in fields else [],
            "authors": [bibtex_name(name) for name in fields.get("author", [])],
        }
    return found


def bibtex_name(name):
    if name.startswith("{"):
        assert name.endswith("}"), name
        return literal(decode(name[1:-1]))
    parts = parse_single_name_into_parts(name)
    join = lambda words: decode(" ".join(words))
    return person(join(parts.von + parts.last), join(parts.first), join(parts.jr) or None)


def from_pybtex(text):
    """The same file in another parser, which splits names and reads months by itself."""
    found = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        names = []
        for one in entry.persons.get("author", []):
            family = one.prelast_names + one.last_names
            if not one.first_names and len(family) == 1 and family[0].startswith("{"):
                names.append(literal(decode(family[0][1:-1])))
            else:
                join = lambda words: decode(" ".join(words))
                names.append(person(join(family), join(one.first_names + one.middle_names), join(one.lineage_names) or None))
        get = lambda name: decode(entry.fields[name]) if name in entry.fields else None
        found[key.rsplit("-", 1)[1]] = {
            "title": get("title"), "outlet": get("journal"), "date": entry.fields.get("date"), "page": get("pages"),
            "section": get("chapter"), "edition": get("edition"), "url": entry.fields.get("url"), "lang": get("language"),
            "lead": get("abstract"), "note": get("note"),
            "keywords": decode(entry.fields["keywords"]).split(", ") if "keywords" in entry.fields else [],
            "authors": names,
        }
    return found


def from_csl(text):
    rows = json.loads(text)
    # The parser refuses names that the schema does not have.
    parsed = CiteProcJSON(rows)
    found = {}
    for row in rows:
        assert row["type"] == "article-newspaper", row
        entry = parsed[row["id"].lower()]
        get = lambda name: str(entry[name]) if name in entry else None
        found[row["id"]] = {
            "title": get("title"), "outlet": get("container_title"), "date": csl_date(entry.get("issued")), "page": csl_page(entry),
            "section": get("section"), "edition": get("edition"), "url": get("URL"), "lang": get("language"), "lead": get("abstract"),
            "note": get("note"), "keywords": str(entry["keyword"]).split(", ") if "keyword" in entry else [],
            "authors": [csl_name(name) for name in entry.get("author", [])],
        }
    return found


def csl_date(date):
    if date is None:
        return None
    parts = [date.year, date.get("month"), date.get("day")]
    return "-".join(f"{part:0{4 if at == 0 else 2}}" for at, part in enumerate(parts) if part)


def csl_page(entry):
    page = entry.get("page")
    if page is None:
        return None
    return str(page) if not hasattr(page, "first") else f"{page.first}-{page.last}" if page.last else str(page.first)


def csl_name(name):
    if name.get("literal"):
        return literal(str(name.literal)) if hasattr(name, "literal") else literal(str(name["literal"]))
    return person(str(name["family"]), str(name["given"]), str(name["suffix"]) if name.get("suffix") else None)


def main():
    program = Path(sys.argv[1]).resolve()
    compared, wrong = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        write_corpus(folder / "corpus")

        def run(*arguments):
            done = subprocess.run([program, *arguments, "--index", folder / "index"], capture_output=True, check=True)
            return done.stdout.decode("utf-8")

        run("index", folder / "corpus", "--quiet")
        ids = {row["source_id"]: row["id"] for row in map(json.loads, run("export", "--format", "jsonl").splitlines())}
        assert len(ids) == len(RECORDS), f"{len(ids)} of {len(RECORDS)} records were indexed"
        bibtex = run("export", "--format", "bibtex")
        readings = [
            ("ris", "rispy", from_ris(run("export", "--format", "ris"))),
            ("bibtex", "bibtexparser", from_bibtex(bibtex)),
            ("bibtex", "pybtex", from_pybtex(bibtex)),
            ("csl", "citeproc-py", from_csl(run("export", "--format", "csl"))),
        ]
        for form, parser, found in readings:
            before = (compared, wrong)
            assert set(found) == set(ids.values()), f"{parser}: other entries than were exported"
            for record in RECORDS:
                back = found[ids[record["id"]]]
                for field, value in expected(record, form).items():
                    compared += 1
                    if back[field] != value:
                        wrong += 1
                        print(f"{parser}: {record['id']}: {field}: {back[field]!r} instead of {value!r}")
            print(f"{form}, read by {parser}: {compared - before[0]} fields of {len(found)} entries, {wrong - before[1]} differ")
    print(f"{compared} fields compared, {wrong} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
