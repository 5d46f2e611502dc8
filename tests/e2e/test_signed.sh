# SPDX-License-Identifier: Apache-2.0
# Who is heard: foreign clients with and without signature, messages that were
# changed or replayed elsewhere, key files that others may read, two officers of
# one department, a clock that is wrong, a message that nanomsg sends again. And
# what somebody gets who tries his luck.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

# slug: of a problem, or the verdict; of an array of one of its answer.
slug() {
    plain | jq -r '.type // .verdict // "result" |
        sub("urn:dutygate:problem:"; "")'
}

# entries: how many there are.
entries() {
    journal 'SELECT count(*) FROM entry'
}

# count ID: how often an event is in the journal.
count() {
    journal "SELECT count(*) FROM entry JOIN envelope
        ON envelope.id = entry.envelope
        WHERE substr(bytes, start + 1, length) ->> 'id' = '$1'"
}

# run ARG …: the command as department/mzj: exit status, and what it printed.
run() {
    run_status=0
    dutygate --socket "$gate_url" "$@" >"$TEST_DIR/out" 2>&1 || run_status=$?
    echo "$run_status"
    cat "$TEST_DIR/out"
}

# part N: of a message on stdin, decoded; encode: back again.
part() {
    part=$(cut -d . -f "$1")
    printf '%s===' "$part" | tr '_-' '/+' | base64 -d 2>/dev/null
}
encode() {
    base64 -w 0 | tr '/+' '_-' | tr -d =
}

gate_write 'plugins = { "access_list", "crashing" }' \
    'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- foreign clients ----------------------------------------------------------------

task t1 zzb-01 zzb >"$TEST_DIR/t1"
sign "$TEST_DIR/t1" | tr -d '\n' >"$TEST_DIR/t1.jws"
cat_signed() { # COMMAND …: with the message as its last argument
    "$@" "$(cat "$TEST_DIR/t1.jws")"
}
is 'nngcat: a signed task' "$(send "$TEST_DIR/t1.jws" | slug)" admit
is 'nanocat: the same again' "$(cat_signed nanocat --req --connect "$gate_url" \
    --recv-timeout $gate_limit --raw --data | slug)" admit
is 'it counts once' "$(count t1)" 1
before=$(entries)
is 'nngcat: not signed' "$(send "$TEST_DIR/t1" | slug)" not-signed
is 'nanocat: not signed' "$(nanocat --req --connect "$gate_url" \
    --recv-timeout $gate_limit --raw --data "$(cat "$TEST_DIR/t1")" | slug)" \
    not-signed
task t2 zzb-01 zzb >"$TEST_DIR/t2"
jq -c '[., (.id = "t3"), (.id = "t4" | .data.duty = "xx-99")]' "$TEST_DIR/t2" \
    >"$TEST_DIR/three"
is 'three events, one signature: each its own answer' \
    "$(ask "$TEST_DIR/three" | jq -c 'map([.id, .verdict])')" \
    '[["t2","admit"],["t3","admit"],["t4","refuse"]]'
is 'which are three entries' "$(entries)" $((before + 3))

# ---- what attackers get --------------------------------------------------------------

before=$(entries)
task t5 zzb-01 zzb >"$TEST_DIR/t5"
jws=$(sign "$TEST_DIR/t5")
header=${jws%%.*}
signature=${jws##*.}
payload=$(echo "$jws" | cut -d . -f 2)

# gets WHAT SLUG TEXT: what is answered to it.
gets() {
    printf '%s' "$3" >"$TEST_DIR/attack"
    send "$TEST_DIR/attack" >"$TEST_DIR/reply"
    is "$1" "$(slug <"$TEST_DIR/reply")" "$2"
}
# header TEXT: the message under another header.
header() {
    printf '%s.%s.%s' "$(printf '%s' "$1" | encode)" "$payload" "$signature"
}
kid=$(echo "$jws" | part 1 | jq -r .kid)
gets 'another payload under the signature' not-authentic \
    "$header.$(echo "$jws" | part 2 | sed 's/zzb-01/zzb-02/' | encode).$signature"
mkdir "$TEST_DIR/thief"
DUTYGATE_KEYS=$TEST_DIR/thief "$top_builddir/dutygate" keygen \
    --gateway huishui department/zzb >"$TEST_DIR/thief.key"
stolen=$(DUTYGATE_KEYS=$TEST_DIR/thief sign "$TEST_DIR/t5")
gets 'the name of a department, and a key of his own' not-authentic "$stolen"
is 'says no more than that' "$(jq -c 'keys, .detail' "$TEST_DIR/reply")" \
    '["detail","status","title","type"]
"no known key made this signature"'
gets "its kid over one's own signature" not-authentic \
    "$(printf '{"alg":"EdDSA","kid":"%s","typ":"dutygate+jws"}' "$kid" |
        encode).${stolen#*.}"
gets 'no algorithm' bad-header \
    "$(header "{\"alg\":\"none\",\"kid\":\"$kid\",\"typ\":\"dutygate+jws\"}")"
gets 'a symmetric one' bad-header \
    "$(header "{\"alg\":\"HS256\",\"kid\":\"$kid\",\"typ\":\"dutygate+jws\"}")"
gets 'a header that must be understood' bad-header "$(header \
    "{\"alg\":\"EdDSA\",\"kid\":\"$kid\",\"typ\":\"dutygate+jws\",\"crit\":[\"x\"]}")"
gets 'a place to fetch keys from' bad-header "$(header \
    "{\"alg\":\"EdDSA\",\"jku\":\"http://x/\",\"kid\":\"$kid\",\"typ\":\"dutygate+jws\"}")"
gets 'half a message' not-jws "$header.$payload"
gets 'the signature cut short' not-jws "$header.$payload.${signature%?}"
gets 'nothing' not-jws x
officer=$DUTYGATE_KEYS/department/mzj.jwk
as_other=$(jq -c 'del(.source)' "$officer" >"$TEST_DIR/other.jwk" &&
    chmod 600 "$TEST_DIR/other.jwk" &&
    dutygate --key "$TEST_DIR/other.jwk" sign "$TEST_DIR/t5")
gets "in another department's name, with a good key" not-permitted "$as_other"
gets 'for another gateway' wrong-audience \
    "$(dutygate sign --aud fangxian "$TEST_DIR/t5")"
gets 'ten minutes old' not-fresh \
    "$(dutygate sign --iat $(($(date +%s) - 600)) "$TEST_DIR/t5")"
gets 'from the future' not-fresh \
    "$(dutygate sign --iat $(($(date +%s) + 600)) "$TEST_DIR/t5")"
is 'none of it is in the journal' "$(entries)" "$before"
is 'each is counted' "$(dutygate --socket "$gate_url" --as operator/zx --json \
    status | jq -c '[.result.counters.dutygate_problems_total[] |
    {(.labels.code): .value}] | add')" \
    '{"not-signed":2,"not-jws":3,"bad-header":4,"not-authentic":3,"wrong-audience":1,"not-fresh":2,"not-permitted":1}'
