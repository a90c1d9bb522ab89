"""Those that read reports. Each is a function of the folder of reports (FORMAT/NUMBER.FORMAT) and of the
folder of tools/format-judges; it yields (NUMBER, complaint)."""

import collections
import json
import os
import pathlib
import re
import subprocess
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
# What SARIF's validator advises and launch does not follow, and why.
NOT_FOLLOWED = {
    "SARIF2002": "texts are of one finding each; ids and arguments would be no shorter",
    "SARIF2003": "launch does not ask git",
    "SARIF2005": "launch has no address that everyone reaches",
    "SARIF2006": "asks the network for the schema",
    "SARIF2009": "rules are named area/defect everywhere",
    "SARIF2010": "no snippets: a line may hold a secret",
    "SARIF2011": "the same",
    "SARIF2012": "a rule's name for people is its summary, and where its help has an address that is its helpUri",
}


def reports(folder, name):
    return sorted((folder / name).glob("*." + name))


def findings(folder, stem):
    return json.loads((folder / "json" / (stem + ".json")).read_text(encoding="utf-8"))["findings"]


def json_document(folder, home):
    """Strict JSON, and what docs/validate.md promises of it."""
    for path in reports(folder, "json"):
        document = json.loads(path.read_bytes().decode("utf-8", "strict"))
        if document["format_version"] != 1 or set(document["summary"]) != {"files", "errors", "warnings"}:
            yield path.stem, "head or sum"
        for found in document["findings"]:
            if not {"rule", "severity", "message", "path", "line", "column", "end_line", "end_column", "notes"} <= set(found):
                yield path.stem, "a finding without %s" % found
            if found["line"] is not None and (found["line"], found["column"]) > (found["end_line"], found["end_column"]):
                yield path.stem, "a finding that ends before it begins"


def json_lines(folder, home):
    """The same findings, a line each."""
    for path in reports(folder, "jsonl"):
        lines = path.read_bytes().decode("utf-8", "strict").split("\n")
        if lines.pop() != "" or [json.loads(line) for line in lines] != findings(folder, path.stem):
            yield path.stem, "other findings than the JSON report"


