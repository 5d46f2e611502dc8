# SPDX-License-Identifier: Apache-2.0
# Between hosts: the recipe of gateway/README.md, its commands and both proxies'
# configurations as they stand there, but for ports and folders.
. "$top_srcdir/tests/tap/tap.sh"
command -v stunnel4 >/dev/null && command -v openssl >/dev/null || {
    skip 1 'no stunnel4 or no openssl'
    tap_done
}
. "$top_srcdir/tests/e2e/lib.sh"
tls=$TEST_DIR/tls
mkdir -p "$tls"
set -- $(free_ports 6)
near=$1 near_hints=$2 wire=$3 wire_hints=$4 far=$5 far_hints=$6

# block LANGUAGE NUMBER: so manieth block of the section, in that language.
block() {
    awk -v fence="\`\`\`$1" -v number="$2" '
        /^## / { inside = /^## Between hosts/ }
        inside && /^```/ { open = !open && $0 == fence; count += open; next }
        open && count == number' "$top_srcdir/gateway/README.md"
}

# proxy NAME SIDE [SED]: starts one, as the recipe has it (SIDE 1: the
# gateway's, 2: a client's) or changed; returns when it is ready.
proxies=
proxy() {
    {
        echo 'foreground = yes'
        echo 'pid ='
        echo "output = $tls/$1.log"
        echo 'debug = info'
        block ini "$2" | sed -e "s|/etc/stunnel/|$tls/|
            s|connect = gateway.huishui:7443|connect = $gate_host:$wire|
            s|connect = gateway.huishui:7444|connect = $gate_host:$wire_hints|
            s|accept = 7443|accept = $gate_host:$wire|
            s|accept = 7444|accept = $gate_host:$wire_hints|
            s|connect = 127.0.0.1:7473|connect = $gate_host:$near|
            s|connect = 127.0.0.1:7474|connect = $gate_host:$near_hints|
            s|accept = 127.0.0.1:7473|accept = $gate_host:$far|
            s|accept = 127.0.0.1:7474|accept = $gate_host:$far_hints|" \
            -e "${3:-}"
    } >"$tls/$1.conf"
    : >"$tls/$1.log"
    stunnel4 "$tls/$1.conf" 2>"$tls/$1.err" &
    proxy_pid=$!
    proxies="$proxies $proxy_pid"
    (gate_log=$tls/$1.log gate_wait 'Configuration successful')
}
proxy_stop() {
    kill "$1"
    wait "$1" 2>/dev/null
    proxies=$(echo "$proxies" | sed "s/ $1\$//")
}
trap 'kill $gate_pid $proxies 2>/dev/null' EXIT

block sh 1 >"$tls/certify.sh"
ok 'certificates are made' sh -c "cd '$tls' && sh -e certify.sh 2>certify.err"
is 'with their keys for their owner' "$(stat -c %a "$tls/gateway.huishui.pem")" \
    600
gate_write "listen = {\"tcp://$gate_host:$near\"}" \
    "listen_hints = {\"tcp://$gate_host:$near_hints\"}" 'log_level = "debug"' \
    'access_list { rule frequency { mode = "off" } }'
ok 'the gateway starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
ok "the gateway's proxy starts" proxy gateway 1
gateway_proxy=$proxy_pid
ok "a client's proxy starts" proxy client 2
client_proxy=$proxy_pid

# ---- through both ------------------------------------------------------------

# publish ID [OPTION …]: a task, signed by the command, through the client's
# proxy; its verdict, or the command's status.
publish() {
    task "$1" zzb-01 zzb >"$TEST_DIR/$1"
    publish_id=$1
    shift
    dutygate --socket "tcp://$gate_host:$far" --gateway huishui "$@" --json \
        publish "$TEST_DIR/$publish_id" 2>"$TEST_DIR/err" >"$TEST_DIR/out"
    publish_status=$?
    [ -s "$TEST_DIR/out" ] && jq -r .verdict "$TEST_DIR/out" ||
        echo $publish_status
}
is 'a signed message goes through' "$(publish t1)" admit
nngcat --sub --dial "tcp://$gate_host:$far_hints" --subscribe '522731|' \
    --format quoted --count 1 --recv-timeout "$gate_limit" \
    >"$TEST_DIR/hints" &
nng=$!
ok 'somebody subscribes' gate_wait 'hints\.hello'
is 'a foreign client' "$(task t2 zzb-01 zzb |
    (gate_url=tcp://$gate_host:$far ask -) | jq -r .verdict)" admit
wait $nng
is 'hints come through' "$(sed 's/[0-9]*"$/N/' "$TEST_DIR/hints")" '"522731|N'
is 'a long message' "$(jq -c '.id = "again"' "$county/list.jsonl" |
    (gate_url=tcp://$gate_host:$far ask -) | jq -r .receipt.sequence | grep -c .)" 1

# ---- a proxy that goes away -----------------------------------------------------

proxy_stop $gateway_proxy
publish t3 >"$TEST_DIR/late" &
late=$!
(gate_log=$tls/client.log gate_wait 'Connection refused')
ok "the gateway's proxy starts again" proxy gateway 1
gateway_proxy=$proxy_pid
wait $late
is 'what was asked meanwhile is answered' "$(cat "$TEST_DIR/late")" admit
is 'and counts once' "$(journal "SELECT count(*) FROM envelope
    WHERE CAST(bytes AS TEXT) LIKE '%\"t3\"%'")" 1

# ---- who is not let in ------------------------------------------------------------

# refused NAME PATTERN: what the gateway's proxy says of a client, and that
# nothing came through.
entries=$(journal 'SELECT count(*) FROM entry')
refused() {
    proxy_stop $client_proxy
    proxy "$1" 2 "$2"
    client_proxy=$proxy_pid
    is "$1: no answer" "$(publish "$1" --timeout 1)" 69
}
refused bare '/^cert = /d'
ok 'bare: the proxy says why' \
    grep -q 'peer did not return a certificate' "$tls/gateway.log"
mkdir "$tls/other"
(cd "$tls/other" && sh -e ../certify.sh 2>certify.err)
refused stranger "s|^cert = .*|cert = $tls/other/department.mzj.pem|"
ok 'stranger: the proxy says why' \
    grep -q 'certificate verify failed' "$tls/gateway.log"
refused careful 's/^checkHost = .*/checkHost = gateway.fangxian/'
ok "careful: another gateway's name is not taken" \
    grep -q 'certificate verify failed\|CERT: Subject checks failed' \
    "$tls/careful.log"
refused old 's/^sslVersionMin = .*/sslVersionMax = TLSv1.2/'
ok 'old: neither is an old protocol' \
    grep -q 'unsupported protocol' "$tls/gateway.log"
is 'nothing of it reached the gateway' \
    "$(journal 'SELECT count(*) FROM entry')" "$entries"
proxy_stop $client_proxy
proxy client 2
is 'the honest one is served' "$(publish t4)" admit
gate_stop
is 'TERM ends the gateway with 0' "$gate_status" 0
tap_done
