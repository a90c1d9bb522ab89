"""Requests made from a seed: some that are fine, and what becomes of them by chance."""

import copy
import random
import re

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1"

SCENES = [
    {},
    {
        "HyperParameters": {"lr": "0.1", "epochs": "3"},
        "Environment": {"NCCL_DEBUG": "INFO"},
        "Tags": [{"Key": "team", "Value": "vision"}],
        "InputDataConfig": [
            {
                "ChannelName": "train",
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/train"}},
            }
        ],
        "VpcConfig": {"SecurityGroupIds": ["sg-0123abcd"], "Subnets": ["subnet-0123abcd"]},
        "CheckpointConfig": {"S3Uri": "s3://bucket/checkpoints"},
    },
    {
        "ResourceConfig": {
            "VolumeSizeInGB": 50,
            "InstanceGroups": [{"InstanceGroupName": "a", "InstanceType": "ml.p3.2xlarge", "InstanceCount": 2}],
        },
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
        "RetryStrategy": {"MaximumRetryAttempts": 3},
        "DebugHookConfig": {"S3OutputPath": "s3://bucket/debug"},
        "ProfilerConfig": {"S3OutputPath": "s3://bucket/profile", "ProfilingIntervalInMilliseconds": 500},
    },
]

TEXTS = [
    "", "a", "train-1", "train_1", "a b", "-a", "a-", "é", "x" * 64, "x" * 257, "x" * 1025, "x" * 2501, "a\nb", "a\n",
    "s3://bucket/path", "s3:///path", "gs://bucket/path", "https://host/path", "File", "Pipe", "file", "S3Prefix",
    "ml.p3.2xlarge", "ml.p3.huge", "p3.2xlarge", "arn:aws:iam::123456789012:role/Train", "arn:aws:iam::1:role/Train",
    "arn:aws-cn:sagemaker:cn-north-1:123456789012:training-plan/" + "p" * 20, "fs-0123456789", "sg-0123abcd", "32K",
    "arn:aws:lambda:us-east-1:123456789012:function:get", "Gzip", "None", "١٢٣", "tab\there", "aws:x", "ключ", "ns\u2028x",
]  # fmt: skip
NUMBERS = [-1, 0, 1, 2, 30, 31, 1799, 1800, 21600, 21601, 2419200, 2419201, 2**31, 2**63, -(2**70)]
OTHERS = [None, True, False, 1.0, 2.5, [], {}, ["a"], {"a": "b"}, [None]]


def base():
    return {
        "TrainingJobName": "train-1",
        "RoleArn": "arn:aws:iam::123456789012:role/Train",
        "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
        "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 50},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }


class Writer:
    def __init__(self, model, dice):
        self.model, self.dice = model, dice

    def value(self, shape, depth=0):
        """Of the right type, mostly, and often right."""
        dice = self.dice
        if dice.random() < 0.04:
            return copy.deepcopy(dice.choice(OTHERS))
        if shape.type_name == "structure":
            required = shape.metadata.get("required", [])
            names = [name for name in shape.members if name in required or dice.random() < 0.4 / (depth + 1)]
            return {name: self.value(shape.members[name], depth + 1) for name in names}
        if shape.type_name == "list":
            return [self.value(shape.member, depth + 1) for _ in range(dice.choice([0, 1, 1, 2, 6]))]
        if shape.type_name == "map":
            count = dice.choice([0, 1, 2, 101])
            return {self.text(shape.key) + (str(n) if n else ""): self.value(shape.value) for n in range(count)}
        if shape.type_name == "boolean":
            return dice.random() < 0.5
        if shape.type_name in ("integer", "long"):
            return dice.choice(NUMBERS + [shape.metadata.get("min", 1)] * 6)
        return self.text(shape)

    def text(self, shape):
        if "enum" in shape.metadata and self.dice.random() < 0.7:
            return self.dice.choice(shape.metadata["enum"])
        return self.dice.choice(TEXTS)

    def change(self, value, shape):
        """One change somewhere in the value, which may be of any type by now."""
        dice = self.dice
        below = []
        if shape.type_name == "structure" and isinstance(value, dict):
            below = [(name, shape.members[name]) for name in value if name in shape.members]
        elif shape.type_name == "map" and isinstance(value, dict):
            below = [(name, shape.value) for name in value]
        elif shape.type_name == "list" and isinstance(value, list):
            below = [(index, shape.member) for index in range(len(value))]
        if below and dice.random() < 0.75:
            key, inner = dice.choice(below)
            value[key] = self.change(value[key], inner)
            return value
        if isinstance(value, dict) and value and dice.random() < 0.8:
            return self.change_map(value, shape)
        return self.value(shape)

    def change_map(self, value, shape):
        dice = self.dice
        key = dice.choice(list(value))
        kind = dice.choice(["remove", "rename", "add", "add", "unknown"])
        if kind == "remove":
            del value[key]
        elif kind == "rename":
            spelling = dice.choice([re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower(), key[:1].lower() + key[1:], key + "s"])
            value[spelling] = value.pop(key)
        elif kind == "unknown" or shape.type_name != "structure":
            value[dice.choice(["Foo", "Image", "instance_type", "1x"])] = dice.choice(TEXTS)
        else:
            name = dice.choice(list(shape.members))
            value[name] = self.value(shape.members[name])
        return value


def requests(model, seed, count):
    """Each a dict; the first are as they were."""
    for scene in SCENES:
        yield {**base(), **copy.deepcopy(scene)}
    for number in range(count):
        dice = random.Random("%s/%d" % (seed, number))
        writer = Writer(model, dice)
        request = {**base(), **copy.deepcopy(dice.choice(SCENES))}
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            request = writer.change(request, model)
            if not isinstance(request, dict):
                request = base()
        yield request
