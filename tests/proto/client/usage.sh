#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Command lines that are wrong, and help: the exact words, no gateway needed.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"

# wrong TEXT ARG …: exit 64, nothing on stdout, one line on stderr.
wrong() {
    want=$1
    shift
    status=0
    out=$("$bin" "$@" 2>"$TEST_DIR/err") || status=$?
    is "$*: status" "$status" 64
    is "$*: stdout" "$out" ""
    is "$*: stderr" "$(cat "$TEST_DIR/err")" "dutygate: $want"
}

wrong 'subcommand missing; see: dutygate help'
wrong 'unknown subcommand "foo"' foo
wrong 'unknown subcommand "list foo"' list foo
wrong 'unknown subcommand "inb"' inb
wrong 'unknown subcommand ""' ''
wrong 'list: subcommand missing; see: dutygate help list' list
wrong 'unknown subcommand "foo"' help foo
wrong 'unknown option "--foo"' --foo inbox
wrong 'unknown option "--foo"' --foo=bar inbox
wrong 'unknown option "-x"' -x inbox
wrong 'option "--socket" needs a value' --socket
wrong 'option "--json" takes no value' --json=yes inbox
wrong '"mzj" is no ROLE/CODE such as department/mzj' --as mzj inbox
wrong '"bureau/mzj" is no ROLE/CODE such as department/mzj' \
    --as bureau/mzj inbox
wrong '"office/" is no ROLE/CODE such as department/mzj' --as office/ inbox
wrong '"soon" is no time-out' --timeout soon inbox
wrong '"0" is no time-out' --timeout 0 inbox
wrong 'publish: operand missing; see: dutygate help publish' publish
wrong 'publish: unexpected operand "b"' publish a b
wrong 'publish: option "--id" needs a value' publish --id
wrong 'publish: unknown option "--reason"' publish --reason x a
wrong 'inbox: misplaced option "--json" (it comes before the subcommand)' \
    inbox --json
wrong 'check: misplaced option "--as" (it comes before the subcommand)' \
    check --as=department/mzj x
wrong 'list publish: operand missing; see: dutygate help list publish' \
    list publish
wrong 'withdraw: unexpected operand "--reason" (options come before operands)' \
    withdraw 42 --reason x
wrong 'audit: subcommand missing; see: dutygate help audit' audit
wrong 'audit export: operand missing; see: dutygate help audit export' \
    audit export
wrong 'audit verify: operand missing; see: dutygate help audit verify' \
    audit verify --signatures
wrong 'audit verify: option "--seen" needs a value' audit verify --seen
wrong 'audit verify: unexpected operand "b"' audit verify a b
wrong 'withdraw: "x42" is no receipt number' withdraw x42
wrong 'ack: "0" is no receipt number' ack 0
wrong 'ack: "99999999999999999999" is no receipt number' ack \
    99999999999999999999
wrong 'inbox: "0" is no limit' inbox --limit 0
wrong 'inbox: unexpected operand "2"' inbox 1 2
office='--as office/522731101201'
wrong 'inbox: --limit does not go with --follow' $office inbox --follow --limit 9
wrong 'inbox: --every and --hints go with --follow' $office inbox --every 9
wrong 'inbox: --every and --hints go with --follow' $office inbox --hints tcp://127.0.0.1:1
wrong 'inbox: "nowhere" is no address of a socket' $office inbox --follow --hints nowhere
wrong 'inbox: "soon" is no interval' $office inbox --follow --every soon
wrong 'keygen: operand missing; see: dutygate help keygen' keygen
wrong 'keygen: one FILE holds one key' keygen --key a town/1 town/2
wrong 'keygen: "boss" is no post' keygen --post boss town/1
wrong 'keygen: "town/../1" is no ROLE/CODE such as department/mzj' \
    keygen town/1 town/../1
wrong 'sign: unexpected operand "b"' sign a b
wrong 'sign: "soon" is no number of seconds' sign --iat soon
wrong 'replay: operand missing; see: dutygate help replay' replay
wrong 'amend: operand missing; see: dutygate help amend' amend --due +9d
wrong 'amend: nothing is to change: give options or a FILE' amend 42
wrong 'amend: "52273" is no prefix, code or group' amend --audience 52273 42
wrong 'amend: "" is no prefix, code or group' amend --exclude 522731, 42
wrong 'forward: to whom? Use --to TERMS, or give a FILE' forward 42
wrong 'forward: unexpected operand "--to" (options come before operands)' \
    forward 42 a --to 522731
wrong 'declare: --minutes, --duty and --to are all needed; see: dutygate help declare' \
    declare --minutes 3
wrong 'declare: "0" is no number of minutes' \
    declare --minutes 0 --duty a-1 --to 522731
wrong 'exempt: subcommand missing; see: dutygate help exempt' exempt
wrong 'exempt request: --duty, --to, --rules, --until and --reason are all needed; see: dutygate help exempt request' \
    exempt request --duty a-1
wrong 'exempt request: "x" is no receipt number' exempt request --duty a-1 \
    --to 52 --rules lead --until 2026-12-31 --reason x --appeal x
wrong 'exempt grant: why? Use --reason TEXT before the number' exempt grant 42
wrong 'exempt refuse: operand missing; see: dutygate help exempt refuse' \
    exempt refuse --reason x
