"""Google's own protobuf as a judge: one JSON value a line in, "ok" or why not a line out.

    judge_protobuf.py PACKAGE.tgz < values

Compiles the .proto files of the npm package with protoc, so that nothing is shared with
tools/vertex-schema, and reads each value by google.protobuf.json_format.
"""

import json
import pathlib
import sys
import tarfile
import tempfile

import google.api
import grpc_tools
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_tools import protoc

MESSAGE = "google.cloud.aiplatform.v1.CustomJob"
FILE = "google/cloud/aiplatform/v1/custom_job.proto"


def custom_job(package):
    """The message's class."""
    with tempfile.TemporaryDirectory(prefix="launch-protos-") as folder:
        prefix = "package/build/protos/"
        with tarfile.open(package) as archive:
            for member in archive.getmembers():
                if member.name.startswith(prefix + "google/cloud/aiplatform/v1/") and member.isfile():
                    target = pathlib.Path(folder) / member.name[len(prefix) :]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.extractfile(member).read())
        common = pathlib.Path(list(google.api.__path__)[0]).parents[1]
        own = pathlib.Path(grpc_tools.__file__).parent / "_proto"
        out = pathlib.Path(folder) / "set"
        words = ["protoc", "--include_imports", "--descriptor_set_out=%s" % out]
        words += ["-I%s" % path for path in (folder, own, common)]
        if protoc.main(words + [FILE]) != 0:
            sys.exit("protoc cannot read the package's protos")
        files = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(MESSAGE))


def main():
    message = custom_job(sys.argv[1])
    for line in sys.stdin:
        try:
            json_format.ParseDict(json.loads(line), message())
            print("ok")
        # ParseDict also lets errors of Python itself through, such as an int out of range.
        except Exception as error:  # noqa: BLE001
            print(("%s: %s" % (type(error).__name__, error)).replace("\n", " ") or "refused")


if __name__ == "__main__":
    main()
