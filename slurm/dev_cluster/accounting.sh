# Accounting of dev-cluster: slurmdbd on a MariaDB that nobody else can reach; sourced. Uses: dir, user, port, accounting.

accounting_lines() {
  cat <<END
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$((port + 99))
AccountingStorageEnforce=associations,limits,qos
END
  [ "$auth" = none ] || echo "AccountingStoragePass=$dir/run/munge.sock"
}

write_slurmdbd_conf() {
  (umask 077; cat >"$dir/etc/slurmdbd.conf") <<END
AuthType=auth/$auth
$([ "$auth" = none ] || echo "AuthInfo=socket=$dir/run/munge.sock")
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort=$((port + 99))
SlurmUser=$user
LogFile=$dir/log/slurmdbd.log
PidFile=$dir/run/slurmdbd.pid
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=slurm
StorageLoc=slurm
END
}

database() { mariadb --no-defaults --socket="$dir/run/db.sock" -u root -BN -e "$1" 2>/dev/null; }
database_answers() { database 'SELECT 1' >/dev/null; }

start_database() {
  ! running mariadbd || return 0
  if [ ! -d "$dir/db/mysql" ]; then
    mariadb-install-db --no-defaults --datadir="$dir/db" --user="$user" --auth-root-authentication-method=normal \
      --skip-test-db >>"$dir/log/start.log" 2>&1 8<&- 9>&- || give_up "the database cannot be made"
  fi
  env "$mark" setsid mariadbd --no-defaults --datadir="$dir/db" --user="$user" --socket="$dir/run/db.sock" \
    --pid-file="$dir/run/mariadbd.pid" --skip-networking --innodb-flush-log-at-trx-commit=0 --innodb-lock-wait-timeout=900 \
    --log-error="$dir/log/mariadbd.log" </dev/null >>"$dir/log/start.log" 2>&1 8<&- 9>&- &
  wait_for 30 database_answers || give_up "the database does not start"
  database "CREATE DATABASE IF NOT EXISTS slurm; CREATE USER IF NOT EXISTS slurm@localhost; GRANT ALL ON slurm.* TO slurm@localhost" ||
    give_up "the database refuses a user"
}

dbd_answers() { sacctmgr -n list cluster >/dev/null 2>&1; }

start_dbd() {
  running slurmdbd || SLURM_CONF=$dir/etc/slurm.conf MYSQL_UNIX_PORT=$dir/run/db.sock start slurmdbd slurmdbd
  wait_for 20 dbd_answers || give_up "slurmdbd does not answer"
}

# Without an association a user's batches are refused.
start_accounting() {
  [ "$accounting" = yes ] || return 0
  start_database
  start_dbd
  [ ! -e "$dir/db/associations" ] || return 0
  {
    sacctmgr -i add cluster dev
    sacctmgr -i add qos tiny set MaxSubmitJobsPerUser=2 MaxJobsPerUser=1
    sacctmgr -i add account science Cluster=dev Description=dev Organization=dev
    for one in $(printf '%s\n' root "$user" | sort -u); do
      sacctmgr -i add user "$one" Account=science Cluster=dev QOS=normal,tiny DefaultQOS=normal
      sacctmgr -i modify user "$one" set DefaultAccount=science
    done
  } >>"$dir/log/start.log" 2>&1 || give_up "the accounts cannot be made"
  touch "$dir/db/associations"
}