who='who is asking? Use --as ROLE/CODE before the subcommand, or set'
wrong "inbox: $who DUTYGATE_AS" inbox
wrong "list show: $who DUTYGATE_AS" list show
wrong "receipt: $who DUTYGATE_AS" receipt 42
wrong "ack: $who DUTYGATE_AS" ack 42
wrong 'inbox: "bus://x" is no address of a socket' \
    --socket bus://x --as office/522731101201 inbox
echo '{}' >"$TEST_DIR/data.json"
wrong "publish: $who DUTYGATE_AS" publish "$TEST_DIR/data.json"

is "help names every subcommand" \
    "$("$bin" help | sed -n '/^subcommands/,$p' | tr -s ' ')" \
    'subcommands:
 check ask whether a task would be admitted; nothing is kept
 publish publish a task, or any event
 withdraw withdraw the task with this receipt number
 inbox show what an office is asked and has not acknowledged
 ack acknowledge the task with this receipt number
 amend change the task with this receipt number
 forward hand the task with this receipt number on below
 declare declare what a classified matter costs, nothing else
 cosign sign a joint task, or show what waits for signatures
 exempt request ask that rules be set aside for a duty, for a time
 exempt grant grant what waits for a word under this number
 exempt refuse refuse what waits for a word under this number
 exempt list show what waits for a word, and what exemptions hold
 list publish publish a version of the task-access list
 list show show the task-access list, or one entry of it
 list fetch keep the list in force for seal check and proof check
 seal check at the counter: is this paper stamped?
 proof check at the counter: does the office prove this?
 list observe-report say what rules that only observe would have stopped
 roster publish publish a version of the roster
 list import publish a version of the list from a sheet (CSV)
 list export write the list as a sheet (CSV)
 list diff show what differs between two versions of a list
 proofs import publish a version with other proofs, from a sheet
 proofs export write the list'\''s proofs as a sheet
 roster import publish a version of the roster from a sheet (CSV)
 roster export write the roster in force as a sheet (CSV)
 roster diff show what differs: roster and sheet, or two sheets
 worksheet show what an office has to fill in, each figure once
 submit report figures: a filled-in worksheet, or part of it
 correct correct what was reported; all who asked get it
 review pass an office'\''s report, or send cells of it back
 reports show what came in, in the form that was asked
 form publish register a form, so that tasks can name it
 form file give a working form its filing number
 form show show the registered forms, or one with its fields
 form check before asking: what of a form is asked or known
 dictionary publish publish data elements
 dictionary import publish data elements from a sheet (CSV)
 dictionary show show the data elements, or one of them
 dictionary conflicts show fields of one label that mean different things
 dictionary suggestions show pairs of elements that may be the same
 dictionary merge take one element for another from now on
 dictionary keep-apart say that two elements are not the same
 burden show what was asked, borne and avoided, by any cut
 tariff publish publish a tariff: minutes for what may be asked
 tariff import publish a tariff from a sheet (CSV)
 tariff show show the tariff in force, or a version of it
 indicator publish publish a tree of indicators over what is there
 claim say whether a published figure holds; asks no gateway
 workdays count working days and make-up days; no gateway
 audit export take the journal along, into a new file
 audit verify check an export, hash by hash; asks no gateway
 audit recompute compute figures anew, from an export alone
 keygen make a new key for each of these, to be enrolled
 sign sign events, a message a line, for others to send
 enrol say who may speak: principals, their officers'\'' keys
 rotate put a new key in the place of the own one
 suspend let a principal, or a key of it, not speak for a time
 revoke let a principal, or a key of it, never speak again
 handover begin a new term of an office, with new officers
 principals show who may speak
 receipt verify check an answer by its receipt; asks no gateway
 receipt find an event and its decision, by number or by id
 witness compare say whether two witnesses saw one journal, or a fork
 witness see that the journal goes on from what was seen of it
 replay send events, one a line, and say what became of them
 erase erase for good what entries of the journal say
 status show the gateway'\''s own health
 backup write the journal to a new file; the gateway may run
 restore make a journal of a backup, for a gateway at rest
 attach print what a task says of these files, as JSON
 attachment check say whether a file is one that the task names'
is "--help is help" "$("$bin" --help)" "$("$bin" help)"
withdraw='usage: dutygate [OPTION...] withdraw [--reason TEXT] NUMBER
withdraw the task with this receipt number
  --reason TEXT   why; it stands in the journal'
is "help, whoever asks" "$(DUTYGATE_AS=mzj "$bin" help withdraw)" "$withdraw"
is "help of one" "$("$bin" help withdraw)" "$withdraw"
is "--help of one" "$("$bin" withdraw --help)" "$withdraw"
is "help of two words" "$("$bin" help list show)" \
    'usage: dutygate [OPTION...] list show [--department CODE] [--list NAME] [--version VERSION] [CODE]
show the task-access list, or one entry of it
  --department CODE   only what this department may ask
  --list NAME         this list, not the one that decides
  --version VERSION   this version, not the one in force today'
is "no help is wider than a terminal" "$("$bin" help >"$TEST_DIR/help"
    for command in check publish withdraw inbox ack list roster proofs receipt replay \
        attach attachment amend forward declare cosign exempt seal proof enrol \
        rotate suspend revoke handover principals worksheet submit correct \
        review reports form dictionary burden tariff indicator claim workdays audit
    do "$bin" help $command >>"$TEST_DIR/help"; done
    grep -v ^usage: "$TEST_DIR/help" | grep -c '.\{80\}')" 0
is "help of a group" "$("$bin" help list | grep -c ^usage)" 7
ok "--version" [ "$("$bin" --version | cut -d' ' -f1)" = dutygate ]
tap_done
