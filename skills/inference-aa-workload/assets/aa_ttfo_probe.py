#!/usr/bin/env python3
"""Times the first token and the first answer token of a streamed chat answer, on any stack.

The same probe as bin/aa-ttfo-probe, in one file of standard-library Python 3.8 or newer, for a pod that has no JVM:

    kubectl exec -i POD -- python3 - --url http://127.0.0.1:8000 --model NAME < aa_ttfo_probe.py

It sends COUNT streamed requests, one after another, over one connection that stands before the first is timed. TTFT is the
first text of any kind. TTFO is the first text of the answer: what comes in content, and not between <think> and </think>.
Without --prompt-file the prompts are filler of about the shape's size, which is not exact in tokens.

The key comes from API_KEY; for api.inference.wandb.ai, and no other host, from WANDB_INFERENCE_API_KEY first.
Exit codes: 0 done; 1 a request failed, and none is sent after it; 2 invalid input or no key; 130 interrupted.
"""

import argparse
import http.client
import json
import os
import random
import re
import ssl
import statistics
import sys
import time
from urllib.parse import urlsplit

# Shape -> prompt tokens, answer tokens at least.
SHAPES = {
    "aa-1k": (1000, 1000),
    "aa-10k": (10000, 1500),
    "aa-100k": (100000, 2000),
}
ROOM_TO_THINK = 4096
WANDB_HOST = "api.inference.wandb.ai"
IDLE_S = 120
REQUEST_S = 600
FIELDS = ("reasoning_content", "reasoning")
TASK = "Write a long essay that connects as many of the words above as you can. Explain each and give examples."
WORDS = (
    "time year people way day man thing woman life child world school state family student group country problem hand part "
    "place case week company system program question work government number night point home water room mother area money "
    "story fact month lot right study book eye job word business issue side kind head house service friend father power "
    "hour game line end member law car city community name president team minute idea body information back parent face"
).split()

MEMBERS = (
    "model endpoint shape prompt_source prompts_exact count succeeded failed ttft_p50_ms ttfo_p50_ms ttfo_coverage reasoning_tokens "
    "reasoning_tokens_source reasoning_surface ttft_ttfo_tied tied_reading reading requests problems"
).split()

READINGS = {
    "unconfigured_parser": "The thoughts stream as content between <think> tags: no reasoning parser is configured. A client that "
    "takes content for the answer reports TTFT as TTFO here.",
    "hidden_by_provider": "TTFT and TTFO are one, no thought was streamed, and usage counts reasoning tokens: the provider hides "
    "them, and both times hold the thinking.",
    "not_a_reasoning_model": "TTFT and TTFO are one, no thought was streamed, and usage counts no reasoning tokens: the model "
    "did not reason, unless its provider hides thoughts and counts none.",
    "undetermined": "TTFT and TTFO are one and no thought was seen before the answer, but usage does not say whether there were "
    "any: no reasoning, or hidden.",
}
SPLIT = "Thoughts stream apart from the answer: TTFT is the start of thinking, TTFO of the answer."
NO_ANSWER = "No request got an answer token, so there is no TTFO: give --max-output-tokens, or a real question."


class Refused(Exception):
    """What is wrong before anything is sent."""

    def __init__(self, code, message, where, remedy):
        super().__init__(message)
        self.problem = problem(code, message, where, remedy)


