"""Drives the server by JSON-RPC lines on its standard streams; standard library only."""

import json
import subprocess

from campaign_steps import arguments, check, drive


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.next_id = 0
        self.progress = []

    def notify(self, method, params=None):
        self.send({"jsonrpc": "2.0", "method": method, "params": params or {}})

    def request(self, method, params=None):
        self.next_id += 1
        self.send({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params or {}})
        while True:
            line = self.process.stdout.readline()
            check(line, "the server answers %s" % method)
            message = json.loads(line)
            if message.get("method") == "notifications/progress":
                self.progress.append(message["params"])
            elif message.get("id") == self.next_id:
                check("error" not in message, "%s is answered without an error: %s" % (method, message))
                return message["result"]

    def send(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def call(self, tool, arguments):
        result = self.request(
            "tools/call", {"name": tool, "arguments": arguments, "_meta": {"progressToken": "p%d" % self.next_id}}
        )
        check(json.loads(result["content"][0]["text"]) == result["structuredContent"], "text and structure are one")
        return result["structuredContent"], result.get("isError", False)


def main():
    command, config, campaigns, lake = arguments()
    server = Server(command)
    hello = server.request(
        "initialize",
        {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "drive_stdio", "version": "1"}},
    )
    check(hello["serverInfo"]["name"], "the server has a name")
    server.notify("notifications/initialized")
    tools = [tool["name"] for tool in server.request("tools/list")["tools"]]
    print("campaign", drive(server.call, config, campaigns, lake, tools))
    check(server.progress, "a verb told its progress")
    server.process.stdin.close()
    check(server.process.wait(timeout=30) == 0, "the server ends with its input")


main()
