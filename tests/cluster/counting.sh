#!/bin/sh
# A program that resumes: counts to $1, ten a second, in the folder $2. Asked to end, it leaves where it was and ends with
# status 5; started again, it goes on from there. counted.txt tells from where it started each time.
at=0
[ ! -e "$2/state" ] || at=$(cat "$2/state")
echo "$at" >>"$2/starts"
trap 'echo "$at" >"$2/state"; exit 5' TERM
while [ "$at" -lt "$1" ]; do
  at=$((at + 1))
  sleep 0.1 &
  wait $!
done
tr '\n' ' ' <"$2/starts" >"$2/counted.txt"
echo "to $at" >>"$2/counted.txt"
rm -f "$2/state" "$2/starts"
