"""Agents, the queue that they take from, and what its jobs left behind."""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "submitting"))
from scene import SECRET, Scene, check, until  # noqa: E402

JOB = """\
resource: local-process
entity: team
project: p
name: {name}
job: team/p/train:v1
command: [sh, -c, {script}]
env:
  TOKEN: null
  URL: "db://u:${{TOKEN}}@h/x"
"""


class AgentScene(Scene):
    def __init__(self, launch, folder):
        super().__init__(launch, folder, JOB, {})
        self.agents = []
        self.apart = False  # each agent in a process group of its own, with its clients

    def enqueue(self, name, script, *words):
        path = self.folder / f"{name}.yaml"
        path.write_text(self.text.format(name=name, script=json.dumps(script)))
        self.good("submit", "--enqueue", path.name, *words)

    def entries(self):
        listed = self.good("queue", "show", "default", "--limit", "1000000", "--format", "json")
        return {pathlib.Path(entry["job"]).stem: entry for entry in json.loads(listed)["entries"]}

    def agent(self, name, *words, **more):
        log = open(self.folder / f"log-{len(self.agents)}", "w+")
        lease = () if "--lease" in words else ("--lease", "2s")
        agent = subprocess.Popen([self.launch, "agent", "--name", name, *lease, *words], cwd=self.folder,
                                 env={**self.environment, **more}, stdout=log, stderr=log, start_new_session=self.apart)
        agent.log = pathlib.Path(log.name)
        self.agents.append(agent)
        return agent

    def lines(self, name):
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def abandon(self):
        for agent in self.agents:
            if agent.poll() is None:
                agent.kill()
            agent.wait()

    def over(self):
        """No agent is left, and none printed the secret."""
        self.abandon()
        for agent in self.agents:
            check(SECRET not in agent.log.read_text(), "a log has the secret")
        self.keeps_secret(called=False)


def drained(agent):
    """Told to stop once it works: what has hardly begun knows no signals yet."""
    until(lambda: "takes from" in agent.log.read_text(), "the agent works")
    agent.terminate()
    ends(agent, 0)


def ends(agent, code, seconds=60):
    try:
        seen = agent.wait(seconds)
    except subprocess.TimeoutExpired:
        seen = "nothing"
    check(seen == code, f"ended with {seen}, {code} expected: {agent.log.read_text()}")
