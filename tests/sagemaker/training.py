"""moto's server in this process, with what it has not of training jobs: names that are taken, jobs that
take their time, and an end to them."""

import logging

import boto3
from moto.core.responses import ActionResult
from moto.sagemaker import sagemaker_backends
from moto.sagemaker.exceptions import ResourceInUseException, ValidationError
from moto.sagemaker.models import SageMakerModelBackend
from moto.sagemaker.responses import SageMakerResponse
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
GROUP = "/aws/sagemaker/TrainingJobs"
logging.getLogger("werkzeug").setLevel(logging.ERROR)
create_as_moto = SageMakerModelBackend.create_training_job


def create(backend, **words):
    name = words["training_job_name"]
    if name.startswith("refused"):
        raise ValidationError("the account has no such instances")
    if name in backend.training_jobs:
        raise ResourceInUseException("Training job names must be unique within an AWS account and region")
    job = create_as_moto(backend, **words)
    job.training_job_status, job.secondary_status = "InProgress", "Starting"
    return job


def stop(response):
    job = response.sagemaker_backend.training_jobs[response._get_param("TrainingJobName")]
    job.training_job_status, job.secondary_status = "Stopping", "Stopping"
    return ActionResult({})


def delete(response):
    del response.sagemaker_backend.training_jobs[response._get_param("TrainingJobName")]
    return ActionResult({})


class Training:
    def __enter__(self):
        SageMakerModelBackend.create_training_job = create
        SageMakerResponse.stop_training_job = stop
        SageMakerResponse.delete_training_job = delete
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        self.address = "http://%s:%d" % self.server.get_host_and_port()
        self.logs = boto3.client("logs", region_name=REGION, endpoint_url=self.address, aws_access_key_id="none",
                                 aws_secret_access_key="none")
        self.logs.create_log_group(logGroupName=GROUP)
        return self

    def __exit__(self, *_):
        self.server.stop()

    def jobs(self, part=""):
        """Those whose name holds the part, in every region and account."""
        return [job for account in sagemaker_backends.values() for backend in account.values()
                for name, job in list(backend.training_jobs.items()) if part in name]

    def say(self, job, instance, time, *lines):
        stream = "%s/%s-1700000000" % (job.training_job_name, instance)
        streams = self.logs.describe_log_streams(logGroupName=GROUP, logStreamNamePrefix=stream)["logStreams"]
        if not streams:
            self.logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
        events = [{"timestamp": time + i, "message": line} for i, line in enumerate(lines)]
        self.logs.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=events)
