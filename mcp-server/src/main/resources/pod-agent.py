# What is done in a pod, sent anew with each `kubectl exec` and never stored there; standard library only.
#
# argv: VERB [DIRECTORY [-- COMMAND...]]. Standard input, whose reader is `b`: the length of a JSON request and a line
# feed, the request, and what the verb takes beside it. Secrets come in the request alone; no verb writes one anywhere.
# A verb answers with one line of JSON on standard output; `run` and `fetch` send notes among the lines of standard error.
import base64, hashlib, http.client, json, os, select, shutil, signal, socket, ssl, stat, subprocess, sys, tarfile, time
import urllib.parse

NOTE = "\x1eperf-tune-report "
PROFILING = b'"benchmark_phase":"profiling"'
AFTER_INTERRUPT, AFTER_TERMINATE, LINGER = 10, 5, 30


def answer(**said):
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def note(**said):
    try:
        os.write(2, (NOTE + json.dumps(said) + "\n").encode())
    except OSError:
        pass  # nobody listens any more, which the end of standard input tells


def members(directory):
    """The processes of a run: whatever was given its TMPDIR, children of children included; the dead aside."""
    mark = ("TMPDIR=" + directory + "/tmp").encode()
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open("/proc/" + name + "/environ", "rb") as environ:
                ours = mark in environ.read().split(b"\0")
            with open("/proc/" + name + "/stat", "rb") as status:
                dead = status.read().rsplit(b")", 1)[1].split()[0] in (b"Z", b"X")
        except OSError:
            continue
        if ours and not dead:
            found.append(int(name))
    return found


def send(signum, directory):
    groups = set()
    for pid in members(directory):
        try:
            groups.add(os.getpgid(pid))
        except OSError:
            pass
    groups.discard(os.getpgrp())
    for group in groups:
        try:
            os.killpg(group, signum)
        except OSError:
            pass


def stop(directory, child=None):
    """SIGINT as a terminal sends it, then SIGTERM, then SIGKILL, to all of the run; where its leader ended, the last."""
    steps = ((signal.SIGINT, AFTER_INTERRUPT), (signal.SIGTERM, AFTER_TERMINATE), (signal.SIGKILL, 5))
    for signum, wait in steps[2:] if child is not None and child.poll() is not None else steps:
        if not members(directory):
            break
        send(signum, directory)
        end = time.monotonic() + wait
        while members(directory) and time.monotonic() < end:
            if child is not None:
                child.poll()
            time.sleep(0.05)


def sweep(directory):
    """Ends what runs there and removes the directory; True where there was one."""
    try:
        found = os.lstat(directory)
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(directory + " is there and belongs to somebody else")
    stop(directory)
    shutil.rmtree(directory)
    return True


def make(directory, request):
    try:
        with open(directory + "/owner") as file:
            owner = file.read()
    except OSError:
        owner = None
    if owner is not None and owner != request["owner"] and members(directory):
        answer(busy=owner)
        return
    swept = sweep(directory)
    os.mkdir(directory, 0o700)
    for name in ("raw", "tmp", "tiktoken"):
        os.mkdir(directory + "/" + name, 0o700)
    with open(directory + "/owner", "w") as file:
        file.write(request["owner"])
    answer(swept=swept)


def put(directory, request):
    left, digest = request["size"], hashlib.sha256()
    with open(directory + "/" + request["name"], "xb") as file:
        while left > 0:
            part = b.read(min(left, 1 << 20))
            if not part:
                break
            digest.update(part)
            file.write(part)
            left -= len(part)
    answer(sha256=digest.hexdigest(), missing=left)


class Counter:
    """Counts profiling requests in the growing export, reading only what is new."""

    def __init__(self, path):
        self.path, self.offset, self.rest, self.count = path, 0, b"", 0

    def look(self):
        try:
            with open(self.path, "rb") as file:
                file.seek(self.offset)
                part = file.read()
        except OSError:
            return self.count
        self.offset += len(part)
        text = self.rest + part
        self.count += text.count(PROFILING)
        self.rest = text[-(len(PROFILING) - 1):]
        return self.count


def abandoned():
    """Whether whoever started the run is gone: nothing more is ever sent, so input means its end."""
    ready, _, _ = select.select([0], [], [], 0.5)
    return bool(ready) and not os.read(0, 4096)


