"""W&B's own agent, idle: its loop, with what it would ask of a server answered at once. Runs until it is killed."""

import asyncio

from wandb.sdk.launch.agent.agent import LaunchAgent


class Nobody:
    """A server on which nothing ever waits."""

    settings = {"base_url": "http://127.0.0.1:9"}
    api_key = "none"

    def create_launch_agent(self, *_, **__):
        return {"launchAgentId": "agent"}

    def entity_is_team(self, *_):
        return False

    def get_launch_agent(self, *_):
        return {"name": "agent", "stopPolling": False}

    def pop_from_run_queue(self, *_, **__):
        return None

    def update_launch_agent_status(self, *_, **__):
        return {"success": True}


# The agent's own run on the server.
LaunchAgent._init_agent_run = lambda self: setattr(self, "_wandb_run", None)
agent = LaunchAgent(Nobody(), {"entity": "e", "queues": ["default"], "max_jobs": 1}, None)
print("polls", flush=True)
asyncio.run(agent.loop())
