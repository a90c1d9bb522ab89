"""When a verdict of the tool is another than the server's, and where that is meant."""

import re

from places import lines_of

# What the tool judges differently on purpose: a predicate over the case, the kind of difference, and
# what both said; and why. docs/kubernetes-undecidable.md tells users.
# What kubectl loses without a word is refused on purpose (docs/kubernetes-yaml.md).
LOSSES = ("yaml/unknown-tag", "yaml/duplicate-key", "kubernetes/yaml-lost-key")


def is_loss(_, kind, theirs, ours):
    # A message may hold "; " itself; each finding begins with its line.
    said = re.split(r"; (?=\d+: )", ours)
    return kind == "kubectl" and theirs == "accept" and all(one.endswith("[%s]" % rule) for one, rule in pairs(said))


def pairs(said):
    """Each finding with the rule of LOSSES that it ends in, or with none."""
    return [(one, next((rule for rule in LOSSES if one.endswith("[%s]" % rule)), "")) for one in said]


def is_empty(_, kind, theirs, ours):
    return kind == "kubectl" and "no objects passed" in theirs and ours == "accept"


EXCEPTIONS = [
    (is_loss, "kubectl loses what is written, which is refused on purpose"),
    (is_empty, "kubectl has nothing to create, and there is nothing to judge"),
]


def difference(verdict, findings, manifest, lines):
    """None when both agree, else its kind and what both said."""
    errors = [finding for finding in findings if finding["severity"] == "error"]
    ours = "; ".join("%(line)d: %(message)s [%(rule)s]" % error for error in errors) or "accept"
    if verdict.accepted and errors:
        return "refused", "accept", ours
    if not verdict.accepted and not errors:
        return "missed", verdict.text(), "accept"
    at = {finding["line"] for finding in errors}
    for complaint in verdict.complaints:
        if complaint.field is not None and not lines_of(complaint, manifest, lines) & at:
            return "elsewhere", "%s: %s" % complaint[:2], ours
    return None
