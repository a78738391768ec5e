"""Serves moto's S3 on a free port of loopback, prints the port, and runs until it is ended.

One request at a time: moto looks at a condition and writes in two steps.
"""

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

server = make_server(
    "127.0.0.1",
    0,
    DomainDispatcherApplication(create_backend_app),
    threaded=False,
    request_handler=MotoRequestHandler,
)
print(server.server_address[1], flush=True)
server.serve_forever()
