"""launch and its kubectl are killed; in the end every spec has one Job, and that its Secret."""

import os
import pathlib
import random
import signal
import time

from scene import check, environment_number

KILLS = environment_number("LAUNCH_SUBMIT_KILLS", 15)
SEED = environment_number("LAUNCH_SUBMIT_SEED", 1)

# Stands between launch and kubectl, and kills whom it is told to when it is called for one step.
# $KILL is the step, the moment and whom: "job after launch".
CLIENT = """\
set -- "$@"
case "$*" in
  config*) step=where ;;
  *jsonpath=*) step=job ;;
  create*) step=beside ;;
  get*) step=find ;;
  *) step=other ;;
esac
end() {
  case "$KILL" in *launch) kill -9 $PPID ;; *both) kill -9 $PPID $$ ;; *client) kill -9 $$ ;; esac
}
case "$KILL" in
  "$step before "*) end; exec "$REAL" "$@" ;;
  "$step after "*) "$REAL" "$@"; code=$?; end; exit $code ;;
  *) exec "$REAL" "$@" ;;
esac
"""


def killed_at_each_step(scene):
    scene.use_client(CLIENT)
    jobs = []
    for step in ("where", "job", "beside"):
        for moment in ("before", "after"):
            for whom in ("launch", "client", "both"):
                job = scene.job("%s-%s-%s" % (step, moment, whom))
                scene.run("submit", job, KILL="%s %s %s" % (step, moment, whom))
                jobs.append(job)
    # And once more while it finds out what became of the first kill.
    for job in jobs[::4]:
        scene.run("submit", job, KILL="find after both")
        scene.run("status", job, KILL="find before launch")
    scene.good("submit", *jobs)
    scene.one_each(len(jobs))
    told = scene.good("status").stdout
    check(told.count(" queued ") == len(jobs), told)
    scene.good("submit", *jobs)
    scene.one_each(len(jobs))


def children_of(process):
    """All below it, such as its kubectl."""
    found = []
    for task in pathlib.Path("/proc/%d/task" % process).glob("*/children"):
        try:
            for child in map(int, task.read_text().split()):
                found += [child, *children_of(child)]
        except OSError:
            pass  # it has ended meanwhile
    return found


def kill(process, with_children):
    every = children_of(process.pid) if with_children else []
    process.send_signal(signal.SIGKILL)
    for each in every:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            pass


def killed_at_any_moment(scene):
    """One or two at once, here or on two machines; each may be killed, with or without its kubectl."""
    rng = random.Random(SEED)
    jobs = []
    # How long one takes when nobody kills it.
    started = time.monotonic()
    scene.good("submit", scene.job("first"))
    usual = time.monotonic() - started
    states = [str(scene.folder / each) for each in "ab"]
    for number in range(KILLS):
        jobs.append(scene.job("kill%04d" % number))
        places = rng.sample(states, 2) if rng.random() < 0.5 else [states[0]] * rng.choice([1, 2])
        racers = [scene.start("submit", jobs[-1], LAUNCH_STATE_DIR=place) for place in places]
        time.sleep(rng.uniform(0, usual * 1.3))
        for racer in racers:
            if rng.random() < 0.85:
                kill(racer, rng.random() < 0.5)
        for racer in racers:
            racer.wait(60)
            racer.stdout.close()
    # An orphan's call may still be on its way: whoever comes next waits for it.
    for state in states:
        scene.good("submit", *jobs, "--keep-going", LAUNCH_STATE_DIR=state)
    scene.one_each(len(jobs) + 1)
    for state in states:
        told = scene.good("status", LAUNCH_STATE_DIR=state).stdout
        check(told.count(" queued ") == len(jobs), told)
