# Virtual nodes of dev-cluster: where the kernel allows, each has a host name, processes, /dev/shm and (as root) control
# groups of its own, as if it were a machine; sourced. Uses: dir, conf, user, nodes, own, groups.

node_names() { seq -s ' ' -f 'n%.0f' "${nodes:-0}"; }

namespaces() {
  [ "$user" = root ] || echo --user --map-current-user --keep-caps
  echo --mount --uts --pid --fork --mount-proc --kill-child
}

nodes_of_their_own() {
  if unshare $(namespaces) sh -c 'hostname n1 && mount -t tmpfs none /dev/shm' 2>/dev/null; then echo yes; else echo no; fi
}

controllers="memory freezer cpuset cpuacct"
group=dev-cluster-$(printf %s "$dir" | sha256sum | head -c 12)

groups_possible() {
  local one
  [ "$user" = root ] && [ "$own" = yes ] || { echo no; return; }
  for one in $controllers; do [ -w "/sys/fs/cgroup/$one/cgroup.procs" ] || { echo no; return; }; done
  echo yes
}

# Runs on the node, as its first process: makes it look like a machine, starts slurmd, and stays.
boot='
set -e
node=$1 dir=$2 conf=$3 controllers=$4 group=$5
hostname "$node"
mount -t tmpfs -o mode=1777 shm /dev/shm
mount --bind "$dir/etc/hosts" /etc/hosts
# slurmd starts a login shell for batches with --export=NONE. What the files of a person do there (locks, caches, minutes)
# is not to be waited for, nor to be killed half way with the node.
for one in .bash_profile .bash_login .profile .bashrc; do
  [ ! -e ~/"$one" ] || mount --bind /dev/null ~/"$one"
done
for one in $controllers; do mount --bind "/sys/fs/cgroup/$one/$group" "/sys/fs/cgroup/$one"; done
slurmd -N "$node" -f "$conf"
trap : TERM INT HUP
while :; do sleep 3600 & wait $! || true; done  # a shell also collects what has lost its parent
'

# A group of this cluster is the root of all groups that the node sees, so that clusters do not meet.
boot_node() {
  local node=$1 one with=() used=
  if [ "$groups" = yes ]; then
    used=$controllers with=(--cgroup)
    for one in $controllers; do
      mkdir -p "/sys/fs/cgroup/$one/$group"
      if [ "$one" = cpuset ]; then
        cat "/sys/fs/cgroup/cpuset/cpuset.cpus" >"/sys/fs/cgroup/cpuset/$group/cpuset.cpus"
        cat "/sys/fs/cgroup/cpuset/cpuset.mems" >"/sys/fs/cgroup/cpuset/$group/cpuset.mems"
      fi
      echo "$BASHPID" >"/sys/fs/cgroup/$one/$group/cgroup.procs"
    done
  fi
  exec env "$mark" "DEV_CLUSTER_NODE=$dir:$node" setsid unshare $(namespaces) "${with[@]}" \
    bash -c "$boot" dev-cluster-node "$node" "$dir" "$conf" "$used" "$group"
}

first_process() { cat "/proc/$(pid_of "node-$1")/task/"*/children 2>/dev/null | tr -d ' '; }

on_node() {  # NODE COMMAND...
  local first with=()
  first=$(first_process "$1")
  [ -n "$first" ] || return 1
  [ "$user" = root ] || with=(--user --preserve-credentials)
  [ "$groups" = no ] || with+=(--cgroup)
  shift
  nsenter --target "$first" --mount --uts --pid "${with[@]}" "$@"
}

slurmd_runs() {
  if [ "$own" = no ]; then running "slurmd-$1"; else
    on_node "$1" sh -c 'kill -0 "$(cat "$1")" && [ "$(cat "/proc/$(cat "$1")/comm")" = slurmd ]' sh "$dir/run/slurmd-$1.pid" 2>/dev/null
  fi
}

slurmd_settled() { slurmd_runs "$1" || { [ "$own" = yes ] && ended "$(pid_of "node-$1")"; }; }

start_node() {
  local node=$1
  mkdir -p "$dir/spool/$node/tmp"
  chmod 1777 "$dir/spool/$node/tmp"
  ! slurmd_runs "$node" || return 0
  rm -f "$dir/run/slurmd-$node.pid"
  if [ "$own" = no ]; then
    start "slurmd-$node" env "DEV_CLUSTER_NODE=$dir:$node" slurmd -N "$node" -f "$conf"
  elif running "node-$node"; then
    on_node "$node" env "$mark" "DEV_CLUSTER_NODE=$dir:$node" slurmd -N "$node" -f "$conf" >>"$dir/log/start.log" 2>&1 8<&- 9>&-
  else
    if [ ! -e "$dir/etc/hosts" ]; then
      { cat /etc/hosts; printf '127.0.0.1 %s\n' $(node_names); } >"$dir/etc/hosts.$node"
      mv "$dir/etc/hosts.$node" "$dir/etc/hosts"
    fi
    (boot_node "$node") </dev/null >>"$dir/log/start.log" 2>&1 8<&- 9>&- &
    echo $! >"$dir/run/node-$node.pid"
  fi
  wait_for 10 slurmd_settled "$node" && slurmd_runs "$node" || give_up "slurmd does not start on $node"
}

kill_slurmd() {
  if [ "$own" = yes ]; then on_node "$1" sh -c 'kill -KILL "$(cat "$1")"' sh "$dir/run/slurmd-$1.pid"
  else kill -KILL "$(pid_of "slurmd-$1")"; fi
  rm -f "$dir/run/slurmd-$1.pid"
}

# With all that runs on it; not asked, since nothing on it is worth keeping.
stop_node() {
  local pids
  if running "node-$1"; then kill -KILL "$(pid_of "node-$1")"; fi
  for _ in 1 2 3 4 5; do
    pids=$(marked "DEV_CLUSTER_NODE=$dir:$1")
    [ -n "$pids" ] || break
    kill -KILL $pids 2>/dev/null || true
    sleep 0.05
  done
  rm -f "$dir/run/slurmd-$1.pid" "$dir/run/node-$1.pid"
}

# They are empty of processes, but the kernel takes its time.
remove_groups() {
  local one
  for one in $controllers; do
    [ -d "/sys/fs/cgroup/$one/$group" ] || continue
    wait_for 3 group_gone "/sys/fs/cgroup/$one/$group" || echo "dev-cluster: /sys/fs/cgroup/$one/$group cannot be removed" >&2
  done
}

group_gone() {
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
  [ ! -d "$1" ]
}
