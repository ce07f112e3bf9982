# Ends the processes it was told of when its input closes, however its parent died. See ProcessReaper.
# A process is named by pid and start time, so that a reused pid is left alone.
trap '' INT HUP TERM
set -f

# The start of process $1 in clock ticks since boot; nothing when it is gone or a zombie.
since() {
    { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
    set -- ${stat##*) }
    [ "$1" = Z ] || echo "${20}"
}

running() {
    for entry in $watched; do
        pid=${entry%%:*}
        start=${entry#*:}
        start=${start%:*}
        if [ -n "$start" ] && [ "$(since "$pid")" = "$start" ]; then
            echo "$entry"
        fi
    done
}

newline='
'
watched=''
folders=''
while IFS= read -r line; do
    verb=${line%% *}
    what=${line#* }
    case $verb in
    watch) # pid signal
        pid=${what%% *}
        watched="$watched $pid:$(since "$pid"):${what#* }"
        ;;
    forget) # pid
        kept=''
        for entry in $watched; do
            [ "${entry%%:*}" = "$what" ] || kept="$kept $entry"
        done
        watched=$kept
        ;;
    sweep) folders="$folders$what$newline" ;;
    keep)
        kept=''
        fields=$IFS
        IFS=$newline
        for folder in $folders; do
            [ "$folder" = "$what" ] || kept="$kept$folder$newline"
        done
        IFS=$fields
        folders=$kept
        ;;
    leave) exit 0 ;;
    esac
done

for entry in $(running); do
    kill -s "${entry##*:}" "${entry%%:*}" 2>/dev/null
done
tries=0
while [ -n "$(running)" ] && [ "$tries" -lt 50 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
for entry in $(running); do
    kill -s KILL "${entry%%:*}" 2>/dev/null
done
IFS=$newline
for folder in $folders; do
    # Only a folder that says itself that it may go.
    [ -f "$folder/.temporary" ] && rm -rf -- "$folder"
done
exit 0
