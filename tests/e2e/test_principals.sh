#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Who may speak, from the first root key on: enrolled, rotated, suspended,
# revoked, handed over, all by signed messages to a real gateway.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
cd "$TEST_DIR" || exit 99
DUTYGATE_KEYS=$TEST_DIR/keys
DUTYGATE_SOCKET=$gate_url
COLUMNS=200
export DUTYGATE_KEYS DUTYGATE_SOCKET COLUMNS

# Nobody is enrolled but by this test.
: >"$gate_people"
gate_enrol() {
    :
}

# gate ARG …: the command; its output, and its status as the last line.
gate() {
    "$top_builddir/dutygate" --gateway huishui "$@" 2>&1
    echo "$?"
}
# as SOURCE ARG …
as() {
    who=$1
    shift
    gate --as "$who" "$@"
}
# codes: of findings, of what --json printed, with the exit status.
codes() {
    jq -rR 'fromjson? // . | if type == "object" then
        if .findings then .findings[].code else .type // empty end
        else . end' | tr '\n' ' '
}
kid() {
    jq -r .kid "$DUTYGATE_KEYS/$1.jwk"
}

# ---- the beginning -------------------------------------------------------------

gate keygen root/huishui >/dev/null
root=$(jq -r .x "$DUTYGATE_KEYS/root/huishui.jwk")
gate_root=$root
gate_write
gate_start
is 'before anybody is enrolled, root is there' \
    "$(as root/huishui principals | sed 's/  */ /g')" \
    'PRINCIPAL NAME OFFICER POST STATE UNTIL TERM
root/huishui reviewing active 1
0'
gate keygen --name 潘美玲 keeper/huishui >/dev/null
gate keygen --name 罗永祥 department/mzj >/dev/null
gate keygen --name 王国芬 office/522731001001 town/522731001000 >/dev/null
is 'a key that nobody enrolled is not believed' \
    "$(as keeper/huishui --json principals | codes)" \
    'urn:dutygate:problem:not-authentic 65 '
is 'of whom there is no key here it must be said' \
    "$(as root/huishui enrol --name x keeper/nowhere)" \
    "dutygate: enrol: no key of keeper/nowhere at $DUTYGATE_KEYS/keeper/nowhere.jwk: say --public KEY, which its keygen printed
66"
is 'root enrols a keeper' \
    "$(as root/huishui --json enrol --name 惠水县减负办 keeper/huishui | codes)" \
    '0 '
is 'a keeper who is not root enrols no keeper' \
    "$(as keeper/huishui --json enrol --public "$root" --officer x --name y \
        keeper/b | codes)" 'may-not-enrol key-known 1 '
is 'a keeper enrols a department, with its credit code' \
    "$(as keeper/huishui --json enrol --name 惠水县民政局 \
        --creditcode 91350100M000100Y43 department/mzj | codes)" '0 '
is 'a wrong one is refused, with what is wrong' \
    "$(as keeper/huishui enrol --public x --officer x --name y \
        --creditcode 91350100M000100Y44 department/x | grep -c 'would be 3')" 1

# ---- many, from a file -----------------------------------------------------------

{
    echo '主体,名称,姓名,公钥,岗位'
    for place in office/522731001001,城东社区 town/522731001000,濛江街道; do
        source=${place%,*}
        echo "$source,${place#*,},王国芬,$(jq -r .x \
            "$DUTYGATE_KEYS/$source.jwk"),经办人"
    done
} >people.csv
is 'a sheet of people is enrolled' \
    "$(as keeper/huishui --json enrol --id sheet --file people.csv | codes)" '0 '
is 'sent again, it counts once' \
    "$(as keeper/huishui --json enrol --id sheet --file people.csv |
        jq -r '.receipt.sequence? // .')" \
    "$(as keeper/huishui --json receipt sheet |
        jq -r '.result.answer.receipt.sequence? // .')"
printf '主体,公钥\noffice/522731001001,abc\n' >bad.csv
is 'a key without a name is found before anything is sent' \
    "$(as keeper/huishui enrol --file bad.csv)" \
    'bad.csv:2: column "officer": a key needs the name of an officer
dutygate: enrol: 1 mistake; nothing was sent
65'
"$top_builddir/dutygate" --json keygen --gateway huishui --name 陈丽 \
    --post reviewing --key second.jwk department/mzj >second.json
is 'what keygen --json prints is enrolled' \
    "$(as keeper/huishui --json enrol --file second.json | codes)" '0 '
is 'all of them' "$(as department/mzj principals | sed 's/  */ /g')" \
    'PRINCIPAL NAME OFFICER POST STATE UNTIL TERM
root/huishui reviewing active 1
keeper/huishui 惠水县减负办 潘美玲 handling active 1
department/mzj 惠水县民政局 陈丽 reviewing active 1
department/mzj 惠水县民政局 罗永祥 handling active 1
office/522731001001 城东社区 王国芬 handling active 1
town/522731001000 濛江街道 王国芬 handling active 1
0'

# ---- rotation ---------------------------------------------------------------------

old=$(kid department/mzj)
cp "$DUTYGATE_KEYS/department/mzj.jwk" old.jwk
is 'a department rotates its key' \
    "$(as department/mzj --json rotate | codes)" '0 '
