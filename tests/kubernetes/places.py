"""Where the fields that a server names stand in a text of ours."""

import json
import re


def written(value):
    """JSON with a field a line, and the lines at which each path begins and ends."""
    writer = _Writer()
    writer.write(value, ())
    return "".join(writer.parts) + "\n", writer.lines


class _Writer:
    def __init__(self):
        self.parts, self.line, self.lines = [], 1, {}

    def newline(self, depth):
        self.parts.append("\n" + " " * depth)
        self.line += 1

    def write(self, value, path):
        first, depth = self.line, len(path)
        if isinstance(value, (dict, list)) and value:
            is_map = isinstance(value, dict)
            self.parts.append("{" if is_map else "[")
            for number, (key, child) in enumerate(value.items() if is_map else enumerate(value)):
                self.parts.append("," if number else "")
                self.newline(depth + 1)
                self.parts.append(json.dumps(key) + ": " if is_map else "")
                self.write(child, path + (key,))
            self.newline(depth)
            self.parts.append("}" if is_map else "]")
        else:
            self.parts.append(json.dumps(value))
        self.lines[path] = (first, self.line)


# Parts of a field's name: a key, or in brackets an index or a map's key.
_STEP = re.compile(r"\[([^\]]*)\]|([^.\[]+)")


def steps_of(field):
    steps = [(name or bracket, not name) for bracket, name in _STEP.findall(field)]
    # An unknown field may have no name at all.
    return steps + [("", False)] if field == "" or field.endswith(".") else steps


def lines_of(complaint, value, lines):
    """The lines at which a finding about the complaint's field may stand.

    A field that is not there stands at the name of what it should be in, or at the object's kind.
    Where the server names a list without an index, any item may be meant, and where it names a map of
    texts or a list of scalars as a whole, any entry.
    """
    paths = set()
    moved = [re.sub(end, place, complaint.field) for end, place in MOVED if re.search(end, complaint.field)]
    for name in [complaint.field, *ALIASES.get(complaint.field, []), *moved]:
        paths |= _resolve(value, steps_of(name), ())
    found = set()
    for path in paths:
        first, last = lines[path]
        whole = complaint.vague or _is_flat(_at(value, path))
        found |= set(range(first, last + 1)) if whole else {first}
        if path == ():
            found.add(lines[("kind",)][0])
    return found | _lines_of_cause(complaint, value, lines)


def _lines_of_cause(complaint, value, lines):
    """A volume that is wrong itself is not found by its mounts: once is enough to say so."""
    mount = re.fullmatch(r"(.*\.spec)\.\w+\[\d+\]\.volume(?:Mounts|Devices)\[\d+\]\.name", complaint.field)
    missing = re.fullmatch(r'Not found: "(.*)"', complaint.message)
    if mount is None or missing is None:
        return set()
    found = set()
    for path in _resolve(value, steps_of(mount.group(1) + ".volumes"), ()):
        volumes = _at(value, path)
        for index, volume in enumerate(volumes if isinstance(volumes, list) else []):
            if isinstance(volume, dict) and volume.get("name") == missing.group(1):
                first, last = lines[path + (index,)]
                found |= set(range(first, last + 1))
    return found


# What the server names by another name than the user: the labels that it gives to the pods of a Job
# hold the Job's name.
ALIASES = {
    "spec.template.labels": ["spec.template.metadata.labels", "metadata.name", "metadata.generateName"],
    "spec.template.metadata.labels": ["metadata.name", "metadata.generateName"],
}

# Fields of pods that the server names after its own structs, or after one of the two that are at odds.
MOVED = [
    (r"\.HostPID$", ".hostPID"),
    (r"\.HostIPC$", ".hostIPC"),
    (r"\.securityContext\.shareProcessNamespace$", ".shareProcessNamespace"),
    (r"\.securityContext$", ".securityContext.allowPrivilegeEscalation"),
    (r"\.serviceAccountName$", ".serviceAccount"),
    (r"(\.tolerations\[\d+\])\.operator$", r"\1.value"),
    (r"(\.topologySpreadConstraints\[\d+\])(\[\d+\])$", r"\1.matchLabelKeys\2"),
    (r"(\.\w*DuringExecution\[\d+\](\.podAffinityTerm)?)(\[\d+\])$", r"\1.matchLabelKeys\3"),
    (r"(\.\w*DuringExecution\[\d+\](\.podAffinityTerm)?)\.namespace$", r"\1.namespaces"),
    # A container's limit is above the pod's.
    (r"\.resources\.containers\[(\d+)\]\[([^\]]+)\]\.limits$", r".containers[\1].resources.limits[\2]"),
]


def _at(value, path):
    for step in path:
        value = value[step]
    return value


def _is_flat(value):
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(child, (dict, list)) for child in children)


def _resolve(value, steps, path):
    if not steps:
        return {path}
    (name, bracket), rest = steps[0], steps[1:]
    if isinstance(value, list):
        if bracket and name.isdigit():
            index = int(name)
            return _resolve(value[index], rest, path + (index,)) if index < len(value) else {path}
        # Without an index, any item.
        below = [_resolve(item, steps, path + (index,)) for index, item in enumerate(value)]
        return set().union(*below) if below else {path}
    if isinstance(value, dict):
        if name in value:
            return _resolve(value[name], rest, path + (name,))
        # A key with dots in it, or an embedded Go struct, which has no name in JSON.
        for count in range(2, len(steps) + 1):
            joined = ".".join(step for step, _ in steps[:count])
            if joined in value:
                return _resolve(value[joined], steps[count:], path + (joined,))
        if name[:1].isupper() and rest:
            return _resolve(value, rest, path)
    return {path}
