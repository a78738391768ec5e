#!/usr/bin/env python3
# Stands in for kubectl and runs here what it would run in a pod: in the namespaces of the process that the file `pod`
# beside it names, or, where that is empty, in a session of its own. As with the real one, its death closes the streams of
# what it started and ends nothing. The file `kube-mode` says what is wrong with the cluster; calls are noted.
import json, os, subprocess, sys, threading

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))


def beside(name):
    try:
        with open(HERE + "/" + name) as file:
            return file.read().strip()
    except OSError:
        return ""


def fail(text, code=1):
    sys.stderr.write(text + "\n")
    sys.exit(code)


def exit_if_wrong(mode, pod):
    if mode == "forbidden":
        fail('Error from server (Forbidden): pods "%s" is forbidden: User "dev" cannot get resource "pods"' % pod)
    if mode == "unreachable":
        fail("Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout")
    if pod != "bench-0":
        fail('Error from server (NotFound): pods "%s" not found' % pod)


def relay(source, sink, flip):
    """Passes on what comes; with `flip` the last byte becomes another."""
    held = b""
    try:
        while True:
            part = os.read(source, 1 << 16)
            if not part:
                break
            if flip:
                os.write(sink, held + part[:-1]) if held + part[:-1] else None
                held = part[-1:]
            else:
                while part:
                    part = part[os.write(sink, part):]
        if held:
            os.write(sink, bytes([held[0] ^ 1]))
    except OSError:
        pass
    finally:
        os.close(sink)


def execute(pod, command, mode):
    exit_if_wrong(mode, pod)
    verb = command[command.index("-c") + 2] if "-c" in command else ""
    if mode == "no-python3":
        fail('OCI runtime exec failed: exec: "python3": executable file not found in $PATH: unknown', 126)
    if mode == "lost-" + verb:
        fail("error: error reading from error stream: websocket: close 1006 (abnormal closure): unexpected EOF")
    once = "flip-once-" + verb
    if mode == once:
        os.remove(HERE + "/kube-mode")
    inside = beside("pod")
    enter = ["nsenter", "-t", inside, "-U", "-p", "-m", "--preserve-credentials", "--"] if inside else []
    child = subprocess.Popen(
        enter + command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    threading.Thread(target=relay, args=(0, os.dup(child.stdin.fileno()), mode == "flip-" + verb), daemon=True).start()
    child.stdin.close()
    outputs = [
        threading.Thread(target=relay, args=(child.stdout.fileno(), os.dup(1), mode in (once, "flip-out-" + verb))),
        threading.Thread(target=relay, args=(child.stderr.fileno(), os.dup(2), False)),
    ]
    for output in outputs:
        output.start()
    code = child.wait()
    for output in outputs:
        output.join()
    if code != 0:
        fail("command terminated with exit code %d" % code, code)


def main():
    words = sys.argv[1:]
    with open(HERE + "/kubectl-calls", "a") as calls:
        calls.write(" ".join(words).replace("\n", " ") + "\n")
    while words and words[0].startswith("--"):
        words = words[2:]
    mode = beside("kube-mode")
    if words[0] == "version":
        print(json.dumps({"clientVersion": {"gitVersion": "v1.12.0" if mode == "old" else "v1.34.1"}}))
    elif words[:2] == ["config", "current-context"]:
        fail("error: current-context is not set") if mode == "no-context" else print("main")
    elif words[:2] == ["config", "get-contexts"]:
        print("main") if words[2] == "main" else fail("error: context %s not found" % words[2])
    elif words[:2] == ["get", "pod"]:
        exit_if_wrong(mode, words[2])
        phase = "Pending" if mode == "pending" else "Running"
        print(json.dumps({"metadata": {"name": words[2]}, "status": {"phase": phase}}))
    elif words[:2] == ["exec", "-i"]:
        execute(words[2], words[4:], mode)
    else:
        fail("unknown command " + words[0])


main()