class Failed(Exception):
    """Why a request is no measurement."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def problem(code, message, where, remedy):
    return {"code": code, "message": message, "where": where, "remedy": remedy}


class SseParser:
    """Cuts bytes that arrive in pieces into (event name, data, stamp)."""

    def __init__(self):
        self.line = bytearray()
        self.after_cr = False
        self.first = True
        self.data = []
        self.name = None
        self.stamp = 0.0

    def feed(self, piece, stamp):
        events = []
        for byte in piece:
            if byte == 10 and self.after_cr:
                self.after_cr = False
            elif byte in (10, 13):
                self.after_cr = byte == 13
                self._line_ended(stamp, events)
            else:
                self.after_cr = False
                self.line.append(byte)
        return events

    def finish(self):
        """The last event without its blank line, and the line that was cut off, or None."""
        events = []
        self._dispatch(events)
        return events, (self._take() if self.line else None)

    def _take(self):
        text = self.line.decode("utf-8", "replace")
        self.line = bytearray()
        if self.first and text.startswith("\ufeff"):
            text = text[1:]
        self.first = False
        return text

    def _line_ended(self, stamp, events):
        text = self._take()
        if not text:
            self._dispatch(events)
            return
        field, _, value = text.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if field == "data":
            self.data.append(value)
            self.stamp = stamp
        elif field == "event":
            self.name = value

    def _dispatch(self, events):
        if self.data:
            events.append((self.name, "\n".join(self.data), self.stamp))
        self.data = []
        self.name = None


class Answer:
    """A streamed answer, put together, with the stamps of what counts in it."""

    def __init__(self):
        self.content = ""
        self.pieces = []  # (where the piece ends in content, its stamp)
        self.first_token = None
        self.field = None
        self.reasoning_deltas = 0
        self.usage = {}
        self.finish_reason = None
        self.done = False
        self.error = None

    def event(self, name, data, stamp):
        if self.done:
            return
        if data.strip() == "[DONE]":
            self.done = True
            return
        try:
            chunk = json.loads(data)
        except ValueError:
            self._failed("An event of the stream is not JSON: " + data[:500])
            return
        if not isinstance(chunk, dict):
            return
        choice = first_choice(chunk.get("choices"))
        self._delta(choice.get("delta") or {}, stamp)
        self.finish_reason = choice.get("finish_reason") or self.finish_reason
        if isinstance(chunk.get("usage"), dict):
            self.usage = chunk["usage"]
        if chunk.get("error") or "choices" not in chunk:
            said = error_in(chunk)
            if said:
                self._failed(said)
        elif name == "error":
            self._failed(data[:500])

    def last_line(self, line, stamp):
        """Takes a last line that lacks its end, where it is whole all the same; says whether it is."""
        if not line.startswith("data:"):
            return line.startswith(":")
        data = line[len("data:"):].strip()
        try:
            data == "[DONE]" or json.loads(data)
        except ValueError:
            return False
        self.event(None, data, stamp)
        return True

    def _delta(self, delta, stamp):
        content = text_of(delta, "content")
        field = next((name for name in FIELDS if text_of(delta, name)), None)
        if content:
            self.content += content
            self.pieces.append((len(self.content), stamp))
        if field:
            self.reasoning_deltas += 1
            self.field = self.field or field
        if (content or field or calls_tool(delta)) and self.first_token is None:
            self.first_token = stamp

    def _failed(self, message):
        self.error = self.error or message

    def answer_from(self):
        """Where in the content the answer begins; None where there is no inline thinking."""
        if self.field:
            return None
        opened = self.content.lstrip().startswith("<think>")
        start, close = self.content.find("<think>"), self.content.find("</think>")
        if not opened and (close < 0 or 0 <= start < close):
            return None
        close = self.content.find("</think>", start + len("<think>") if opened else 0)
        return len(self.content) if close < 0 else close + len("</think>")

    def surface(self):
        return self.field or ("none_seen" if self.answer_from() is None else "inline_think")

    def first_answer(self):
        start = self.answer_from() or 0
        return next((stamp for end, stamp in self.pieces if end > start), None)

    def thought_deltas(self):
        """Deltas that hold thoughts: a rough count, because a delta may hold several tokens."""
        start = self.answer_from()
        if start is None:
            return self.reasoning_deltas
        begins = [0] + [end for end, _ in self.pieces[:-1]]
        return sum(1 for begin in begins if begin < start)

    def reasoning_tokens(self):
        """How many, and by whose count."""
        told = usage_reasoning(self.usage)
        if told:
            return told, "usage"
        if self.thought_deltas():
            return self.thought_deltas(), "deltas"
        return (0, "usage") if told == 0 else (None, None)


def first_choice(choices):
    """The choice of index 0; one that has none counts as it."""
    found = [choice for choice in choices if isinstance(choice, dict) and not choice.get("index")] if isinstance(choices, list) else []
    return found[0] if found else {}


def text_of(delta, name):
    value = delta.get(name)
    return value if isinstance(value, str) else ""


def calls_tool(delta):
    calls = [delta.get("function_call") or {}]
    calls += [call.get("function") or {} for call in delta.get("tool_calls") or []]
    return any(text_of(call, "name") or text_of(call, "arguments") for call in calls)


def whole(usage, name):
    value = (usage or {}).get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def usage_reasoning(usage):
    inside = whole(usage.get("completion_tokens_details"), "reasoning_tokens")
    return whole(usage, "reasoning_tokens") if inside is None else inside


def error_in(body):
    error = body.get("error")
    if isinstance(error, dict):
        return str(error.get("message") or json.dumps(error))[:500]
    if error:
        return str(error)[:500]
    if body.get("detail"):
        return json.dumps(body["detail"])[:500]
    return str(body.get("message"))[:500] if body.get("object") == "error" else None


def error_of(text):
    try:
        body = json.loads(text)
        said = error_in(body) or body.get("message")
        return str(said)[:500] if said else text.strip()[:500]
    except (ValueError, AttributeError):
        return text.strip()[:500]


class Endpoint:
    """One endpoint, and the one connection to it."""

    def __init__(self, url, path, model):
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            port = 0
        if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or "@" in parts.netloc or parts.query:
            raise Refused("bad-url", "--url is no http://host:port without user and query.", "--url", "Write it as http://host:port.")
        base = parts.path.rstrip("/")
        base = base[:-3] if base.endswith("/v1") else base
        self.host = parts.hostname
        self.origin = parts.scheme + "://" + parts.netloc.lower() + base
        self.path = base + path
        self.name = self.origin + path
        self.model = model
        self.headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        key = key_for(self.host.lower())
        if key:
            self.headers["Authorization"] = "Bearer " + key
        if parts.scheme == "https":
            self.connection = http.client.HTTPSConnection(
                self.host, port, timeout=IDLE_S, context=ssl.create_default_context()
            )
        else:
            self.connection = http.client.HTTPConnection(self.host, port, timeout=IDLE_S)

    def ask(self, prompt, options):
        """Sends one request and reads its answer."""
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": prompt}],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0,
            "top_p": 1,
            options.max_tokens_field: options.max_output_tokens,
        }
        if self.connection.sock is None:
            try:
                self.connection.connect()
            except OSError as error:
                raise Failed("connect-failed", "There is no connection to the endpoint: %s." % error)
        try:
            start = time.perf_counter()
            self.connection.request("POST", self.path, json.dumps(body).encode("utf-8"), self.headers)
            response = self.connection.getresponse()
            if response.status // 100 != 2:
                raise Failed("http-error", "HTTP %d: %s" % (response.status, error_of(response.read().decode("utf-8", "replace"))))
            return start, self._read(response, start)
        except (OSError, http.client.HTTPException) as error:
            raise Failed("transport-failed", "%s: %s" % (type(error).__name__, error))

    def _read(self, response, start):
        parser, answer, latest = SseParser(), Answer(), start
        while True:
            piece = response.read1(65536)
            stamp = time.perf_counter()
            if not piece:
                break
            latest = stamp
            if stamp - start > REQUEST_S:
                self.connection.close()
                raise Failed("timed-out", "The answer was not complete after %d s." % REQUEST_S)
            for event in parser.feed(piece, stamp):
                answer.event(*event)
        response.read()  # else a body with a Content-Length is not over for http.client, and the next request fails
        events, rest = parser.finish()
        for event in events:
            answer.event(*event)
        cut = rest is not None and not answer.done and not answer.last_line(rest, latest)
        if answer.error:
            raise Failed("stream-error", answer.error)
        if cut or not (answer.finish_reason or answer.done):
            raise Failed("truncated", "The stream ended without finish_reason and [DONE], or inside a line.")
        return answer


def key_for(host):
    names = ["WANDB_INFERENCE_API_KEY", "API_KEY"] if host == WANDB_HOST else ["API_KEY"]
    for name in names:
        value = os.environ.get(name, "")
        if value:
            if not all(" " < char < "\x7f" for char in value):
                raise Refused("no-credential", "The environment variable %s holds a blank, a line break or a character that is not ASCII." % name, "environment", "Export the key alone.")
            return value
    if host == WANDB_HOST:
        raise Refused("no-credential", "Neither WANDB_INFERENCE_API_KEY nor API_KEY is set, and %s wants a key." % host, "environment", "Export one of them.")
    return None


def prompts(options):
    """The prompts, and where they come from."""
    if options.prompt_file:
        return file_prompts(options.prompt_file, options.count), "file"
    size = SHAPES[options.shape][0]
    words = random.Random(time.time_ns())
    made = []
    for _ in range(options.count):
        made.append(" ".join(words.choice(WORDS) for _ in range(size - 24)) + "\n" + TASK)
    return made, "filler"


def file_prompts(name, count):
    try:
        with open(name, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("bad-prompt-file", "%s could not be read: %s." % (name, error), "--prompt-file", "Name a readable UTF-8 file.")
    if not name.endswith(".jsonl"):
        made = [text] * count
    else:
        try:
            made = [json.loads(line)["text_input"] for line in text.splitlines() if line.strip()]
        except (ValueError, KeyError, TypeError):
            made = []
        if len(made) < count:
            raise Refused("bad-prompt-file", "%s has fewer than %d lines of JSON with text_input." % (name, count), "--prompt-file", "Lower --count, or give more prompts.")
    if not all(isinstance(prompt, str) and prompt.strip() for prompt in made):
        raise Refused("bad-prompt-file", "%s holds an empty prompt." % name, "--prompt-file", "Give each prompt some text.")
    return made[:count]


def measured(index, start, answer):
    first, answered = answer.first_token, answer.first_answer()
    tokens, source = answer.reasoning_tokens()
    return {
        "index": index,
        "status": "ok",
        "ttft_ms": None if first is None else (first - start) * 1000,
        "ttfo_ms": None if answered is None else (answered - start) * 1000,
        "output_tokens": whole(answer.usage, "completion_tokens"),
        "reasoning_tokens": tokens,
        "reasoning_tokens_source": source,
        "reasoning_surface": answer.surface(),
        "ttft_ttfo_tied": None if answered is None else first == answered,
        "finish_reason": answer.finish_reason,
        "error": None,
    }


def failed(index, message):
    members = ("ttft_ms", "ttfo_ms", "output_tokens", "reasoning_tokens", "reasoning_tokens_source", "reasoning_surface")
    request = {"index": index, "status": "failed"}
    request.update((member, None) for member in members + ("ttft_ttfo_tied", "finish_reason"))
    request["error"] = message
    return request


def median(values):
    return statistics.median(values) if values else None


def reading_of(surface, tied, requests):
    """The word of a tie, and what it means."""
    if surface == "inline_think":
        return "unconfigured_parser", READINGS["unconfigured_parser"]
    if tied is None:
        return None, NO_ANSWER
    if not tied:
        return None, SPLIT
    told = [r["reasoning_tokens"] for r in requests if r["reasoning_tokens_source"] == "usage"]
    if surface != "none_seen" or len(told) < len(requests):
        word = "undetermined"
    else:
        word = "hidden_by_provider" if sum(told) > 0 else "not_a_reasoning_model"
    return word, READINGS[word]


def summary(endpoint, options, source, requests, problems):
    good = [r for r in requests if r["status"] == "ok"]
    any_token = [r for r in good if r["ttft_ms"] is not None]
    answered = [r for r in good if r["ttfo_ms"] is not None]
    counted = [r for r in good if r["reasoning_tokens"] is not None]
    sources = sorted({r["reasoning_tokens_source"] for r in counted})
    surface = next((r["reasoning_surface"] for r in good if r["reasoning_surface"] != "none_seen"), "none_seen" if good else None)
    tied = all(r["ttft_ttfo_tied"] for r in answered) if answered else None
    word, reading = reading_of(surface, tied, good) if any_token else (None, None)
    return {
        "model": options.model,
        "endpoint": endpoint.name,
        "shape": None if options.prompt_file else options.shape,
        "prompt_source": source,
        "prompts_exact": False,
        "count": options.count,
        "succeeded": len(good),
        "failed": len(requests) - len(good),
        "ttft_p50_ms": median([r["ttft_ms"] for r in any_token]),
        "ttfo_p50_ms": median([r["ttfo_ms"] for r in answered]),
        "ttfo_coverage": len(answered) / len(any_token) if any_token else None,
        "reasoning_tokens": sum(r["reasoning_tokens"] for r in counted) if counted else None,
        "reasoning_tokens_source": "+".join(sources) if sources else None,
        "reasoning_surface": surface,
        "ttft_ttfo_tied": tied,
        "tied_reading": word,
        "reading": reading,
        "requests": requests,
        "problems": problems,
    }


def probe(options):
    endpoint = Endpoint(options.url, options.endpoint, options.model)
    texts, source = prompts(options)
    requests, problems = [], []
    if options.prompt_file and options.count > 1 and len(set(texts)) < len(texts):
        problems.append(problem("prompts-repeat", "The same prompt is sent more than once, so a prefix cache may answer.", "--prompt-file", "Give JSON lines with text_input, one prompt each."))
    for index, text in enumerate(texts, 1):
        try:
            start, answer = endpoint.ask(text, options)
            requests.append(measured(index, start, answer))
        except Failed as error:
            said = scrubbed(str(error), endpoint)
            requests.append(failed(index, said))
            problems.append(problem(error.code, "Request %d failed: %s" % (index, said), "request %d" % index, "Mend the cause, then call again; no request was sent after it."))
            break
    result = summary(endpoint, options, source, requests, problems)
    if result["failed"] == 0 and result["ttft_p50_ms"] is None:
        problems.append(problem("no-visible-text", "No answer held any text.", "--model", "Ask the endpoint by hand and see what it streams."))
    return result


def scrubbed(text, endpoint):
    key = endpoint.headers.get("Authorization", "").replace("Bearer ", "", 1)
    return text.replace(key, "[REDACTED]") if key else text


def shown(value, unit=""):
    return "none" if value is None else ("%.1f%s" % (value, unit) if isinstance(value, float) else "%s%s" % (value, unit))


def text(result):
    lines = [
        "%s at %s: %d of %d requests succeeded" % (result["model"], result["endpoint"], result["succeeded"], result["count"]),
        "TTFT p50 %s, TTFO p50 %s, TTFO coverage %s" % (shown(result["ttft_p50_ms"], " ms"), shown(result["ttfo_p50_ms"], " ms"), "none" if result["ttfo_coverage"] is None else "%.2f" % result["ttfo_coverage"]),
        "Reasoning tokens %s (counted by: %s), surface %s" % (shown(result["reasoning_tokens"]), shown(result["reasoning_tokens_source"]), shown(result["reasoning_surface"])),
        "TTFT and TTFO tied: %s%s" % ({True: "yes", False: "no", None: "none"}[result["ttft_ttfo_tied"]], "" if result["tied_reading"] is None else " (%s)" % result["tied_reading"]),
    ]
    if result["reading"]:
        lines.append(result["reading"])
    if result["prompt_source"] == "filler":
        lines.append("The prompts are filler of about the shape's size, not exact in tokens.")
    return "\n".join(lines)


def arguments(words):
    parser = argparse.ArgumentParser(prog="aa-ttfo-probe", allow_abbrev=False, description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="scheme, host and port of the endpoint; a trailing /v1 is understood")
    parser.add_argument("--endpoint", default="/v1/chat/completions", help="path of chat completions below the url")
    parser.add_argument("--model", required=True, help="the model's name in requests")
    parser.add_argument("--shape", choices=list(SHAPES), default="aa-1k", help="size of the prompts (default aa-1k)")
    parser.add_argument("--count", type=int, default=3, help="requests, one after another (default 3)")
    parser.add_argument("--prompt-file", help="own prompts: a text, or .jsonl with text_input in each line")
    parser.add_argument("--max-output-tokens", type=int, help="cap on thinking and answer together (default: the shape's floor and 4096)")
    parser.add_argument("--max-tokens-field", choices=["max_completion_tokens", "max_tokens"], default="max_completion_tokens", help="request field that carries the cap")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else on standard output")
    options = parser.parse_args(words)
    if not re.match(r"^/[A-Za-z0-9._~/%-]*$", options.endpoint):
        parser.error("--endpoint must be a path such as /v1/chat/completions")
    if not 1 <= options.count <= 1000:
        parser.error("--count must be 1 to 1000")
    if options.max_output_tokens is None:
        options.max_output_tokens = SHAPES[options.shape][1] + ROOM_TO_THINK
    if options.max_output_tokens < 1:
        parser.error("--max-output-tokens must be at least 1")
    return options


def main(words):
    options = arguments(words)
    try:
        result = probe(options)
    except Refused as refused:
        result = dict.fromkeys(MEMBERS)
        result["problems"] = [refused.problem]
        code = 2
    else:
        code = 1 if result["failed"] or result["ttft_p50_ms"] is None else 0
    for said in result["problems"]:
        print("%s: %s %s" % (said["where"], said["message"], said["remedy"]), file=sys.stderr)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    elif result["model"]:
        print(text(result))
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        sys.exit(130)