gets 'the message itself is good' admit "$jws"
is 'what is known is answered however old it is' \
    "$(dutygate sign --iat 1700000000 "$TEST_DIR/t5" | tr -d '\n' | send - |
        slug)" admit

# ---- key files ---------------------------------------------------------------------

mzj=$DUTYGATE_KEYS/department/mzj.jwk
as_mzj='--as department/mzj list show mzj-01'
chmod 644 "$mzj"
is 'a key file that others may read' "$(run $as_mzj)" "66
dutygate: list show: $mzj: others may read or write \
it (mode 0644); make it yours alone: chmod 600 $mzj"
chmod 600 "$mzj"
is 'one for its owner only' "$(run $as_mzj | head -n 1)" 0
is 'no key' "$(run --as department/none list show)" "66
dutygate: list show: no key for department/none at \
$DUTYGATE_KEYS/department/none.jwk: dutygate keygen department/none, then have it enrolled"
"$top_builddir/dutygate" keygen --gateway huishui department/none >/dev/null
is 'a key that is not enrolled' "$(run --as department/none list show)" '65
problem not-authentic: Not authentic
  reason    no known key made this signature
  instead   have this key enrolled, or name the one that is: --key FILE'
printf 'one secret' >"$TEST_DIR/passphrase"
printf 'another' >"$TEST_DIR/wrong"
chmod 600 "$TEST_DIR/passphrase" "$TEST_DIR/wrong"
sealed=$TEST_DIR/sealed.jwk
DUTYGATE_PASSPHRASE_FILE=$TEST_DIR/passphrase "$top_builddir/dutygate" --json \
    keygen --gateway huishui --passphrase --name 李四 --post reviewing \
    --key "$sealed" department/mzj >"$TEST_DIR/second"
ok 'a second officer is enrolled' sh -c "jq -c '{specversion: \"1.0\", id: \"e2\",
    source: \"keeper/bwb\", type: \"dutygate.principal.enrol.v1\",
    data: {principals: [.]}}' '$TEST_DIR/second' >'$TEST_DIR/enrol'"
is 'by a keeper' "$(ask "$TEST_DIR/enrol" | slug)" admit
is 'a sealed key, and the wrong passphrase' \
    "$(DUTYGATE_PASSPHRASE_FILE=$TEST_DIR/wrong run --key "$sealed" list show \
        mzj-01 | sed 1q)" 66
is 'the right one, and nobody says who is asking: the key does' \
    "$(DUTYGATE_PASSPHRASE_FILE=$TEST_DIR/passphrase run --key "$sealed" \
        list show mzj-01 | sed 1q)" 0

# ---- two officers of one department ------------------------------------------------

# publish ID KEY: as department/mzj.
publish() {
    task "$1" mzj-01 mzj |
        DUTYGATE_PASSPHRASE_FILE=$TEST_DIR/passphrase dutygate --key "$2" sign |
        tr -d '\n' | send - | slug
}
is 'the first publishes' "$(publish o1 "$mzj")" admit
is 'so does the second' "$(publish o2 "$sealed")" admit
first=$(jq -r .kid "$mzj")
jq -cn --arg kid "$first" '{specversion: "1.0", id: "r1", source: "keeper/bwb",
    type: "dutygate.principal.revoke.v1", data: {principal: "department/mzj",
    key: $kid, reason: "密钥遗失"}}' >"$TEST_DIR/revoke"