def sarif_validator(folder, home):
    """Microsoft's, with the schema of 2.1.0, the standard's own rules and those of GitHub's code scanning."""
    program = home / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
    log = folder / "sarif-verdicts.sarif"
    done = subprocess.run(
        [program, "validate", folder / "sarif" / "*.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--quiet", "true", "--output", log],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if not log.exists():
        yield "all", "the validator failed: " + done.stdout[-2000:]
        return
    verdicts = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    seen = collections.defaultdict(list)
    for verdict in verdicts:
        uri = verdict["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        seen[pathlib.PurePath(uri).stem].append(verdict)
    # It has advice on every report, so that one without was not read.
    for path in reports(folder, "sarif"):
        if not seen[path.stem]:
            yield path.stem, "not read by the validator"
    for stem, about in seen.items():
        for verdict in about:
            if verdict["ruleId"] not in NOT_FOLLOWED:
                yield stem, "%s: %s" % (verdict["ruleId"], json.dumps(verdict["message"]))


def sarif_promises(folder, home):
    """What GitHub's page on SARIF support asks for beyond the schema, and every finding with its notes."""
    for path in reports(folder, "sarif"):
        (run,) = json.loads(path.read_bytes().decode("utf-8", "strict"))["runs"]
        rules, results = run["tool"]["driver"]["rules"], run["results"]
        expected = findings(folder, path.stem)
        if [result["ruleId"] for result in results] != [found["rule"] for found in expected]:
            yield path.stem, "other findings than the JSON report"
        for rule in rules:
            if not (rule["help"]["text"] and rule["shortDescription"]["text"] and rule["fullDescription"]["text"]):
                yield path.stem, "%s has no help" % rule["id"]
            if re.search(r"https://\w+\.", rule["help"]["text"]) and not rule.get("helpUri", "").startswith("https://"):
                yield path.stem, "%s has no helpUri" % rule["id"]
        prints = [result["partialFingerprints"]["launch/v1"] for result in results]
        if len(set(prints)) != len(prints):
            yield path.stem, "two findings with one fingerprint"
        for result, found in zip(results, expected):
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                yield path.stem, "a wrong ruleIndex"
            if len(result.get("relatedLocations", [])) != len(found["notes"]):
                yield path.stem, "%s without its notes' places" % result["ruleId"]
            if found["line"] is not None and "physicalLocation" not in result["locations"][0]:
                yield path.stem, "%s without a file" % result["ruleId"]


def junit_schema(folder, home):
    """Jenkins' schema, and sums that are right."""
    paths = [str(path) for path in reports(folder, "junit")]
    done = subprocess.run([home / "python/bin/python", HERE / "xsd.py", home / "junit-10.xsd", *paths], stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        yield "all", "the schema could not be asked"
    for line in done.stdout.split("\n")[:-1]:
        name, _, why = line.partition("\t")
        yield pathlib.PurePath(name).stem, why
    for path in reports(folder, "junit"):
        root = ElementTree.parse(path).getroot()
        for suite in [root, *root]:
            counts = [len(list(suite.iter(name))) for name in ("testcase", "failure", "error")]
            if [int(suite.get(name)) for name in ("tests", "failures", "errors")] != counts:
                yield path.stem, "a suite's sums are not %s" % counts
        errors = sum(found["severity"] == "error" for found in findings(folder, path.stem))
        if len(list(root.iter("failure"))) != errors:
            yield path.stem, "not a failure for each error"


def tap_parser(folder, home):
    """The parser by the author of TAP's specification, in its strict mode."""
    paths = [str(path) for path in reports(folder, "tap")]
    done = subprocess.run(["node", HERE / "tap.mjs", home / "node_modules/tap-parser", *paths], stdout=subprocess.PIPE, text=True, check=True)
    for line in done.stdout.split("\n")[:-1]:
        verdict = json.loads(line)
        stem = pathlib.PurePath(verdict["path"]).stem
        if verdict["failures"]:
            yield stem, "not well formed: %s" % verdict["failures"]
        expected = [[found["rule"], found["message"]] for found in findings(folder, stem)]
        if sorted(verdict["findings"]) != sorted(expected):
            yield stem, "other findings than the JSON report"


def tap_harness(folder, home):
    """Perl's, which is older than TAP 14: no parse errors, and a plan that is kept."""
    paths = [str(path) for path in reports(folder, "tap")]
    done = subprocess.run(["perl", HERE / "tap.pl", *paths], stdout=subprocess.PIPE, text=True, check=True)
    for line in done.stdout.split("\n")[:-1]:
        name, _, why = line.partition("\t")
        yield pathlib.PurePath(name).stem, why


def unescaped(text):
    return re.sub(r"%(25|0D|0A|3A|2C)", lambda found: chr(int(found[1], 16)), text)


def github_commands(folder, home):
    """As the runner reads a line (actions/runner, src/Runner.Common/ActionCommand.cs, TryParseV2)."""
    command = re.compile(r"::(error|warning) ((?:[A-Za-z]+=[^,:]*,?)+)::(.*)")
    for path in reports(folder, "github"):
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
        seen = []
        for line in lines[:-1]:
            read = command.fullmatch(line)
            if not read:
                yield path.stem, "no command: %r" % line
                continue
            properties = dict(item.split("=", 1) for item in read[2].split(","))
            title = unescaped(properties["title"])
            if title != "unreadable":
                seen.append((title, int(properties["line"]) if "line" in properties else None, unescaped(read[3]).split("\n")[0]))
        expected = [(found["rule"], found["line"]) for found in findings(folder, path.stem)]
        if [item[:2] for item in seen] != expected or lines[-1] != "":
            yield path.stem, "other findings than the JSON report"


def gitlab_fields(folder, home):
    """The fields that GitLab's page on Code Quality calls required (docs.gitlab.com/ci/testing/code_quality,
    "Code Quality report format"), and those that Code Climate's specification does."""
    for path in reports(folder, "gitlab"):
        entries = json.loads(path.read_bytes().decode("utf-8", "strict"))
        for entry in entries:
            lines = entry["location"]["lines"]["begin"]
            wrong = [name for name in ("description", "check_name", "fingerprint") if not (isinstance(entry[name], str) and entry[name])]
            wrong += [] if entry["type"] == "issue" and entry["categories"] else ["type and categories"]
            if wrong or entry["severity"] not in ("info", "minor", "major", "critical", "blocker") or not (isinstance(lines, int) and lines > 0):
                yield path.stem, "an entry that GitLab refuses: %s" % entry
            if entry["location"]["path"].startswith("./"):
                yield path.stem, "a path that GitLab does not match"
        if len({entry["fingerprint"] for entry in entries}) != len(entries):
            yield path.stem, "two findings with one fingerprint"


def ci_library(folder, home):
    """violations-lib, which plugins of Jenkins, GitLab, Bitbucket and Gradle read reports with."""
    done = subprocess.run(
        ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", next(home.glob("violations-lib-*.jar")), HERE / "Violations.java", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        yield "all", "the library failed: " + done.stderr[-1500:]
        return
    seen = collections.defaultdict(set)
    asked = set()
    for line in done.stdout.split("\n")[:-1]:
        kind, stem, *rest = line.split("\t")
        asked.add((kind, stem))
        if rest and rest[1] != "unreadable":
            seen[kind, stem].add((int(rest[0]), rest[1]))
    for kind in ("checkstyle", "gitlab", "sarif"):
        for path in reports(folder, kind):
            expected = {(found["line"] or (1 if kind != "sarif" else -1), found["rule"]) for found in findings(folder, path.stem)}
            if (kind, path.stem) not in asked:
                yield path.stem, "%s was not read" % kind
            elif seen[kind, path.stem] != expected:
                yield path.stem, "%s: read %s, expected %s" % (kind, sorted(seen[kind, path.stem])[:3], sorted(expected)[:3])


def problem_matcher(folder, home):
    """The regular expression of .github/problem-matcher.json on what people see, as JavaScript takes it."""
    matcher = HERE.parents[1] / ".github" / "problem-matcher.json"
    for kind in ("text", "concise"):
        paths = [str(path) for path in reports(folder, kind)]
        done = subprocess.run(["node", HERE / "matcher.mjs", matcher, *paths], stdout=subprocess.PIPE, text=True, check=True)
        for line in done.stdout.split("\n")[:-1]:
            seen = json.loads(line)
            stem = pathlib.PurePath(seen["path"]).stem
            expected = [[found["line"], found["column"], found["severity"], found["rule"]] for found in findings(folder, stem) if found["line"] is not None]
            if seen["findings"] != expected:
                yield stem, "%s: read %s, expected %s" % (kind, seen["findings"][:3], expected[:3])


ALL = (json_document, json_lines, sarif_validator, sarif_promises, junit_schema, tap_parser, tap_harness, github_commands, gitlab_fields, ci_library, problem_matcher)
