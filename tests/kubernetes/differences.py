"""When a verdict of the tool is another than the server's, and where that is meant."""

from places import lines_of

# What the tool judges differently on purpose: a predicate over the case, the kind of difference, and
# what both said; and why. docs/kubernetes-undecidable.md tells users.
EXCEPTIONS = []


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
