"""What AWS says of a request before and beyond sending it: its client's own check, which looks at names,
types, required members and lower bounds, and the whole of its service model."""

import botocore.loaders
import botocore.model
import botocore.validate
import regex

OPERATION = "CreateTrainingJob"


def input_shape():
    description = botocore.loaders.Loader().load_service_model("sagemaker", "service-2")
    return botocore.model.ServiceModel(description, "sagemaker").operation_model(OPERATION).input_shape


def by_client(request, shape):
    report = botocore.validate.ParamValidator().validate(request, shape)
    return report.generate_report().splitlines() if report.has_errors() else []


def by_model(value, shape, path=""):
    """What breaks a bound, a pattern or a closed set, where the types are right."""
    limits = shape.metadata
    found = []
    count = None
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in shape.members.items():
            if name in value:
                found += by_model(value[name], member, path + "/" + name)
        return found
    if shape.type_name == "list" and isinstance(value, list):
        count = len(value)
        for index, item in enumerate(value):
            found += by_model(item, shape.member, "%s/%d" % (path, index))
    elif shape.type_name == "map" and isinstance(value, dict):
        count = len(value)
        for key, item in value.items():
            found += by_model(key, shape.key, path + "/" + key)
            found += by_model(item, shape.value, path + "/" + key)
    elif shape.type_name == "string" and isinstance(value, str):
        count = len(value)
        if "pattern" in limits and not regex.fullmatch(java(limits["pattern"]), value):
            found.append("%s: %r does not match %s" % (path, value[:40], limits["pattern"]))
        if "enum" in limits and value not in limits["enum"]:
            found.append("%s: %r is not in the set" % (path, value[:40]))
    elif shape.type_name in ("integer", "long") and isinstance(value, int):
        count = value
    if count is not None and not limits.get("min", count) <= count <= limits.get("max", count):
        found.append("%s: %d is out of bounds" % (path, count))
    return found


def java(pattern):
    """These are about ASCII there; the other classes are not."""
    for java_class, members in ((r"\p{Alnum}", "a-zA-Z0-9"), (r"\d", "[0-9]"), (r"\w", "[a-zA-Z0-9_]")):
        pattern = pattern.replace(java_class, members)
    return pattern