ok 'another key is in its place' test "$(kid department/mzj)" != "$old"
is 'no other file is left' "$(ls "$DUTYGATE_KEYS/department")" mzj.jwk
is 'it speaks with the new one' \
    "$(as department/mzj principals | tail -n 1)" 0
is 'and not with the old one' "$(gate --as department/mzj --json --key old.jwk principals | codes)" \
    'urn:dutygate:problem:key-not-valid 65 '

# Killed between the gateway's yes and the new name of the file.
place=$DUTYGATE_KEYS/department/mzj.jwk
cp "$place" before.jwk
as department/mzj rotate >/dev/null
mv "$place" "$place.next"
cp before.jwk "$place"
chmod 600 "$place"
is 'interrupted after the answer, it goes on' "$(as department/mzj rotate)" \
    'the gateway took the new key before: it is in its place now
0'
is 'with one file' "$(ls "$DUTYGATE_KEYS/department")" mzj.jwk
is 'that works' "$(as department/mzj principals | tail -n 1)" 0
# Killed before the gateway heard of it.
"$top_builddir/dutygate" keygen --gateway huishui --name 罗永祥 \
    --key "$place.next" department/mzj >/dev/null
next=$(jq -r .kid "$place.next")
is 'interrupted before it was sent, it is sent' \
    "$(as department/mzj --json rotate --overlap 3 | codes)" '0 '
is 'the key made then is in its place' "$(kid department/mzj)" "$next"

# ---- suspension, revocation ----------------------------------------------------------

is 'a keeper suspends a department' \
    "$(as keeper/huishui --json suspend --reason 核实 department/mzj | codes)" '0 '
is 'which may not speak' "$(as department/mzj --json principals | codes)" \
    'urn:dutygate:problem:key-not-valid 65 '
is 'nor rotate' "$(as department/mzj --json rotate | codes)" \
    'urn:dutygate:problem:key-not-valid 65 '
is 'nor is a key left that is nobody'"'"'s' "$(ls "$DUTYGATE_KEYS/department")" mzj.jwk
is 'twice is once too often' \
    "$(as keeper/huishui --json suspend --reason 核实 department/mzj | codes)" \
    'already-suspended 1 '
is 'until it is lifted' \
    "$(as keeper/huishui --json suspend --lift --reason 已核实 department/mzj |
        codes)" '0 '
is 'it speaks again' "$(as department/mzj principals | tail -n 1)" 0
is 'a key is revoked' "$(as keeper/huishui --json revoke --reason 调离 \
    --kid "$(jq -r .kid second.jwk)" department/mzj | codes)" '0 '
is 'it is not good any more' \
    "$(gate --as department/mzj --key second.jwk --json principals | codes)" \
    'urn:dutygate:problem:key-not-valid 65 '

# ---- handover ---------------------------------------------------------------------------

"$top_builddir/dutygate" keygen --gateway huishui --name 莫元忠 --key new.jwk \
    office/522731001001 >/dev/null
is 'another office hands nothing over' \
    "$(as department/mzj --json handover --new new.jwk 522731001001 | codes)" \
    'role-not-permitted 1 '
is 'the town of an office begins a new term' \
    "$(as town/522731001000 --json handover --new new.jwk --reason 换届 \
        522731001001 | codes)" '0 '
is 'the old officer may not speak' \
    "$(as office/522731001001 --json inbox | codes)" \
    'urn:dutygate:problem:key-not-valid 65 '
mv new.jwk "$DUTYGATE_KEYS/office/522731001001.jwk"
is 'the new one may' "$(as office/522731001001 principals \
    office/522731001001 | sed -e 's/  */ /g' -e 's/[-A-Za-z0-9_]\{43\}/KID/' \
    -e 's/20[0-9-]*/DAY/g')" \
    '城东社区 (office/522731001001): active
OFFICER POST STATE FROM UNTIL TERM KID
莫元忠 handling active DAY 2 KID
王国芬 handling ended DAY DAY 1 KID
0'

# ---- a start later, all is as it was -------------------------------------------------------

as keeper/huishui --json principals | head -n 1 | jq -cS .result >before
gate_stop
gate_start
as keeper/huishui --json principals | head -n 1 | jq -cS .result >after
ok 'replay gives back who may speak' cmp -s before after
ok 'there is something to compare' grep -q 莫元忠 before
is 'and a revoked key stays so' \
    "$(gate --as department/mzj --key second.jwk --json principals | codes)" \
    'urn:dutygate:problem:key-not-valid 65 '

# ---- other root keys ------------------------------------------------------------------------

gate_stop
gate_root=$(jq -r .x "$DUTYGATE_KEYS/department/mzj.jwk")
gate_write
is 'root has no key of another' "$(gate_refusal)" "78
status=78 why=\"$gate_conf: root_keys: the key $(kid department/mzj) is of department/mzj\""
mv "$DUTYGATE_KEYS/root/huishui.jwk" old.jwk
gate keygen root/huishui >/dev/null
gate_root=$(jq -r .x "$DUTYGATE_KEYS/root/huishui.jwk")
gate_write
gate_start
is 'a new root key is good' "$(as root/huishui principals | tail -n 1)" 0
is 'that of before is not' \
    "$(gate --as root/huishui --key old.jwk --json principals | codes)" \
    'urn:dutygate:problem:key-not-valid 65 '
gate_stop
tap_done
