#!/bin/sh
# Stands in for AIPerf: reads the argv that a run gives it and leaves a plausible export, or what the file `mode`
# beside it says (mode-c<N> for one concurrency, mode-c<N>-t<K> for one of its trials).
# Every request of a run is alike, so that its summary is exact.
here=$(cd "$(dirname "$0")" && pwd)
[ "$1" = --version ] && { echo 0.13.0; exit 0; }
printf '%s\n' "$*" >>"$here/calls"
n=0 c=1 seed=0 isl=1000 osl=1000 out=
while [ $# -gt 0 ]; do
  case $1 in
    --concurrency) c=$2 ;;
    --request-count) n=$2 ;;
    --random-seed) seed=$2 ;;
    --output-tokens-mean) osl=$2 ;;
    --output-artifact-dir) out=$2 ;;
  esac
  shift
done
trial=$(basename "$out")
mode=$(cat "$here/mode-c$c-$trial" 2>/dev/null || cat "$here/mode-c$c" 2>/dev/null || cat "$here/mode" 2>/dev/null || echo full)
mkdir -p "$out"
rows=$out/profile_export.jsonl
start=1767268800000000000
ttft=$((40 + seed % 50))
latency=$((ttft + 2 * (osl - 1)))

metadata() { # number, end in ns
  printf '"metadata":{"x_request_id":"%s-%s-%s","benchmark_phase":"profiling","request_start_ns":%s,"request_end_ns":%s,"was_cancelled":false}' \
    "$c" "$seed" "$1" "$start" "$2"
}

ok() { # number, reasoning tokens
  ttfo=$((ttft + 2 * $2))
  [ "$2" -gt 0 ] && reasoning=",\"reasoning_token_count\":{\"value\":$2,\"unit\":\"tokens\"}" || reasoning=
  printf '{%s,"metrics":{"time_to_first_token":{"value":%s,"unit":"ms"},"time_to_first_output_token":{"value":%s,"unit":"ms"},"request_latency":{"value":%s,"unit":"ms"},"inter_token_latency":{"value":2,"unit":"ms"},"output_token_throughput_per_user":{"value":500,"unit":"tokens/sec/user"},"input_sequence_length":{"value":%s,"unit":"tokens"},"output_sequence_length":{"value":%s,"unit":"tokens"},"output_token_count":{"value":%s,"unit":"tokens"},"usage_completion_tokens":{"value":%s,"unit":"tokens"},"usage_prompt_tokens":{"value":%s,"unit":"tokens"},"http_req_connection_reused":{"value":1,"unit":"ratio"}%s}}\n' \
    "$(metadata "$1" $((start + latency * 1000000)))" "$ttft" "$ttfo" "$latency" "$isl" "$osl" $((osl - $2)) "$osl" "$isl" "$reasoning" >>"$rows"
}

failed() { # number, code, message
  printf '{%s,"metrics":{},"error":{"code":%s,"type":"Error","message":"%s"}}\n' "$(metadata "$1" $((start + 1000000)))" "$2" "$3" >>"$rows"
}

same() { # name, unit, value: a statistic of equal values
  printf '"%s":{"unit":"%s","avg":%s,"p50":%s,"p95":%s,"min":%s,"max":%s,"std":0},' "$1" "$2" "$3" "$3" "$3" "$3" "$3"
}

one() { printf '"%s":{"unit":"%s","avg":%s},' "$1" "$2" "$3"; }

# The profiling phase takes four seconds.
per_phase() { awk "BEGIN { printf \"%.10g\", $1 / 4 }"; }

summary() { # requests that succeeded, reasoning tokens of each
  {
    printf '{"schema_version":"1.4","aiperf_version":"0.13.0","was_cancelled":false,"is_complete":true,"error_summary":[],'
    printf '"start_time":"2026-01-01T12:00:00.000000","end_time":"2026-01-01T12:00:04.000000",'
    same time_to_first_token ms "$ttft"
    same time_to_first_output_token ms $((ttft + 2 * $2))
    same request_latency ms "$latency"
    same inter_token_latency ms 2
    same output_token_throughput_per_user tokens/sec/user 500
    same input_sequence_length tokens "$isl"
    same output_sequence_length tokens "$osl"
    same usage_completion_tokens tokens "$osl"
    one total_output_tokens tokens $(($1 * (osl - $2)))
    [ "$2" -gt 0 ] && one total_reasoning_tokens tokens $(($1 * $2))
    one request_throughput requests/sec "$(per_phase "$1")"
    one output_token_throughput tokens/sec "$(per_phase $(($1 * osl)))"
    one total_token_throughput tokens/sec "$(per_phase $(($1 * (osl + isl))))"
    one benchmark_duration sec "$(awk "BEGIN { printf \"%.10g\", $latency / 1000 }")"
    printf '"request_count":{"unit":"requests","avg":%s}}\n' "$1"
  } >"$out/profile_export_aiperf.json"
}

every() { # first, last, command...
  i=$1 last=$2
  shift 2
  while [ "$i" -lt "$last" ]; do
    "$1" "$i" "$2" "$3"
    i=$((i + 1))
  done
}

case $mode in
  full) every 0 "$n" ok 0 && summary "$n" 0 ;;
  thinking) every 0 "$n" ok 400 && summary "$n" 400 ;;
  half)
    every 0 $((n / 2)) ok 0
    every $((n / 2)) "$n" failed 500 "overloaded"
    summary $((n / 2)) 0
    ;;
  dead) every 0 "$n" failed null "Cannot connect to host" && exit 1 ;;
  refuse-min) every 0 "$n" failed 400 "min_tokens is not supported" && exit 1 ;;
  echo-key)
    echo "using $OPENAI_API_KEY"
    echo "really $(printf %s "$OPENAI_API_KEY" | base64)" >&2
    every 0 "$n" failed 401 "Incorrect API key provided: $OPENAI_API_KEY" && exit 1
    ;;
  malformed)
    every 0 "$n" ok 0 && summary "$n" 0
    echo '{"metadata": ' >>"$rows"
    ;;
  disagrees)
    every 0 "$n" ok 0 && summary "$n" 0
    sed 's/"usage_completion_tokens":{"unit":"tokens","avg":/&1/' "$out/profile_export_aiperf.json" >"$out/edited"
    mv "$out/edited" "$out/profile_export_aiperf.json"
    ;;
  nothing) exit 1 ;;
  killed) kill -9 $$ ;;
  hang)
    every 0 1 ok 0
    echo $$ >"$here/hanging"
    exec sleep 300
    ;;
  break-results)
    every 0 "$n" ok 0 && summary "$n" 0
    rm "$out/../../../requests.jsonl" && mkdir "$out/../../../requests.jsonl" && touch "$out/../../../requests.jsonl/full"
    ;;
esac
