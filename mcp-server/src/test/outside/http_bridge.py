"""Carries MCP's Streamable HTTP on loopback to a server on standard input and output, a process a session.

usage: http_bridge.py PROGRAM. It prints its address, and ends with its standard input. Standard library only. Only what
a client needs is there: POST with a stream of events for each request, DELETE, and no stream of its own for GET.
"""

import json
import queue
import subprocess
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOCAL = ("127.0.0.1", "localhost", "[::1]")


class Session:
    """A process, and who waits for which of its replies."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.waiting = {}
        self.lock = threading.Lock()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            with self.lock:
                reply = "id" in message and "method" not in message
                listeners = [self.waiting.get(message["id"])] if reply else list(self.waiting.values())[-1:]
            for listener in filter(None, listeners):
                listener.put(message)
        with self.lock:
            listeners = list(self.waiting.values())
        for listener in listeners:
            listener.put(None)

    def send(self, message):
        with self.lock:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()

    def request(self, message):
        """Everything that comes until the reply, the reply included."""
        heard = queue.Queue()
        with self.lock:
            self.waiting[message["id"]] = heard
        try:
            self.send(message)
            while True:
                answer = heard.get(timeout=60)
                if answer is None:
                    return
                yield answer
                if answer.get("id") == message["id"] and "method" not in answer:
                    return
        finally:
            with self.lock:
                del self.waiting[message["id"]]

    def end(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


class Bridge(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sessions = {}
    program = None

    def log_message(self, *_):
        pass

    def plain(self, code, **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        self.plain(405, Allow="POST, DELETE")

    def do_DELETE(self):
        session = self.sessions.pop(self.headers.get("Mcp-Session-Id"), None)
        if session:
            session.end()
        self.plain(200 if session else 404)

    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        origin = self.headers.get("Origin", "http://localhost").split("//")[-1]
        if any(name.rsplit(":", 1)[0] not in LOCAL for name in (self.headers["Host"], origin)):
            return self.plain(403)
        name = self.headers.get("Mcp-Session-Id")
        if message.get("method") == "initialize":
            name = uuid.uuid4().hex
            self.sessions[name] = Session(self.program)
        session = self.sessions.get(name)
        if session is None:
            return self.plain(404)
        if "id" not in message or "method" not in message:
            session.send(message)
            return self.plain(202)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Mcp-Session-Id", name)
        self.send_header("Connection", "close")
        self.end_headers()
        for answer in session.request(message):
            self.wfile.write(b"event: message\ndata: " + json.dumps(answer).encode() + b"\n\n")
            self.wfile.flush()
        self.close_connection = True


def main():
    Bridge.program = sys.argv[1]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bridge)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("http://127.0.0.1:%d/mcp" % server.server_address[1], flush=True)
    sys.stdin.read()
    for session in list(Bridge.sessions.values()):
        session.end()


if __name__ == "__main__":
    main()
