"""Requests made from a seed: whole CustomJobs, each with some changes anywhere in them."""

import copy
import random
import re

POOL = {
    "machineSpec": {"machineType": "n1-standard-8", "acceleratorType": "NVIDIA_TESLA_T4", "acceleratorCount": 2},
    "replicaCount": "1",
    "containerSpec": {
        "imageUri": "us-docker.pkg.dev/p/r/train:1",
        "command": ["python", "train.py"],
        "args": ["--lr=0.1"],
        "env": [{"name": "A", "value": "b"}, {"name": "B", "value": ""}],
    },
    "diskSpec": {"bootDiskType": "pd-ssd", "bootDiskSizeGb": 200},
}
PACKAGE_POOL = {
    "machineSpec": {
        "machineType": "a2-highgpu-1g",
        "acceleratorType": "NVIDIA_TESLA_A100",
        "acceleratorCount": 1,
        "gpuPartitionSize": "1g.5gb",
        "tpuTopology": "",
        "reservationAffinity": {
            "reservationAffinityType": "SPECIFIC_RESERVATION",
            "key": "compute.googleapis.com/reservation-name",
            "values": ["projects/p/zones/z/reservations/r"],
        },
    },
    "replicaCount": 3,
    "pythonPackageSpec": {
        "executorImageUri": "us-docker.pkg.dev/vertex-ai/training/pytorch-gpu.2-4.py310:latest",
        "packageUris": ["gs://bucket/trainer-0.1.tar.gz"],
        "pythonModule": "trainer.task",
        "args": ["--epochs=2"],
        "env": [{"name": "A", "value": "b"}],
    },
    "nfsMounts": [{"server": "10.0.0.2", "path": "/share", "mountPoint": "data"}],
    "lustreMounts": [{"instanceIp": "10.0.0.3", "volumeHandle": "v", "filesystem": "f", "mountPoint": "m"}],
}
WHOLE = {
    "displayName": "unet",
    "jobSpec": {
        "workerPoolSpecs": [POOL, {}, PACKAGE_POOL],
        "scheduling": {
            "timeout": "3600s",
            "restartJobOnWorkerRestart": True,
            "strategy": "FLEX_START",
            "disableRetries": False,
            "maxWaitDuration": "1800.5s",
        },
        "serviceAccount": "train@project-1.iam.gserviceaccount.com",
        "network": "projects/12345/global/networks/default",
        "reservedIpRanges": ["range"],
        "baseOutputDirectory": {"outputUriPrefix": "gs://bucket/out"},
        "tensorboard": "projects/p/locations/us-central1/tensorboards/1",
        "enableWebAccess": False,
        "enableDashboardAccess": True,
        "experiment": "projects/p/locations/l/metadataStores/default/contexts/e",
        "models": ["projects/p/locations/l/models/m"],
        "pscInterfaceConfig": {
            "networkAttachment": "n",
            "dnsPeeringConfigs": [{"domain": "a.", "targetProject": "p", "targetNetwork": "n"}],
        },
        "persistentResourceId": "pool-1",
    },
    "labels": {"team": "vision"},
    "encryptionSpec": {"kmsKeyName": "projects/p/locations/l/keyRings/r/cryptoKeys/k"},
    "createTime": "2026-01-31T12:00:00.5Z",
    "state": "JOB_STATE_QUEUED",
}
SMALL = {"displayName": "unet", "jobSpec": {"workerPoolSpecs": [POOL]}}

VALUES = [
    None, True, False, 0, 1, -1, 3, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**63 - 1, 2**63, 1.0, 1.5, 1e3, -0.0,
    "", "x", "1", "-1", "3.0", "1e3", "1.5", "2147483648", "9223372036854775808", "0x10", " 1", "1 ", "true", "null",
    "3600s", "3600", "1.5s", "-1s", "1.0000000001s", ".5s", "1.s", "s", "1h", "315576000001s", "+3s", "٣",
    "2026-01-31T12:00:00Z", "2026-01-31T12:00:00+01:00", "2026-01-31", "2026-01-31 12:00:00Z",
    "NVIDIA_L4", "nvidia_l4", "NVIDIA_H100", "ACCELERATOR_TYPE_UNSPECIFIED", "SPOT", "spot", "ON_DEMAND", "99",
    [], [None], ["x"], [1], [[]], [{}], {}, {"a": "b"}, {"name": "A", "value": "b"}, {"name": "A"},
]  # fmt: skip


def places(value, path=()):
    """Every path in the value."""
    yield path
    if isinstance(value, dict):
        for key, child in value.items():
            yield from places(child, path + (key,))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from places(child, path + (index,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def snake(name):
    return re.sub("[A-Z]", lambda found: "_" + found.group().lower(), name)


def renamed(random_, owner, key):
    """The map with one key under another name, in the same place."""
    ways = [snake, str.upper, str.lower, lambda name: name + "s", lambda name: name[:-1], lambda name: "_" + name,
            lambda name: snake(name).replace("_", "-"), lambda name: snake(name) + "_", lambda name: "x" + name]  # fmt: skip
    new = random_.choice(ways[:1] * 6 + ways)(key)
    items = [(new if name == key else name, value) for name, value in owner.items()]
    owner.clear()
    owner.update(items)


def change(random_, request):
    path = random_.choice([path for path in places(request) if path])
    owner, step = at(request, path[:-1]), path[-1]
    kind = random_.randrange(10)
    if kind < 5:
        owner[step] = copy.deepcopy(random_.choice(VALUES))
    elif kind < 6:
        del owner[step]
    elif isinstance(owner, dict):
        if kind < 8:
            renamed(random_, owner, step)
        elif kind < 9:
            owner[random_.choice(["foo", "machineType", "machine_type", "value", "env", "containerSpec"])] = (
                copy.deepcopy(random_.choice(VALUES))
            )
        else:
            # The same field once more, in its other spelling or not.
            owner[snake(step)] = owner[step]
    else:
        owner.insert(random_.randrange(len(owner) + 1), copy.deepcopy(random_.choice(VALUES)))


def requests(seed, count):
    random_ = random.Random(seed)
    for _ in range(count):
        request = copy.deepcopy(random_.choice([WHOLE, WHOLE, SMALL]))
        for _ in range(random_.choice([1, 1, 1, 2, 3])):
            change(random_, request)
        yield request
