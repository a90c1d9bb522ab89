"""What controllers and kubelets write about a Job, and what launch calls it."""

import datetime

from scene import check


def now(seconds=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def condition(kind, reason="", message="", status="True"):
    return {"type": kind, "status": status, "reason": reason, "message": message, "lastTransitionTime": now()}


def waiting(reason, message="", last=None):
    status = {"name": "main", "image": "i", "imageID": "", "ready": False, "restartCount": 0}
    status["state"] = {"waiting": {"reason": reason, "message": message}}
    if last:
        status["lastState"] = {"terminated": last}
    return status


def terminated(code, reason, message=""):
    status = {"name": "main", "image": "i", "imageID": "", "ready": False, "restartCount": 0}
    status["state"] = {"terminated": {"exitCode": code, "reason": reason, "message": message}}
    return status


SCHEDULED = condition("PodScheduled")
RUNNING = {"phase": "Running", "conditions": [SCHEDULED]}
STARTED = {"startTime": now(-9)}


def failed(reason, message, **more):
    conditions = [condition("FailureTarget", reason, message), condition("Failed", reason, message)]
    return {**STARTED, "failed": 1, "conditions": conditions, **more}


def complete(count=1):
    conditions = [condition("SuccessCriteriaMet", "CompletionsReached"), condition("Complete", "CompletionsReached")]
    return {**STARTED, "succeeded": count, "completionTime": now(), "conditions": conditions}


# Name, the rest of the job, the Job's status, the pods' statuses; then the state, the exit code, and
# what is said of why.
STATES = [
    ("no-pod-yet", "", STARTED, [], "queued", None, ""),
    ("unschedulable", "", STARTED,
     [{"scheduled": False, "phase": "Pending",
       "conditions": [condition("PodScheduled", "Unschedulable", "0/3 nodes are available: gpu", "False")]}],
     "queued", None, "Unschedulable: 0/3 nodes are available: gpu"),
    ("creating", "", STARTED,
     [{"phase": "Pending", "conditions": [SCHEDULED], "containerStatuses": [waiting("ContainerCreating")]}],
     "starting", None, ""),
    ("image-pull", "", STARTED,
     [{"phase": "Pending", "conditions": [SCHEDULED],
       "containerStatuses": [waiting("ImagePullBackOff", "Back-off pulling image")]}],
     "starting", None, "ImagePullBackOff: Back-off pulling image"),
    ("crash-loop", "resource_args: {kubernetes: {restart_policy: OnFailure}}\n", STARTED,
     [{**RUNNING, "containerStatuses": [waiting("CrashLoopBackOff", "back-off 40s", {"exitCode": 3})]}],
     "starting", 3, "CrashLoopBackOff: back-off 40s"),
    ("runs", "", {**STARTED, "active": 1, "ready": 1}, [RUNNING], "running", None, ""),
    ("one-of-two-runs", "resource_args: {kubernetes: {parallelism: 2, completions: 2}}\n", {**STARTED, "active": 2},
     [RUNNING, {"scheduled": False, "phase": "Pending",
                "conditions": [condition("PodScheduled", "Unschedulable", "no gpu", "False")]}],
     "running", None, "Unschedulable: no gpu; 0 of 2 completions"),
    ("preempted", "", {**STARTED, "active": 1},
     [{**RUNNING, "conditions": [SCHEDULED, condition("DisruptionTarget", "PreemptionByScheduler", "for a better one")]}],
     "running", None, "PreemptionByScheduler: for a better one"),
    ("suspended", "resource_args: {kubernetes: {suspend: true}}\n", {"conditions": [condition("Suspended", "JobSuspended")]},
     [], "queued", None, "it is suspended"),
    # W&B's client calls this failed, although the job tries again.
    ("tries-again", "resource_args: {kubernetes: {backoff_limit: 3}}\n", {**STARTED, "active": 1, "failed": 1},
     [{"phase": "Failed", "containerStatuses": [terminated(1, "Error")]}, RUNNING], "running", None, "1 pod failed"),
    # And this succeeded, although two completions are missing.
    ("one-of-three", "resource_args: {kubernetes: {completions: 3}}\n", {**STARTED, "active": 1, "succeeded": 1},
     [{"phase": "Succeeded"}, RUNNING], "running", None, "1 of 3 completions"),
    ("succeeded", "", complete(), [{"phase": "Succeeded"}], "succeeded", 0, ""),
    ("exit-code", "", failed("BackoffLimitExceeded", "Job has reached the specified backoff limit"),
     [{"phase": "Failed", "containerStatuses": [terminated(3, "Error")]}], "failed", 3, "BackoffLimitExceeded"),
    ("out-of-memory", "", failed("BackoffLimitExceeded", "limit"),
     [{"phase": "Failed", "containerStatuses": [terminated(137, "OOMKilled")]}], "failed", 137, "it ran out of memory"),
    ("deadline", "", failed("DeadlineExceeded", "Job was active longer than specified deadline"), [], "failed", None,
     "DeadlineExceeded: Job was active longer"),
    ("evicted", "", failed("BackoffLimitExceeded", "limit"),
     [{"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory"}], "failed", None,
     "Evicted: The node was low on resource"),
    ("taken-from-node", "", failed("BackoffLimitExceeded", "limit"),
     [{"phase": "Failed", "conditions": [condition("DisruptionTarget", "DeletionByTaintManager", "tainted")]}], "failed",
     None, "DeletionByTaintManager: tainted"),
    ("failing", "", {**STARTED, "active": 1, "conditions": [condition("FailureTarget", "DeadlineExceeded", "late")]},
     [RUNNING], "running", None, "its pods are being stopped; DeadlineExceeded: late"),
    ("succeeding", "", {**STARTED, "active": 1, "conditions": [condition("SuccessCriteriaMet", "SuccessPolicy", "m")]},
     [RUNNING], "running", None, "its pods are being stopped; SuccessPolicy: m"),
]


def states_are_told(scene):
    jobs = [scene.job(name, more, secret=False) for name, more, *_ in STATES]
    scene.good("submit", *jobs)
    made = {job["metadata"]["labels"]["wandb.ai/run-id"]: job for job in scene.jobs()}
    for name, _, status, pods, *_ in STATES:
        job = made[name]
        scene.api.set_status("%s/%s" % (scene.jobs_path(), job["metadata"]["name"]), status)
        for number, pod in enumerate(pods):
            scene.pod("%s-%d" % (name, number), job, dict(pod))
    told = {one["run_id"]: one for one in all_of(scene)}
    wrong = []
    for name, _, _, _, state, code, why in STATES:
        one = told[name]
        fits = (one["state"], one["exit_code"]) == (state, code) and why in one["why"] and bool(why) == bool(one["why"])
        if not fits:
            wrong.append("%s is %s, %s: %s" % (name, one["state"], one["exit_code"], one["why"]))
    check(not wrong, "\n  ".join(["states differ:", *wrong]))


def all_of(scene):
    import json

    return json.loads(scene.good("status", "--format", "json").stdout)["submissions"]
