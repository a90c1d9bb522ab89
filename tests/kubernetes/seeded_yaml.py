"""Manifests as YAML, in the ways that people and kubectl's YAML 1.1 reader write and read values."""

import json
import re

# Read as a text by YAML 1.1 and 1.2 alike.
PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9./-]*(?: [A-Za-z0-9./-]+)*\Z")
WORDS = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null|nan|inf)\Z")


class Writer:
    def __init__(self, rng):
        self.rng = rng

    def document(self, manifest):
        lines = self.map(manifest, "")
        if self.rng.random() < 0.2:
            lines.insert(0, self.rng.choice(["---", "# a job", "%YAML 1.1\n---", "--- # a job"]))
        return "\n".join(lines) + "\n"

    def map(self, value, indent):
        lines = []
        for key, child in value.items():
            lines += self.after(indent + self.text(key) + ":", child, indent)
        return lines

    def list(self, value, indent):
        lines = []
        for item in value:
            inner = indent + "  "
            if isinstance(item, dict) and item:
                first, *rest = self.map(item, inner)
                lines += [indent + "- " + first[len(inner) :], *rest]
            else:
                lines += self.after(indent + "-", item, inner)
        return lines

    def after(self, head, value, indent):
        """A value after its key or its dash."""
        if isinstance(value, (dict, list)) and value and self.rng.random() < 0.9:
            if isinstance(value, dict):
                return [head, *self.map(value, indent + "  ")]
            return [head, *self.list(value, indent + self.rng.choice(["", "  "]))]
        if isinstance(value, (dict, list)):
            return [head + " " + json.dumps(value)]
        if isinstance(value, str) and "\n" in value and re.fullmatch(r"[ -~\n]*[!-~]", value) and value[0] not in " \n":
            return [head + " |-", *(indent + "  " + line for line in value.split("\n"))]
        return [(head + " " + self.scalar(value)).rstrip(" ")]

    def scalar(self, value):
        odd = self.rng.random() < 0.2
        if value is None:
            return self.rng.choice(["~", "null", "", "Null"])
        if isinstance(value, bool):
            words = ["true", "True", "yes", "on", "Yes", "ON", "y"] if value else ["false", "FALSE", "no", "off", "n"]
            return self.rng.choice(words) if odd else words[0]
        if isinstance(value, int):
            return self.integer(value) if odd else str(value)
        return self.text(value) if isinstance(value, str) else json.dumps(value)

    def integer(self, value):
        forms = ["%d.0" % value, "+%d" % value if value >= 0 else "%d" % value, '"%d"' % value, "%de0" % value]
        if value >= 0:
            forms += ["0x%x" % value, "0%o" % value, "0o%o" % value, "0b%s" % format(value, "b"), "%d_0" % value, "0%d" % value]
        return self.rng.choice(forms)

    def text(self, value):
        if PLAIN.match(value) and not WORDS.match(value):
            return value
        # Without quotes it may become something else, which is what people meet.
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]*", value) and not value.endswith(":") and self.rng.random() < 0.15:
            return value
        if re.fullmatch(r"[ -~]+", value) and self.rng.random() < 0.3:
            return "'%s'" % value.replace("'", "''")
        # JSON's escapes are YAML's, but for surrogate pairs.
        return json.dumps(value) if value.isascii() else json.dumps(value, ensure_ascii=False)