def run(directory, request):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AIPERF_") and k not in request["withheld"]}
    environment.update(TMPDIR=directory + "/tmp", TIKTOKEN_CACHE_DIR=directory + "/tiktoken")
    environment.update(PYTHONUNBUFFERED="1", NO_COLOR="1")
    environment.update(request["environment"])
    try:
        child = subprocess.Popen(
            sys.argv[4:], stdin=subprocess.DEVNULL, env=environment, cwd=directory, start_new_session=True)
    except OSError as failure:
        note(ended="not_started", exit_code=-1, why=str(failure))
        sys.exit(127)
    for signum in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(signum, lambda *_: sys.exit(143))
    counter, start, told, ended = Counter(directory + "/raw/profile_export.jsonl"), time.monotonic(), 0, "exited"
    done = 0
    try:
        while child.poll() is None:
            if abandoned():
                ended = "abandoned"
                break
            now = time.monotonic()
            if now - start >= request["limit_s"]:
                ended = "timed_out"
                break
            before, done = done, counter.look()
            if done > before or now - told >= 2:
                told = now
                note(done=done)
    finally:
        stop(directory, child)
    code = child.wait()
    code = 128 - code if code < 0 else code
    if ended == "abandoned":
        time.sleep(LINGER)
        sweep(directory)
        return
    note(done=counter.look())
    note(ended=ended, exit_code=code)
    sys.exit(code)


class Hashing:
    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def write(self, part):
        self.digest.update(part)
        return self.file.write(part)


def fetch(directory, request):
    out = Hashing(sys.stdout.buffer)
    raw = directory + "/raw"
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.USTAR_FORMAT) as tar:
        for parent, _, names in sorted(os.walk(raw)):
            for name in sorted(names):
                path = parent + "/" + name
                if stat.S_ISREG(os.lstat(path).st_mode):
                    tar.add(path, arcname=os.path.relpath(path, raw), recursive=False)
    sys.stdout.flush()
    note(sha256=out.digest.hexdigest())


def end(directory, request):
    answer(swept=sweep(directory))


def look(directory, request):
    command = request["command"]
    said = {"python": sys.version.split()[0], "program": shutil.which(command[0]), "code": None, "text": ""}
    if said["program"] is not None:
        try:
            done = subprocess.run(
                command + ["--version"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
            said.update(code=done.returncode, text=done.stdout.decode(errors="replace")[-400:])
        except (OSError, subprocess.TimeoutExpired) as failure:
            said.update(text=str(failure))
    answer(**said)


def connect(url, request):
    port = url.port or (443 if url.scheme == "https" else 80)
    if url.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(url.hostname, port, timeout=request["connect_s"], context=context)
    return http.client.HTTPConnection(url.hostname, port, timeout=request["connect_s"])


def read(response, sock, end, request):
    body, events, stopped = bytearray(), 0, False
    while not stopped:
        sock.settimeout(max(0.001, end - time.monotonic()))
        part = response.read1(1 << 16)
        if not part:
            break
        start = body.rfind(b"\n") + 1
        before = body[start:].startswith(b"data:")
        body += part
        events += (b"\n" + body[start:]).count(b"\ndata:") - before
        stopped = events > request["most_events"] or len(body) > request["most_bytes"]
    return bytes(body), stopped


def exchange(directory, request):
    url = urllib.parse.urlsplit(request["url"])
    end = time.monotonic() + request["whole_s"]
    body = None if request["body"] is None else base64.b64decode(request["body"])
    step = "connect"
    try:
        connection = connect(url, request)
        connection.connect()
        step, sock = "head", connection.sock
        sock.settimeout(max(0.001, min(request["head_s"], end - time.monotonic())))
        path = (url.path or "/") + ("?" + url.query if url.query else "")
        connection.request(request["method"], path, body, request["headers"])
        response = connection.getresponse()
        text, stopped = read(response, sock, end, request)
    except socket.gaierror as failure:
        answer(failed="unknown_host", detail=str(failure))
    except ssl.SSLError as failure:
        answer(failed="tls_failed", detail=str(failure))
    except socket.timeout:
        answer(failed="timed_out", detail="no answer in time")
    except (OSError, http.client.HTTPException) as failure:
        answer(failed="refused" if step == "connect" else "broken", detail=repr(failure))
    else:
        answer(status=response.status, stopped=stopped, size=len(text))
        sys.stdout.buffer.write(text)
        sys.stdout.flush()


os.umask(0o077)
VERBS = {"make": make, "put": put, "run": run, "fetch": fetch, "end": end, "look": look, "exchange": exchange}
try:
    VERBS[sys.argv[1]](sys.argv[2] if len(sys.argv) > 2 else "", json.loads(b.read(int(b.readline())).decode()))
except OSError as failure:
    note(failed=str(failure))
    sys.exit(3)
