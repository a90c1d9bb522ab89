#!/usr/bin/env python3
"""Reads YAML as PyYAML does and says what it became: the same lines in and out as main.go.

Exits 77 where there is no PyYAML.
"""

import json
import math
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)


def check_json(value):
    """JSON knows no dates, bytes or infinities, and no keys but texts."""
    if isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                raise ValueError("the key %r is no text" % (key,))
            check_json(member)
    elif isinstance(value, list):
        for item in value:
            check_json(item)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("%r is no JSON" % value)
    elif value is not None and not isinstance(value, (bool, int, float, str)):
        raise ValueError("%r is no JSON" % (value,))
    return value


def read(text):
    try:
        documents = [check_json(document) for document in yaml.safe_load_all(text)]
        return {"documents": [document for document in documents if document is not None]}
    except (yaml.YAMLError, ValueError) as error:
        return {"error": str(error)}


for line in sys.stdin:
    print(json.dumps(read(json.loads(line))))