is "the first one's key is revoked" "$(ask "$TEST_DIR/revoke" | slug)" admit
is 'he is heard no more' "$(publish o3 "$mzj")" key-not-valid
is 'and told why' "$(run $as_mzj)" '65
problem key-not-valid: Key not valid
  reason    this key, or its principal, was revoked
  instead   ask who enrolled it; this key cannot rotate itself'
is 'the second goes on' "$(publish o4 "$sealed")" admit

# ---- a clock that is wrong ---------------------------------------------------------

echo 600 >"$TEST_DIR/clock"
client_env="CLOCK_FILE=$TEST_DIR/clock
    LD_PRELOAD=$top_builddir/tests/fake/.libs/clock.so
    ASAN_OPTIONS=verify_asan_link_order=0"
run --as department/zzb list show zzb-01 >"$TEST_DIR/said"
client_env=
is 'ten minutes ahead: the command says what helps' \
    "$(sed 's/at .*, and here it is .*/at T, and here it is T/' \
        "$TEST_DIR/said")" '65
problem not-fresh: Not fresh
  reason    signed at T, and here it is T
  instead   this machine'\''s clock differs from the gateway'\''s: set it'

# ---- sent again by nanomsg ---------------------------------------------------------

# The worker dies of it twice; each time the next one gets the same message.
task again zzb-01 zzb crash >"$TEST_DIR/again"
is 'a message that ended the worker comes again by itself' \
    "$(ask "$TEST_DIR/again" | jq -r '.verdict, .findings[].code')" 'refuse
fault'
is 'twice' "$(grep -c 'fault\.death' "$gate_log")" 2
is 'and counts once' "$(count again)" 1

# ---- another gateway ---------------------------------------------------------------

one_url=$gate_url
gate_dir=$TEST_DIR/other
gate_conf=$gate_dir/dutygated.conf
gate_log=$gate_dir/log
gate_url=ipc://$gate_dir/run/gateway.ipc
one=$gate_pid
gate_write
sed -i 's/"huishui"/"fangxian"/' "$gate_conf"
: >"$gate_log"
"$top_builddir/dutygated" -c "$gate_conf" 2>"$gate_log" &
gate_pid=$!
ok 'another gateway, with the same root key' gate_wait 'gateway\.ready'
jq -c 'del(.source)' "$DUTYGATE_KEYS/root/huishui.jwk" >"$TEST_DIR/root.jwk"
chmod 600 "$TEST_DIR/root.jwk"
jq -cs '{specversion: "1.0", id: "enrol", source: "root/fangxian",
    type: "dutygate.principal.enrol.v1",
    data: {principals: map(.name = .principal)}}' "$gate_people" |
    dutygate --key "$TEST_DIR/root.jwk" sign --aud fangxian - | tr -d '\n' \
    >"$TEST_DIR/enrol.jws"
is 'and the same people' "$(send "$TEST_DIR/enrol.jws" | slug)" admit
is 'does not take what was said to the first' \
    "$(send "$TEST_DIR/t1.jws" | slug)" wrong-audience
is 'the command says which one it was' \
    "$(run --as department/zzb list show | sed -n 2,4p)" \
    'problem wrong-audience: For another gateway
  reason    this is gateway fangxian
  instead   mend "gateway" in the key file; where it has none: --gateway'
gate_stop
is 'it ends in peace' "$gate_status" 0
gate_pid=$one
gate_url=$one_url
gate_stop
is 'and so does the first' "$gate_status" 0

# ---- who asks faster than they may -------------------------------------------------

gate_dir=$TEST_DIR/limited
gate_conf=$gate_dir/dutygated.conf
gate_log=$gate_dir/log
gate_url=ipc://$gate_dir/run/gateway.ipc
# So few a second that 250 are beyond the limit on a slow machine, too.
gate_write 'principal_rate = 20' 'principal_burst = 150' \
    'access_list { rule frequency { mode = "off" } }'
ok 'a gateway starts that takes 20 events a second of each' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
task PLACE zzb-01 zzb >"$TEST_DIR/task"
for number in $(seq 250); do
    sed "s/PLACE/f$number/" "$TEST_DIR/task"
done >"$TEST_DIR/flood.jsonl"
burst "$TEST_DIR/flood.jsonl" >"$TEST_DIR/replies"
is 'of 250 at once some are told when to come again' \
    "$(jq -r 'select(.type) | "\(.type) \(.retryafter)"' "$TEST_DIR/replies" |
        sort -u)" 'urn:dutygate:problem:limit-exceeded 1'
is 'another is served meanwhile' "$(task m1 mzj-01 mzj | ask - | slug)" admit
is 'the command comes again by itself' "$(run replay "$TEST_DIR/flood.jsonl")" \
    '0
flood 250 -> 250 (0.00 %)'
gate_stop
is 'it ends in peace' "$gate_status" 0
tap_done
