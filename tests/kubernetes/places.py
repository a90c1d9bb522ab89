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

    A field that is not there stands at the name of what it should be in, or at the object's beginning.
    Where the server names a list without an index, any item may be meant, and where it names a map of
    texts or a list of scalars as a whole, any entry.
    """
    paths = _resolve(value, steps_of(complaint.field), ())
    for places, whole in ((RENAMED, False), (ALSO, True)):
        for name, other in places:
            if re.search(name, complaint.field):
                paths |= _resolve(value, steps_of(re.sub(name, other, complaint.field)), (), whole)
    vague = complaint.vague or any(re.search(name, complaint.field) for name in WHOLE)
    found = set()
    for path in paths:
        first, last = lines[path]
        found |= set(range(first, last + 1)) if vague or _is_flat(_at(value, path)) else {first}
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


# Fields that the server names by other names than the API has, or without the index of what they are in.
RENAMED = [
    (r"\.HostPID$", ".hostPID"),
    (r"\.HostIPC$", ".hostIPC"),
    (r"\.securityContext\.shareProcessNamespace$", ".shareProcessNamespace"),
    (r"\.template\.(labels|annotations)$", r".template.metadata.\1"),
    (r"(\.volumes\[\d+\])\.downwarAPI\b", r"\1.downwardAPI"),
    (r"(\.volumes\[\d+\])\.cephFS\b", r"\1.cephfs"),
    (r"(\.volumes\[\d+\])\.persistentDisk\b", r"\1.gcePersistentDisk"),
    (r"\.csi\.name$", ".csi.nodePublishSecretRef.name"),
    (r"\.iscsi\.initiatorname$", ".iscsi.initiatorName"),
    (r"\.metadata\.uID$", ".metadata.uid"),
    (r"(\.\w*DuringExecution\[\d+\](\.podAffinityTerm)?)\.namespace$", r"\1.namespaces"),
    (r"(\.topologySpreadConstraints\[\d+\])(\[\d+\])$", r"\1.matchLabelKeys\2"),
    (r"(\.\w*DuringExecution\[\d+\](\.podAffinityTerm)?)(\[\d+\])$", r"\1.matchLabelKeys\3"),
    (r"\.spec\.resources\.(containers\[\d+\])\[([^]]*)\]\.(limits|requests)$", r".spec.\1.resources.\3[\2]"),
    (r"\.downwardAPI((\.\w+)*)$", r".downwardAPI.items[]\1"),
    (r"\.resizePolicy\[\d+\]$", ".resizePolicy"),
]

# Fields that a finding may as well stand at, where there are such.
ALSO = [
    (r"\.volumeClaimTemplate\.spec\.resources\[storage\]$", ".volumeClaimTemplate.spec"),
    (r"\.volumeClaimTemplate\.spec\.resources\[storage\]$", ".volumeClaimTemplate.spec.resources.requests"),
    # The server completes an object before it judges it, and then names what it has put in: the Job's
    # name and labels for those of its pods, a generated name, the older field's value in the newer.
    (r"^spec\.template\.(metadata\.)?labels$", "metadata.name"),
    (r"^spec\.template\.(metadata\.)?labels$", "metadata.generateName"),
    (r"^metadata\.labels$", "spec.template.metadata.labels"),
    (r"^metadata\.labels$", "metadata.name"),
    (r"^metadata\.name$", "metadata.generateName"),
    (r"\.serviceAccountName$", ".serviceAccount"),
    # One of several that are at odds.
    (r"^spec\.template\.metadata\.labels$", "spec.selector"),
    (r"^spec\.template\.metadata\.labels$", "spec"),
    (r"^spec\.selector$", "spec.template.metadata.labels"),
    (r"\.securityContext$", ".securityContext.allowPrivilegeEscalation"),
    (r"(\.tolerations\[\d+\])\.operator$", r"\1.value"),
    (r"\.volumeClaimTemplate\.spec$", ".volumeClaimTemplate.spec.dataSource"),
    (r"\.volumeClaimTemplate\.spec$", ".volumeClaimTemplate.spec.dataSourceRef"),
    (r"\.downwardAPI$", ".downwardAPI.items[].fieldRef"),
    (r"\.downwardAPI$", ".downwardAPI.items[].resourceFieldRef"),
    (r"\.spec\.resources\.containers\[\d+\]\[([^]]*)\]\.(limits|requests)$", r".spec.resources.\2[\1]"),
    # What the field is wrong by: it may be right where that is put right.
    (r"\.successPolicy$", ".completionMode"),
    (r"\.succeededCount$", ".succeededIndexes"),
    (r"\.maxFailedIndexes$", ".completions"),
]

# Objects that the server names as a whole, whatever in them it means.
WHOLE = [r"^metadata\.ownerReferences$", r"\.projected(\.path)?$", r"\.projected\.sources\[\d+\]$"]


def _at(value, path):
    for step in path:
        value = value[step]
    return value


def _is_flat(value):
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(child, (dict, list)) for child in children)


def _resolve(value, steps, path, whole=False):
    """The paths that the steps can mean; of one that is not there, how far it is (unless whole)."""
    end = set() if whole else {path}
    if not steps:
        return {path}
    (name, bracket), rest = steps[0], steps[1:]
    if isinstance(value, list):
        if bracket and name.isdigit():
            index = int(name)
            return _resolve(value[index], rest, path + (index,), whole) if index < len(value) else end
        # Without an index, any item, as with [].
        below = rest if (name, bracket) == ("", True) else steps
        below = [_resolve(item, below, path + (index,), whole) for index, item in enumerate(value)]
        return set().union(*below) if below else end
    if isinstance(value, dict):
        if name in value:
            return _resolve(value[name], rest, path + (name,), whole)
        # A key with dots in it, or an embedded Go struct, which has no name in JSON.
        for count in range(2, len(steps) + 1):
            joined = ".".join(step for step, _ in steps[:count])
            if joined in value:
                return _resolve(value[joined], steps[count:], path + (joined,), whole)
        if name[:1].isupper() and rest:
            return _resolve(value, rest, path, whole)
    return end
