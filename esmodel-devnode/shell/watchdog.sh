# Runs a node and ends it when standard input ends, that is when whoever started it is gone or wants it gone.
# Usage: sh watchdog.sh PIDFILE COMMAND..  The JVM that serves writes its process id to PIDFILE; COMMAND may be its parent.
pidfile=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
node=$!
(
    # No command is read from here; the loop waits for the end.
    while read -r _; do :; done
    # A node that ended by itself is reaped already, and its id may belong to somebody else by now.
    if kill -0 "$node"; then
        if [ -s "$pidfile" ]; then kill -KILL "$(cat "$pidfile")"; fi
        kill -KILL "$node"
    fi
) <&3 >/dev/null 2>&1 &
exec 3<&-
wait "$node"
