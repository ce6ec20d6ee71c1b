# Daemons of dev-cluster, known by their process ids and by a mark in their environment; sourced.
# Uses: dir, fail.

mark="DEV_CLUSTER=$dir"

pid_of() { cat "$dir/run/$1.pid" 2>/dev/null; }

# Process ids are used again, so that a number in a file alone proves nothing.
ours() { [ -n "$1" ] && grep -qzFx "$mark" "/proc/$1/environ" 2>/dev/null; }
running() { ours "$(pid_of "$1")"; }

wait_for() {  # SECONDS COMMAND...: until it is true
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05
  done
}

# Ends with what the daemons said.
give_up() {
  local log
  for log in "$dir"/log/*.log; do
    [ -s "$log" ] && { echo "--- the end of $log"; tail -n 12 "$log"; } >&2
  done
  fail "$1"
}

# NAME COMMAND...: which puts itself into the background and writes run/NAME.pid.
start() {
  local name=$1
  shift
  env "$mark" "$@" </dev/null >>"$dir/log/start.log" 2>&1 8<&- 9>&- || give_up "$name does not start"
  wait_for 5 running "$name" || give_up "$name does not stay up"
}

ended() {  # PID...: none of them is there
  local pid
  for pid in "$@"; do [ ! -d "/proc/$pid" ] || grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null || return 1; done
}

stop() {  # NAME...: asks, and after five seconds does not ask any more
  local name pids=()
  for name in "$@"; do running "$name" && pids+=("$(pid_of "$name")"); done
  [ ${#pids[@]} -gt 0 ] || return 0
  kill -TERM "${pids[@]}" 2>/dev/null || true
  wait_for 5 ended "${pids[@]}" || { kill -KILL "${pids[@]}" 2>/dev/null || true; wait_for 5 ended "${pids[@]}" || true; }
}

marked() { grep -lzFx "$1" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true; }

# Whatever else bears our mark: steps, and what batches started.
sweep() {
  local pids
  for _ in 1 2 3; do
    pids=$(marked "$mark")
    [ -n "$pids" ] || return 0
    kill -KILL $pids 2>/dev/null || true
    sleep 0.05
  done
}

any_running() { [ -n "$(marked "$mark")" ]; }

daemon_names() {
  [ "$auth" = none ] || echo munged
  [ "$accounting" = no ] || echo mariadbd slurmdbd
  echo slurmctld
}
