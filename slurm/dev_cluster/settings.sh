# Options of dev-cluster, and the slurm.conf that they make; sourced.
# Uses: dir, conf, user, host, fail. Sets: nodes, cpus, memory, port, auth, accounting, groups, own, options.

read_options() {
  nodes=2 cpus=2 memory=4000 port=free auth=munge accounting=no groups=auto plain=no
  sets=()
  local word
  while [ $# -gt 0 ]; do
    word=$1
    case "$word" in
      --accounting) accounting=yes ;;
      --cgroup) groups=yes ;;
      --no-cgroup) groups=no ;;
      --plain) plain=yes ;;
      --nodes|--cpus|--memory|--port|--auth|--set)
        [ $# -ge 2 ] || fail "$word: needs a value"
        case "$word" in --nodes|--cpus|--memory|--port) [[ $2 =~ ^[1-9][0-9]{0,6}$ ]] || fail "$word: '$2' is not a number" ;; esac
        case "$word" in
          --auth) [[ $2 =~ ^(munge|none)$ ]] || fail "--auth: '$2' is neither munge nor none"; auth=$2 ;;
          --set) [[ $2 =~ ^[A-Za-z]+= ]] || fail "--set: '$2' is not KEY=VALUE"; sets+=("$2") ;;
          *) declare -g "${word#--}=$2" ;;
        esac
        shift ;;
      *) fail "'$word' is not an option; see dev-cluster --help" ;;
    esac
    shift
  done
  local program needed=(slurmctld slurmd sinfo)
  [ "$auth" = none ] || needed+=(munged)
  [ "$accounting" = no ] || needed+=(slurmdbd mariadbd mariadb-install-db sacctmgr)
  for program in "${needed[@]}"; do
    command -v "$program" >/dev/null ||
      fail "$program is not installed; try: apt-get install slurmctld slurmd slurm-client munge$([ "$accounting" = no ] || echo ' slurmdbd mariadb-server')"
  done
  own=no
  [ "$plain" = yes ] || own=$(nodes_of_their_own)
  case "$groups" in
    auto) groups=$(groups_possible) ;;
    yes) [ "$(groups_possible)" = yes ] || fail "--cgroup: needs root and cgroup v1 with memory, freezer, cpuset and cpuacct at /sys/fs/cgroup" ;;
  esac
  options="nodes=$nodes cpus=$cpus memory=$memory port=$port auth=$auth accounting=$accounting groups=$groups own=$own sets=${sets[*]:-}"
}

# What `up` decided, for the other commands.
read_settings() { . "$dir/etc/decided"; }

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the range that systems hand out.
free_ports() {
  local base offset taken
  for _ in $(seq 50); do
    base=$((20000 + 200 * (RANDOM % 60)))
    taken=no
    for offset in $(seq 0 $((nodes + 1))) 100 101 102 103; do port_is_free $((base + offset)) || taken=yes; done
    [ "$taken" = yes ] || { echo "$base"; return; }
  done
  fail "no free ports found between 20000 and 32000; give --port"
}

write_settings() {
  [ "$nodes" -le 90 ] || fail "--nodes: at most 90"
  [ "$port" != free ] || port=$(free_ports)
  port_is_free "$port" || fail "port $port is taken; choose another --port"
  local name
  for name in nodes cpus memory port auth accounting groups own; do printf '%s=%s\n' "$name" "${!name}"; done >"$dir/etc/decided"
  write_slurm_conf >"$conf"
  write_prolog
  printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\nConstrainRAMSpace=yes\n' >"$dir/etc/cgroup.conf"
  [ "$accounting" = no ] || write_slurmdbd_conf
}

slurm_lines() {
  cat <<END
ClusterName=dev
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SrunPortRange=$((port + 100))-$((port + 199))
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/$auth
CredType=cred/$auth
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool/%n
TmpFS=$dir/spool/%n/tmp
SlurmctldPidFile=$dir/run/slurmctld.pid
SlurmdPidFile=$dir/run/slurmd-%n.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd-%n.log
TaskProlog=$dir/etc/task_prolog
JobCompType=jobcomp/filetxt
JobCompLoc=$dir/log/jobcomp.log
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
DefMemPerCPU=$((memory / cpus / 4))
JobAcctGatherFrequency=task=1
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
PreemptType=preempt/partition_prio
PreemptMode=CANCEL
SlurmctldParameters=preempt_send_user_signal
EnforcePartLimits=ALL
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=10
KillWait=3
MinJobAge=300
MpiDefault=none
MailProg=/bin/true
PropagateResourceLimits=NONE
END
  [ "$auth" = none ] || echo "AuthInfo=socket=$dir/run/munge.sock"
  if [ "$groups" = yes ]; then
    printf '%s\n' ProctrackType=proctrack/cgroup TaskPlugin=task/cgroup JobAcctGatherType=jobacct_gather/cgroup
  else
    printf '%s\n' ProctrackType=proctrack/linuxproc TaskPlugin=task/none JobAcctGatherType=jobacct_gather/linux \
      JobAcctGatherParams=OverMemoryKill
  fi
  [ "$accounting" = no ] || accounting_lines
}

write_slurm_conf() {
  local line set
  while read -r line; do
    for set in "${sets[@]}"; do [ "${line%%=*}" != "${set%%=*}" ] || continue 2; done
    echo "$line"
  done < <(slurm_lines)
  [ ${#sets[@]} -eq 0 ] || printf '%s\n' "${sets[@]}"
  local node number=0 hostname
  for node in $(node_names); do
    number=$((number + 1))
    hostname=$host
    [ "$own" = no ] || hostname=$node
    echo "NodeName=$node NodeHostname=$hostname NodeAddr=127.0.0.1 Port=$((port + number)) CPUs=$cpus RealMemory=$memory State=UNKNOWN"
  done
  local qos=
  [ "$accounting" = no ] || qos=" QOS=tiny"
  cat <<END
PartitionName=main Nodes=ALL Default=YES PriorityTier=10 PreemptMode=OFF DefaultTime=60 MaxTime=INFINITE
PartitionName=short Nodes=ALL PriorityTier=10 PreemptMode=OFF MaxTime=1
PartitionName=low Nodes=ALL PriorityTier=1 PreemptMode=CANCEL MaxTime=INFINITE
PartitionName=grace Nodes=ALL PriorityTier=1 PreemptMode=CANCEL GraceTime=20 MaxTime=INFINITE
PartitionName=tiny Nodes=ALL PriorityTier=10 PreemptMode=OFF MaxNodes=1 MaxTime=60$qos
PartitionName=closed Nodes=ALL State=INACTIVE
END
}

# Every task gets the mark by which `down` and `kill-node` find it, and what Open MPI wants to hear.
write_prolog() {
  {
    echo '#!/bin/sh'
    echo "echo 'export DEV_CLUSTER=$dir'"
    echo "echo \"export DEV_CLUSTER_NODE=$dir:\$SLURMD_NODENAME\""
    [ "$user" != root ] || printf 'echo export %s=1\n' OMPI_ALLOW_RUN_AS_ROOT OMPI_ALLOW_RUN_AS_ROOT_CONFIRM
    # Nodes that share one /dev/shm take each other's segments for their own.
    [ "$own" = yes ] || echo 'echo export OMPI_MCA_btl=self,tcp'
  } >"$dir/etc/task_prolog"
  chmod 755 "$dir/etc/task_prolog"
}
